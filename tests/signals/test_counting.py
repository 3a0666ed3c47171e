"""Facts of counting that are easy to get wrong, each alone."""

import asyncio
from typing import Any

import pytest
from google.genai.errors import APIError

from gemini_otel.testing import Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller
from tests.signals.tokens import counted, on_spans, told_split


def test_tool_use_tokens_are_input(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """What built-in tools put into the prompt was read, not written."""
    gemini.queue(Reply(usage={"prompt": 10, "tool_use": 500, "candidates": 3}))

    call.ask(client)

    assert (510, 3) == (
        on_spans(telemetry, "input_tokens"),
        on_spans(telemetry, "output_tokens"),
    )
    assert 500 == telemetry.total("gemini.client.tokens", **{"gemini.token.kind": "tool_use"})


def test_thoughts_are_output(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Thinking is written and billed as output, though the candidates count leaves it out."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 17, "thoughts": 20}))

    call.ask(client)

    assert (37, 20) == (
        on_spans(telemetry, "output_tokens"),
        on_spans(telemetry, "reasoning.output_tokens"),
    )


def test_cached_tokens_are_not_added_to_the_input(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The prompt count has the cached tokens in it already."""
    gemini.queue(Reply(usage={"prompt": 100, "cached": 80, "candidates": 1}))

    call.ask(client)

    assert (100, 80) == (
        on_spans(telemetry, "input_tokens"),
        on_spans(telemetry, "cache_read.input_tokens"),
    )
    assert 101 == telemetry.total("gemini.client.tokens")


def test_cached_and_thinking_tokens_can_be_charted(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A metric tells every kind apart, not only input and output."""
    gemini.queue(Reply(usage={"prompt": 100, "cached": 80, "candidates": 1, "thoughts": 9}))

    call.ask(client)

    kinds = {
        point.attributes["gemini.token.kind"]: point.value
        for point in (telemetry.points("gemini.client.tokens"))
    }
    assert {"uncached_prompt": 20, "cached": 80, "candidates": 1, "thoughts": 9} == kinds


def test_the_usage_event_has_all_that_a_price_needs(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Cached, tool-use and thinking tokens each have their rate, so each is told."""
    gemini.queue(
        Reply(
            usage={
                "prompt": 10_000,
                "cached": 4_000,
                "tool_use": 5_000,
                "candidates": 200,
                "thoughts": 3_000,
            },
            grounding={"web_search_queries": ["a", "b"]},
            headers={"x-gemini-service-tier": "flex"},
            model_version="gemini-2.5-flash-001",
        )
    )

    call.ask(client)

    event = telemetry.event("gemini.usage")
    assert {
        "uncached_prompt": {"unknown": 6_000},
        "cached": {"unknown": 4_000},
        "tool_use": {"unknown": 5_000},
        "candidates": {"unknown": 200},
        "thoughts": {"text": 3_000},
    } == told_split(event)
    assert ("gemini-2.5-flash-001", "flex", 2) == (
        event.attributes["gen_ai.response.model"],
        event.attributes["gemini.service_tier"],
        event.attributes["gemini.grounding.web_queries"],
    )


def test_a_stream_left_early_is_recorded(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """It has a span, an event with the last usage seen, and says that this is not the last word."""
    gemini.queue(Reply("abcdef", chunks=3, usage={"prompt": 9, "candidates": 6}))
    stream = stream_call.open(client)
    next(stream)

    stream.close()
    stream_call.settle()

    event = telemetry.event("gemini.usage")
    assert {"uncached_prompt": {"unknown": 9}, "candidates": {"unknown": 2}} == told_split(event)
    assert event.attributes["gemini.usage.complete"] is False
    assert 1 == telemetry.total("gemini.client.calls")
    assert 1 == telemetry.span("generate_content").attributes["gemini.stream.chunks"]


@pytest.mark.parametrize("breaks", [Break.error(faults.overloaded(), after=2), Break.cut(after=2)])
def test_a_stream_that_fails_is_recorded(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any, breaks: Break
) -> None:
    """What came before the failure was billed, and is counted with the last usage seen."""
    gemini.queue(Reply("abcdef", chunks=3, usage={"prompt": 9, "candidates": 6}, breaks=breaks))

    with pytest.raises(Exception, match=r"."):
        stream_call.ask(client)

    event = telemetry.event("gemini.usage")
    span = telemetry.span("generate_content")
    assert {"uncached_prompt": {"unknown": 9}, "candidates": {"unknown": 4}} == told_split(event)
    assert event.attributes["gemini.usage.complete"] is False
    assert event.attributes["error.type"] == span.attributes["error.type"]
    assert "ERROR" == span.status


def test_a_stream_that_never_began_is_not_billed(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """An error in place of the first chunk is a failed call without a usage event."""
    gemini.queue(faults.overloaded())

    with pytest.raises(APIError):
        stream_call.ask(client)

    assert [] == telemetry.events("gemini.usage")
    assert "gemini.usage.complete" not in telemetry.span("generate_content").attributes


def test_a_blocked_prompt_is_no_plain_success(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Span, event and counter say that nothing came back, and why; the prompt is billed."""
    gemini.queue(Reply.blocked("PROHIBITED_CONTENT", usage={"prompt": 30}))

    call.ask(client)

    said = telemetry.span("generate_content").attributes
    reason = {"gemini.block.stage": "prompt", "gemini.block.reason": "PROHIBITED_CONTENT"}
    assert reason.items() <= said.items()
    assert reason.items() <= telemetry.event("gemini.safety.blocked").attributes.items()
    assert 1 == telemetry.total("gemini.client.blocked", **reason)
    assert 30 == telemetry.total("gemini.client.tokens")


def test_the_model_that_answered_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An alias was asked for; the version that answered is another."""
    gemini.queue(Reply(model_version="gemini-2.5-flash-preview-09-2025"))

    call.ask(client, model="gemini-flash-latest")

    said = telemetry.span("generate_content gemini-flash-latest").attributes
    assert "gemini-2.5-flash-preview-09-2025" == said["gen_ai.response.model"]
    (point,) = telemetry.points("gemini.client.calls")
    assert ("gemini-flash-latest", "gemini-2.5-flash-preview-09-2025") == (
        point.attributes["gen_ai.request.model"],
        point.attributes["gen_ai.response.model"],
    )


def test_a_model_that_does_not_say_its_name_is_not_made_up(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Without a version in the answer there is no response model."""
    gemini.queue(Reply.raw({"candidates": [{"content": {"parts": [{"text": "Hi."}]}}]}))

    client.models.generate_content(model=MODEL, contents="Hello?")

    assert "gen_ai.response.model" not in telemetry.span("generate_content").attributes


@pytest.mark.parametrize(
    ("options", "provider"), [({}, "gcp.gemini"), ({"vertexai": True}, "gcp.vertex_ai")]
)
def test_each_platform_has_its_name(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, options: Any, provider: str
) -> None:
    """Calls to Vertex AI are not labelled as calls to the Gemini API."""
    call.ask(gemini.client(**options))

    (point,) = telemetry.points("gemini.client.calls")
    assert provider == telemetry.span("generate_content").attributes["gen_ai.provider.name"]
    assert provider == point.attributes["gen_ai.provider.name"]


def test_a_failed_call_says_what_was_asked(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Its span has the model, the server and the parameters, as every other."""
    gemini.queue(faults.overloaded())

    with pytest.raises(APIError):
        call.ask(client, config={"temperature": 0.5, "max_output_tokens": 7})

    said = telemetry.span(f"generate_content {MODEL}").attributes
    assert (MODEL, "127.0.0.1", 0.5, 7) == (
        said["gen_ai.request.model"],
        said["server.address"],
        said["gen_ai.request.temperature"],
        said["gen_ai.request.max_tokens"],
    )


def test_failed_calls_are_in_the_metrics(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A rate of errors needs the failures in the same counter and histogram as the successes."""
    gemini.queue(faults.overloaded())
    with pytest.raises(APIError):
        call.ask(client)
    call.ask(client)

    failed = {"error.type": "503"}
    assert (1, 2) == (
        telemetry.total("gemini.client.calls", **failed),
        telemetry.total("gemini.client.calls"),
    )
    assert [1, 2] == [
        sum(point.count for point in telemetry.points("gen_ai.client.operation.duration", **one))
        for one in (failed, {})
    ]


def test_every_answer_of_many_in_parallel_is_recorded(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """Calls that run side by side, with no span around them, are all told."""

    async def work() -> None:
        await asyncio.gather(*(async_call.ask_async(client) for _ in range(8)))

    async_call.run(work())

    assert 8 == len(telemetry.spans)
    assert 8 == len(telemetry.events("gemini.usage"))
    assert gemini.totals() == counted(telemetry)
