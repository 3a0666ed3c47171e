"""Every token the server reports is counted once, by kind and modality, whatever way it comes."""

from typing import Any

import pytest
from google.genai.models import Models
from pydantic import BaseModel

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller
from tests.signals.tokens import (
    FULL,
    FULL_SPLIT,
    counted,
    counted_split,
    on_spans,
    told,
    told_split,
    usage_of,
)


@pytest.fixture(params=["gemini", "vertex"])
def platform(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What makes a client one of the Developer API, or of Vertex AI."""
    return {"vertexai": True} if request.param == "vertex" else {}


def test_counter_tells_every_kind_and_modality(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, platform: dict[str, Any]
) -> None:
    """Kinds and modalities are disjoint: together they are what the server served."""
    gemini.queue(Reply([parts.thought("hm"), "Paris."], usage=FULL))

    call.ask(gemini.client(**platform))

    assert FULL_SPLIT == counted_split(telemetry)
    assert gemini.totals() == counted(telemetry)
    assert 161 == telemetry.total("gemini.client.tokens")


def test_usage_event_tells_every_kind_and_modality(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, platform: dict[str, Any]
) -> None:
    """The event of a response says the same as the counter."""
    gemini.queue(Reply([parts.thought("hm"), "Paris."], usage=FULL))

    call.ask(gemini.client(**platform))

    event = telemetry.event("gemini.usage")
    assert FULL_SPLIT == told_split(event)
    assert 161 == event.attributes["gemini.usage.total_tokens"]
    assert event.attributes["gemini.usage.complete"] is True


def test_span_tells_usage_as_the_conventions_count_it(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Input has the cached and the tool-use prompt in it, output has the thoughts in it."""
    gemini.queue(Reply([parts.thought("hm"), "Paris."], usage=FULL))

    call.ask(client)

    said = telemetry.span("generate_content").attributes
    usage = {
        name: n
        for name, n in said.items()
        if name.startswith("gen_ai.") and name.endswith("_tokens")
    }
    assert {
        "gen_ai.usage.input_tokens": 111,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 40,
        "gen_ai.usage.reasoning.output_tokens": 30,
        "gen_ai.usage.text.input_tokens": 81,
        "gen_ai.usage.image.input_tokens": 10,
        "gen_ai.usage.audio.input_tokens": 5,
        "gen_ai.usage.text.output_tokens": 42,
        "gen_ai.usage.image.output_tokens": 8,
        "gen_ai.usage.text.cache_read.input_tokens": 40,
    } == usage
    assert 11 == said["gemini.usage.tool_use.input_tokens"]


def test_released_histogram_gets_input_and_output(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """`gen_ai.client.token.usage` gets one value of each direction a call."""
    gemini.queue(Reply([parts.thought("hm"), "Paris."], usage=FULL))

    call.ask(client)

    metric, direction = "gen_ai.client.token.usage", "gen_ai.token.type"
    (read,) = telemetry.points(metric, **{direction: "input"})
    (written,) = telemetry.points(metric, **{direction: "output"})
    assert (111, 1) == (read.value, read.count)
    assert (50, 1) == (written.value, written.count)


def test_each_message_of_a_chat_is_counted(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """A chat's messages are billed one by one, and so are they told."""
    gemini.queue(Reply("Hello.", usage=FULL), Reply("Again.", usage={"prompt": 9, "candidates": 2}))
    chat = client.chats.create(model=MODEL)

    chat.send_message("Hello?")
    assert list(chat.send_message_stream("And?"))

    assert [161, 11] == [
        event.attributes["gemini.usage.total_tokens"] for event in telemetry.events("gemini.usage")
    ]
    assert gemini.totals() == counted(telemetry)


@pytest.mark.skipif(
    not hasattr(Models, "_generate_content_with_continuation"), reason="came with SDK 2.30"
)
def test_each_hop_of_a_continued_answer_is_counted(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An answer in two hops is two billed responses, each with its own usage and span."""
    gemini.queue(
        Reply.continuation("Once ", b"more", usage={"prompt": 11, "candidates": 5}),
        Reply("upon a time.", usage={"prompt": 16, "candidates": 7, "thoughts": 2}),
    )

    call.ask(client)

    assert [(11, 5), (16, 9)] == [usage_of(span) for span in telemetry.spans]
    assert gemini.totals() == counted(telemetry) == told(telemetry)


class _City(BaseModel):
    name: str


def test_structured_output_is_counted(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An answer in JSON counts like any other, and says that JSON was asked for."""
    gemini.queue(Reply('{"name": "Paris"}', usage=FULL))

    call.ask(client, config={"response_mime_type": "application/json", "response_schema": _City})

    assert gemini.totals() == counted(telemetry)
    assert "json" == telemetry.span("generate_content").attributes["gen_ai.output.type"]


def test_usage_in_an_unread_body_is_counted(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, client: Any
) -> None:
    """Where the app asks for the raw body the SDK parses nothing, and the tokens count still."""
    gemini.queue(Reply("Paris.", usage=FULL, finish_reason="MAX_TOKENS", response_id="r-1"))

    (answer,) = whole_call.ask(client, config={"should_return_http_response": True})

    assert answer.usage_metadata is None
    said = telemetry.span("generate_content").attributes
    assert ("r-1", MODEL, ("MAX_TOKENS",)) == (
        said["gen_ai.response.id"],
        said["gen_ai.response.model"],
        said["gen_ai.response.finish_reasons"],
    )
    assert gemini.totals() == counted(telemetry)
    assert FULL_SPLIT == counted_split(telemetry)


def test_thoughts_inside_the_candidates_are_counted_once(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Where the total shows that candidates include the thoughts, these are taken off."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 50, "thoughts": 30, "total": 60}))

    call.ask(client)

    kinds = {"uncached_prompt": 10, "cached": 0, "tool_use": 0, "candidates": 20, "thoughts": 30}
    assert kinds == counted(telemetry)
    assert (10, 50) == (
        on_spans(telemetry, "input_tokens"),
        on_spans(telemetry, "output_tokens"),
    )


def test_what_only_the_total_has_is_of_unknown_kind(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A total beyond the sum of its parts is counted all the same."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 5, "total": 22}))

    call.ask(client)

    assert {"unknown": 7} == counted_split(telemetry)["unknown"]
    assert 22 == telemetry.total("gemini.client.tokens")


def test_missing_usage_is_not_made_up(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A response without usage is billed and counted as a call, without a token, and says so."""
    gemini.queue(Reply(usage=None))

    call.ask(client)

    event = telemetry.event("gemini.usage")
    assert event.attributes["gemini.usage.complete"] is False
    assert {} == told_split(event)
    assert [] == telemetry.points("gemini.client.tokens")
    assert 1 == telemetry.total("gemini.client.calls")
    assert "gen_ai.usage.input_tokens" not in telemetry.span("generate_content").attributes


_TEXT_9 = [{"modality": "TEXT", "tokenCount": 9}]
_MALFORMED = [
    pytest.param({"promptTokenCount": -5, "totalTokenCount": 9}, 9, id="a negative count"),
    pytest.param({"promptTokenCount": "6", "totalTokenCount": "9"}, 9, id="counts in text"),
    pytest.param({"promptTokenCount": None, "totalTokenCount": 9}, 9, id="no count"),
    pytest.param({"promptTokenCount": 10**30, "totalTokenCount": 9}, 9, id="a huge count"),
    pytest.param(
        {"promptTokenCount": 4, "cachedContentTokenCount": 7, "totalTokenCount": 9},
        9,
        id="more cached than there is",
    ),
    pytest.param(
        {"promptTokenCount": 4, "promptTokensDetails": _TEXT_9, "totalTokenCount": 4},
        4,
        id="details beyond the count",
    ),
    pytest.param(
        {"promptTokenCount": 20, "promptTokensDetails": _TEXT_9, "totalTokenCount": 20},
        20,
        id="details below the count",
    ),
    pytest.param(
        {"candidatesTokenCount": 3, "candidatesTokensDetails": [{"modality": "TASTE"}]},
        3,
        id="an unknown modality without a count",
    ),
    pytest.param({"promptTokenCount": 8, "totalTokenCount": 2}, 8, id="a total below its parts"),
    pytest.param({}, 0, id="nothing"),
]


@pytest.mark.filterwarnings("ignore:.*is not a valid:UserWarning")
@pytest.mark.parametrize(("report", "total"), _MALFORMED)
def test_a_malformed_report_breaks_nothing(
    gemini: FakeGemini,
    telemetry: Telemetry,
    call: Caller,
    client: Any,
    *,
    report: dict[str, Any],
    total: int,
) -> None:
    """Every signal goes on, and the total is the server's, or the sum of what it told."""
    gemini.queue(Reply(usage=None, extra={"usageMetadata": report}))

    call.ask(client)

    assert total == telemetry.total("gemini.client.tokens")
    assert total == telemetry.event("gemini.usage").attributes["gemini.usage.total_tokens"]
    assert "UNSET" == telemetry.span("generate_content").status


def test_usage_events_can_be_switched_off(gemini: FakeGemini, call: Caller) -> None:
    """Who has no use for them keeps every other event, and the counters."""
    gemini.queue(Reply.blocked())
    with record_telemetry(usage_event=False) as telemetry:
        call.ask(gemini.client())

        assert ["gemini.safety.blocked"] == [event.name for event in telemetry.events()]
        assert 12 == telemetry.total("gemini.client.tokens")
