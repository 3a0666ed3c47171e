"""How an answer ended: each finish and block reason has its event, its advice and its counts."""

from typing import Any, Final

import pytest
from google.genai.types import BlockedReason, FinishReason, GenerateContentResponse

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


# The SDK warns of values it does not know.
pytestmark = pytest.mark.filterwarnings("ignore:.*is not a valid:UserWarning")

_BLOCKED: Final = "gemini.safety.blocked"
_RECITED: Final = "gemini.recitation"
_STOPPED: Final = "gemini.output.stopped"
_TRUNCATED: Final = "gemini.output.truncated"
_MISCALLED: Final = "gemini.tool_call.invalid"

# Which event a reason is, and whether content was withheld.
_ENDINGS: Final[dict[str, tuple[str | None, bool]]] = {
    "FINISH_REASON_UNSPECIFIED": (None, False),
    "STOP": (None, False),
    "CONTINUATION": (None, False),
    "MAX_TOKENS": (_TRUNCATED, False),
    "SAFETY": (_BLOCKED, True),
    "BLOCKLIST": (_BLOCKED, True),
    "PROHIBITED_CONTENT": (_BLOCKED, True),
    "SPII": (_BLOCKED, True),
    "IMAGE_SAFETY": (_BLOCKED, True),
    "IMAGE_PROHIBITED_CONTENT": (_BLOCKED, True),
    "MODEL_ARMOR": (_BLOCKED, True),
    "ESCALATION": (_BLOCKED, True),
    "PUP_LIMITED_DISABLED": (_BLOCKED, True),
    "RECITATION": (_RECITED, True),
    "IMAGE_RECITATION": (_RECITED, True),
    "LANGUAGE": (_STOPPED, True),
    "IMAGE_OTHER": (_STOPPED, True),
    "OTHER": (_STOPPED, False),
    "NO_IMAGE": (_STOPPED, False),
    "MALFORMED_RESPONSE": (_STOPPED, False),
    "MALFORMED_FUNCTION_CALL": (_MISCALLED, False),
    "UNEXPECTED_TOOL_CALL": (_MISCALLED, False),
    "TOO_MANY_TOOL_CALLS": (_MISCALLED, False),
    "MISSING_THOUGHT_SIGNATURE": ("gemini.thought_signature.missing", False),
    "NEWER_THAN_THE_SDK": (_STOPPED, False),
}
_BLOCKS: Final = (*(reason.value for reason in BlockedReason), "NEWER_THAN_THE_SDK")


def _incidents(telemetry: Telemetry) -> list[str]:
    return [event.name for event in telemetry.events() if event.name != "gemini.usage"]


def test_every_finish_reason_of_the_sdk_is_known() -> None:
    """A value that an SDK brings must be judged here before it is judged in the library."""
    assert {reason.value for reason in FinishReason} <= set(_ENDINGS)


@pytest.mark.parametrize("reason", _ENDINGS)
def test_each_finish_reason_has_its_event(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, reason: str
) -> None:
    """An answer that is no plain success is one event, with a sentence of advice."""
    gemini.queue(Reply("abc", finish_reason=reason))

    client.models.generate_content(model=MODEL, contents="Hello?")

    name, _ = _ENDINGS[reason]
    assert ([name] if name else []) == _incidents(telemetry)
    if name:
        event = telemetry.event(name)
        assert "WARN" == event.severity
        assert reason in {
            event.attributes.get("gemini.finish_reason"),
            event.attributes.get("gemini.block.reason"),
        }
        assert event.attributes["gemini.advice"].endswith(".")
    assert telemetry.span("generate_content").span_id == telemetry.event("gemini.usage").span_id


@pytest.mark.parametrize("reason", _ENDINGS)
def test_each_finish_reason_is_counted(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, reason: str
) -> None:
    """Calls are counted by how they ended, withheld answers and events once more."""
    gemini.queue(Reply("abc", finish_reason=reason))

    client.models.generate_content(model=MODEL, contents="Hello?")

    event, is_blocked = _ENDINGS[reason]
    blocked = {"gemini.block.stage": "response", "gemini.block.reason": reason}
    assert 1 == telemetry.total("gemini.client.calls", **{"gemini.finish_reason": reason})
    assert is_blocked == telemetry.total("gemini.client.blocked", **blocked)
    assert is_blocked == telemetry.total("gemini.client.blocked")
    assert ([event] if event else []) == [
        point.attributes["gemini.incident"] for point in telemetry.points("gemini.client.incidents")
    ]


@pytest.mark.parametrize("reason", _ENDINGS)
def test_a_finish_reason_is_no_error(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any, reason: str
) -> None:
    """The call succeeded: the span has the reason in Google's words, and no error."""
    gemini.queue(Reply("abc", finish_reason=reason))

    call.ask(client)

    span = telemetry.span("generate_content")
    assert (reason,) == span.attributes["gen_ai.response.finish_reasons"]
    assert "UNSET" == span.status
    assert "error.type" not in span.attributes


@pytest.mark.parametrize("reason", _BLOCKS)
def test_each_block_reason_is_one_event_and_one_count(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any, reason: str
) -> None:
    """A prompt that was blocked is told with its reason, known or not."""
    gemini.queue(Reply.blocked(reason))

    call.ask(client)

    told = {"gemini.block.stage": "prompt", "gemini.block.reason": reason}
    event = telemetry.event(_BLOCKED)
    assert [_BLOCKED] == _incidents(telemetry)
    assert told.items() <= event.attributes.items()
    assert event.attributes["gemini.advice"].endswith(".")
    assert 1 == telemetry.total("gemini.client.blocked", **told)
    assert 1 == telemetry.total("gemini.client.blocked")


def test_several_candidates_are_one_block(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A response counts once, whichever number of its candidates were withheld."""
    gemini.queue(Reply("a", others=["b", "c"], finish_reason="SAFETY"))

    call.ask(client)

    assert ("SAFETY",) * 3 == (
        telemetry.span("generate_content").attributes["gen_ai.response.finish_reasons"]
    )
    assert [_BLOCKED] == _incidents(telemetry)
    assert 1 == telemetry.total("gemini.client.blocked")
    assert 1 == telemetry.total("gemini.client.calls")


def test_candidates_that_ended_differently_are_each_told(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Two kinds of ending are two events; the first one counts the call."""
    endings = [
        {"content": {"parts": [{"text": "a"}]}, "finishReason": reason, "index": index}
        for index, reason in enumerate(["MAX_TOKENS", "RECITATION"])
    ]
    gemini.queue(Reply.raw({"candidates": endings}))

    client.models.generate_content(model=MODEL, contents="Hello?")

    assert [_TRUNCATED, _RECITED] == _incidents(telemetry)
    assert 1 == telemetry.total("gemini.client.calls", **{"gemini.finish_reason": "MAX_TOKENS"})
    assert 1 == telemetry.total("gemini.client.blocked", **{"gemini.block.reason": "RECITATION"})


def test_truncation_says_that_thinking_ate_the_budget(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Nothing was left for an answer, and the advice is about thinking."""
    gemini.queue(
        Reply([], finish_reason="MAX_TOKENS", usage={"prompt": 5, "candidates": 0, "thoughts": 99})
    )

    call.ask(client)

    said = telemetry.event(_TRUNCATED).attributes
    assert said["gemini.output.truncated_by_thinking"] is True
    assert said["gemini.output.empty"] is True
    assert "Thinking" in said["gemini.advice"]
    span = telemetry.span("generate_content").attributes
    assert span["gemini.output.truncated_by_thinking"] is True
    assert span["gemini.output.empty"] is True


def test_truncation_with_an_answer_is_not_blamed_on_thinking(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Some answer came, so the budget was not eaten whole."""
    gemini.queue(
        Reply(
            [parts.thought("hm"), "Paris is"],
            finish_reason="MAX_TOKENS",
            usage={"prompt": 5, "candidates": 2, "thoughts": 99},
        )
    )

    call.ask(client)

    said = telemetry.event(_TRUNCATED).attributes
    assert said["gemini.output.truncated_by_thinking"] is False
    assert said["gemini.output.repetitive"] is False
    assert "gemini.output.empty" not in said


def test_truncation_says_that_the_answer_repeats_itself(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The same phrase until the budget ends is told apart, however finely it is streamed."""
    gemini.queue(Reply("and so on " * 200, finish_reason="MAX_TOKENS", chunks=150))

    call.ask(client)

    said = telemetry.event(_TRUNCATED).attributes
    assert said["gemini.output.repetitive"] is True
    assert "repeats itself" in said["gemini.advice"]


def test_only_truncated_answers_are_measured(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An answer that ended by itself may repeat what it likes."""
    gemini.queue(Reply("and so on " * 200))

    call.ask(client)

    assert "gemini.output.repetitive" not in telemetry.span("generate_content").attributes
    assert [] == _incidents(telemetry)


_tells_status = pytest.mark.skipif(
    "model_status" not in GenerateContentResponse.model_fields, reason="came with a later SDK"
)


@_tells_status
@pytest.mark.parametrize("stage", ["LEGACY", "DEPRECATED", "RETIRED"])
def test_a_model_on_its_way_out_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any, stage: str
) -> None:
    """The server says so with every answer; the event has the date where there is one."""
    gemini.queue(
        Reply(model_status={"model_stage": stage, "retirement_time": "2026-12-01T00:00:00Z"})
    )

    call.ask(client)

    said = telemetry.event("gemini.model.deprecated").attributes
    assert stage == said["gemini.model.stage"]
    assert said["gemini.model.retirement_time"].startswith("2026-12-01T00:00:00")
    assert MODEL == said["gen_ai.request.model"]
    assert "successor" in said["gemini.advice"]


@_tells_status
@pytest.mark.parametrize("stage", ["STABLE", "PREVIEW", "EXPERIMENTAL"])
def test_a_model_in_its_prime_is_not(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, stage: str
) -> None:
    """Other stages are on the span, and are no event."""
    gemini.queue(Reply(model_status={"model_stage": stage}))

    client.models.generate_content(model=MODEL, contents="Hello?")

    assert stage == telemetry.span("generate_content").attributes["gemini.model.stage"]
    assert [] == _incidents(telemetry)
