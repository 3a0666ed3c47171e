"""Why content was withheld: the ratings, the category that decided, and computer use's doubts."""

from collections.abc import Iterable
from typing import Any

import pytest

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


_CATEGORY = "gemini.safety.category"
_BLOCKED = "gemini.safety.blocked"
_HARASSMENT = "HARM_CATEGORY_HARASSMENT"
_HATE = "HARM_CATEGORY_HATE_SPEECH"


def _rating(category: str, probability: str, **more: Any) -> dict[str, Any]:
    return {"category": category, "probability": probability, **more}


def test_each_rating_of_a_blocked_prompt_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The event has every category with its probability, and which of them blocked."""
    gemini.queue(
        Reply.blocked(
            safety_ratings=[_rating(_HATE, "LOW"), _rating(_HARASSMENT, "MEDIUM", blocked=True)]
        )
    )

    call.ask(client)

    said = telemetry.event(_BLOCKED).attributes
    assert [
        {"category": _HATE, "probability": "LOW", "blocked": False},
        {"category": _HARASSMENT, "probability": "MEDIUM", "blocked": True},
    ] == [dict(rating) for rating in said["gemini.safety.ratings"]]
    assert _HARASSMENT == said[_CATEGORY]


@pytest.mark.filterwarnings("ignore:.* is not a valid :UserWarning")
def test_a_key_in_place_of_a_word_is_not_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A server that answers with a key for a reason, a category, a status or an id tells nobody."""
    key = "AIzaSyD4-9tQz_kLmNoPqRsTuVwXyZ012345678"
    status = {"retrieved_url": "https://example.com/", "url_retrieval_status": key}
    gemini.queue(
        Reply("x", finish_reason=key, response_id=key, model_version=key),
        Reply(None, finish_reason="SAFETY", safety_ratings=[_rating(key, key, blocked=True)]),
        Reply("x", url_context=[status]),
        Reply("x", finish_reason="RECITATION", citations=[{"uri": "https://me:hunter2@h/"}]),
        Reply.blocked(reason=key),
    )

    for _ in range(5):
        call.ask(client)

    points = (point for name in telemetry.metric_names for point in telemetry.points(name))
    sources: tuple[Iterable[Any], ...] = (telemetry.spans, telemetry.events(), points)
    told = str([dict(one.attributes) for source in sources for one in source])
    assert "D4-9tQz" not in told
    assert "hunter2" not in told
    assert telemetry.spans[0].attributes["gen_ai.response.id"] == "[redacted]"
    assert telemetry.spans[0].attributes["gen_ai.response.finish_reasons"] == ("[redacted]",)


def test_the_rating_that_blocked_decides(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A category marked as blocked goes before one that is only more probable."""
    ratings = [_rating(_HATE, "HIGH"), _rating(_HARASSMENT, "MEDIUM", blocked=True)]
    gemini.queue(Reply(None, finish_reason="SAFETY", safety_ratings=ratings))

    call.ask(client)

    assert _HARASSMENT == telemetry.event(_BLOCKED).attributes[_CATEGORY]
    assert 1 == telemetry.total("gemini.client.blocked", **{_CATEGORY: _HARASSMENT})


def test_without_a_mark_the_most_probable_category_decides(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The server need not mark the category."""
    ratings = [_rating(_HATE, "NEGLIGIBLE"), _rating(_HARASSMENT, "HIGH")]
    gemini.queue(Reply(None, finish_reason="SAFETY", safety_ratings=ratings))

    call.ask(client)

    assert _HARASSMENT == telemetry.event(_BLOCKED).attributes[_CATEGORY]


@pytest.mark.parametrize(
    ("reason", "probability"),
    [("SAFETY", "NEGLIGIBLE"), ("SPII", "MEDIUM"), ("RECITATION", "LOW")],
)
def test_a_category_that_did_not_decide_is_not_named(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, reason: str, probability: str
) -> None:
    """A rating next to another reason, or one that means nothing, has decided nothing."""
    ratings = [_rating(_HATE, probability)]
    gemini.queue(Reply(None, finish_reason=reason, safety_ratings=ratings))

    client.models.generate_content(model=MODEL, contents="Hello?")

    (point,) = telemetry.points("gemini.client.blocked")
    assert _CATEGORY not in point.attributes
    assert _CATEGORY not in telemetry.span("generate_content").attributes


def test_the_ratings_of_another_candidate_decide_nothing(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Only what was withheld has a deciding category."""
    fine = {
        "content": {"parts": [{"text": "a"}]},
        "finishReason": "STOP",
        "index": 0,
        "safetyRatings": [_rating(_HATE, "HIGH")],
    }
    withheld = {
        "finishReason": "SAFETY",
        "index": 1,
        "safetyRatings": [_rating(_HARASSMENT, "MEDIUM")],
    }
    gemini.queue(Reply.raw({"candidates": [fine, withheld]}))

    client.models.generate_content(model=MODEL, contents="Hello?")

    assert _HARASSMENT == telemetry.event(_BLOCKED).attributes[_CATEGORY]


def test_ratings_of_an_answer_that_passed_are_no_event(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Ratings come with ordinary answers too."""
    gemini.queue(Reply("Hello.", safety_ratings=[_rating(_HATE, "LOW")]))

    call.ask(client)

    assert ["gemini.usage"] == [event.name for event in telemetry.events()]
    assert [] == telemetry.points("gemini.client.blocked")


def test_a_decision_of_computer_use_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An action that wants a person's consent is an event, without what it is about."""
    decision = {"decision": "require_confirmation", "explanation": "a cookie banner"}
    gemini.queue(Reply(parts.function_call("click_at", {"x": 1, "safety_decision": decision})))

    call.ask(client)

    event = telemetry.event("gemini.safety.decision")
    assert ["require_confirmation"] == list(event.attributes["gemini.safety.decisions"])
    assert "confirm" in event.attributes["gemini.advice"]
    said = telemetry.span("generate_content").attributes
    assert ("require_confirmation",) == said["gemini.safety.decisions"]
    assert "cookie" not in repr((event, said))


def test_an_action_without_a_decision_is_none(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Most actions of computer use need no consent."""
    gemini.queue(Reply(parts.function_call("click_at", {"x": 1})))

    call.ask(client)

    assert [] == telemetry.events("gemini.safety")


def test_a_prompt_that_is_blocked_beside_an_answer_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A server may send candidates with the feedback that blocks the prompt."""
    gemini.queue(Reply("No.", extra={"promptFeedback": {"blockReason": "JAILBREAK"}}))

    call.ask(client)

    said = telemetry.event(_BLOCKED).attributes
    assert ("prompt", "JAILBREAK") == (said["gemini.block.stage"], said["gemini.block.reason"])
    assert 1 == telemetry.total("gemini.client.blocked")


def test_feedback_without_a_reason_beside_an_answer_is_no_block(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A proxy that writes out defaults says `UNSPECIFIED` of a prompt that was answered."""
    feedback = {"blockReason": "BLOCKED_REASON_UNSPECIFIED"}
    gemini.queue(Reply("Yes.", extra={"promptFeedback": feedback}))

    call.ask(client)

    assert [] == telemetry.events(_BLOCKED)
    assert 0 == telemetry.total("gemini.client.blocked")
