"""Usage in a stream is a running total: the last word of each count holds, and nothing is added."""

from typing import Any

import pytest

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.tokens import FULL, FULL_SPLIT, counted, counted_split, told_split


_ANSWER = [parts.thought("One."), parts.thought("Two."), "Three.", "Four."]
_WAYS: dict[str, dict[str, Any]] = {
    "every chunk": {"usage_on": "every"},
    "the last chunk": {"usage_on": "last"},
    "a chunk of its own": {"usage_apart": True},
    "only a chunk of its own": {"usage_on": "last", "usage_apart": True},
    "one chunk": {"chunks": 1},
    "many chunks": {"chunks": 40},
}


def _chunk(text: str = "", **usage: int) -> dict[str, Any]:
    """A chunk with some text, if any, and with some counts under the wire's names."""
    content = {"role": "model", "parts": [{"text": text}]}
    said = [{"content": content, "index": 0}] if text else None
    return {"candidates": said, "usageMetadata": usage}


def _lacking(*counts: str, **details: dict[str, int]) -> Reply:
    """Two chunks, of which the last leaves out some of the usage that the first one has."""
    usage = {"prompt": 3, "candidates": 8, **details}
    return Reply("abcdefgh", chunks=2, usage=usage, last_usage_lacks=counts)


@pytest.mark.parametrize("way", _WAYS)
def test_usage_is_counted_wherever_it_comes(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any, way: str
) -> None:
    """It makes no difference which chunks of a stream carry usage."""
    options: dict[str, Any] = {"chunks": 4, **_WAYS[way]}
    gemini.queue(Reply(_ANSWER, usage=FULL, **options))

    stream_call.ask(client)

    assert FULL_SPLIT == counted_split(telemetry)
    assert FULL_SPLIT == told_split(telemetry.event("gemini.usage"))
    assert telemetry.event("gemini.usage").attributes["gemini.usage.complete"] is True


def test_thoughts_are_not_added_again_at_each_chunk(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Chunks without a candidates count repeat the thoughts; they count once."""
    gemini.queue(
        Reply(
            chunks=[
                _chunk("a", promptTokenCount=6, thoughtsTokenCount=13, totalTokenCount=19),
                _chunk("b", promptTokenCount=6, thoughtsTokenCount=13, totalTokenCount=19),
                _chunk("c", promptTokenCount=6, thoughtsTokenCount=13, totalTokenCount=19),
            ]
        )
    )

    stream_call.ask(client)

    assert {"uncached_prompt": 6, "cached": 0, "tool_use": 0, "candidates": 0, "thoughts": 13} == (
        counted(telemetry)
    )


def test_a_count_that_the_last_chunk_lacks_is_kept(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """The last usage may leave a count out that an earlier one had; tokens are not unwritten."""
    gemini.queue(
        Reply(
            chunks=[
                _chunk("a", promptTokenCount=9, candidatesTokenCount=4, totalTokenCount=13),
                _chunk("b", promptTokenCount=9, thoughtsTokenCount=5, totalTokenCount=18),
            ]
        )
    )

    stream_call.ask(client)

    assert {"uncached_prompt": 9, "cached": 0, "tool_use": 0, "candidates": 4, "thoughts": 5} == (
        counted(telemetry)
    )


def test_a_last_chunk_without_a_candidates_count_loses_nothing(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """What the server served is what is counted, whichever kinds it named at the end."""
    gemini.queue(Reply("abcdefgh", chunks=4, last_usage_lacks=["candidates"]))

    stream_call.ask(client)

    assert gemini.totals() == counted(telemetry)
    assert 19 == telemetry.total("gemini.client.tokens")


def test_details_stay_with_their_count(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A count that is kept from an earlier chunk keeps its modalities."""
    gemini.queue(_lacking("candidates", "candidates_details", candidates_details={"AUDIO": 8}))

    stream_call.ask(client)

    assert {
        "uncached_prompt": {"unknown": 3},
        "candidates": {"audio": 4},
        "unknown": {"unknown": 4},
    } == counted_split(telemetry)


def test_a_total_that_shrinks_is_believed(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A later usage corrects an earlier one downwards too."""
    gemini.queue(
        Reply(
            chunks=[
                _chunk("a", promptTokenCount=90, candidatesTokenCount=40, totalTokenCount=130),
                _chunk("b", promptTokenCount=80, candidatesTokenCount=30, totalTokenCount=110),
            ]
        )
    )

    stream_call.ask(client)

    assert 110 == telemetry.total("gemini.client.tokens")
    assert {"uncached_prompt": 80, "candidates": 30} == {
        kind: sum(split.values()) for kind, split in counted_split(telemetry).items()
    }


def test_an_empty_usage_at_the_end_takes_nothing_back(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A last chunk with a usage that names no count leaves the counts as they were."""
    gemini.queue(
        Reply(
            chunks=[
                _chunk("a", promptTokenCount=9, candidatesTokenCount=4, totalTokenCount=13),
                _chunk(),
            ]
        )
    )

    stream_call.ask(client)

    assert 13 == telemetry.total("gemini.client.tokens")


def test_a_stream_that_never_reports_usage_is_incomplete(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """No usage is not zero usage, and the event says that it is missing."""
    gemini.queue(Reply("abc", usage_on="never"))

    stream_call.ask(client)

    event = telemetry.event("gemini.usage")
    assert event.attributes["gemini.usage.complete"] is False
    assert {} == told_split(event)


def test_chunks_without_candidates_are_no_answers(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A stream of nothing but usage is recorded, and has no first answer."""
    gemini.queue(Reply(chunks=[_chunk(promptTokenCount=5, totalTokenCount=5)]))

    stream_call.ask(client)

    span = telemetry.span("generate_content")
    assert "gen_ai.response.time_to_first_chunk" in span.attributes
    assert "gemini.stream.time_to_first_answer" not in span.attributes
    assert 5 == telemetry.total("gemini.client.tokens")


def test_an_equal_count_without_details_keeps_those_it_had(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A last chunk that repeats a count need not repeat the modalities of it."""
    gemini.queue(_lacking("prompt_details", prompt_details={"IMAGE": 3}))

    stream_call.ask(client)

    assert {"image": 3} == counted_split(telemetry)["uncached_prompt"]
