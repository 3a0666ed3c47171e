"""The pace of a stream: its first chunk, its first answer, and the time between chunks."""

import time
from typing import Any

import pytest

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller


_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk"
_FIRST_ANSWER = "gemini.stream.time_to_first_answer"
_PER_CHUNK = "gemini.stream.time_per_output_chunk"
_NANOSECOND = 1e-9


def _seconds(telemetry: Telemetry) -> float:
    span = telemetry.span("generate_content")
    return (span.end_ns - span.start_ns) * _NANOSECOND


def test_the_first_chunk_comes_before_the_end(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """The time to the first chunk is a part of the call's, and the chunks fill only the rest."""
    gemini.queue(Reply("abcdefgh", chunks=4))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert 4 == said["gemini.stream.chunks"]
    assert 0 < said[_FIRST_CHUNK] < _seconds(telemetry)
    assert said[_FIRST_CHUNK] + 3 * said[_PER_CHUNK] <= _seconds(telemetry) + _NANOSECOND


def test_the_first_answer_comes_after_thinking(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Chunks of thoughts are no answer yet."""
    gemini.queue(Reply([parts.thought("hm"), parts.thought("hm"), "Paris."], chunks=3))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert said[_FIRST_CHUNK] < said[_FIRST_ANSWER] < _seconds(telemetry)


def test_without_thinking_the_first_chunk_is_the_first_answer(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Both times are then one and the same."""
    gemini.queue(Reply("Paris is in France.", chunks=3))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert said[_FIRST_CHUNK] == said[_FIRST_ANSWER]


@pytest.mark.parametrize(
    "part", [parts.function_call("look_up"), parts.inline_data(b"png"), parts.code("1 + 1")]
)
def test_an_answer_need_not_be_text(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any, part: Any
) -> None:
    """A function call, an image or a program ends the thinking as well."""
    gemini.queue(Reply([parts.thought("hm"), part], chunks=2))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert said[_FIRST_CHUNK] < said[_FIRST_ANSWER]


def test_a_stream_of_thoughts_has_no_first_answer(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Where thinking was all, no time is made up, and the answer is said to be empty."""
    gemini.queue(Reply([parts.thought("hm"), parts.thought("mm")], chunks=2))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert _FIRST_ANSWER not in said
    assert said["gemini.output.empty"] is True


def test_one_chunk_has_no_time_between_chunks(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """There is nothing to measure from one chunk to the next."""
    gemini.queue(Reply("abc", chunks=1))

    stream_call.ask(client)

    assert _PER_CHUNK not in telemetry.span("generate_content").attributes
    assert [] == telemetry.points("gen_ai.client.operation.time_per_output_chunk")


def test_histograms_get_one_value_a_stream(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """However many chunks there are, the value is the span's."""
    gemini.queue(Reply("abcdefghijklmnop", chunks=12))

    stream_call.ask(client)

    (first,) = telemetry.points("gen_ai.client.operation.time_to_first_chunk")
    (between,) = telemetry.points("gen_ai.client.operation.time_per_output_chunk")
    said = telemetry.span("generate_content").attributes
    assert (1, said[_FIRST_CHUNK]) == (first.count, first.value)
    assert (1, said[_PER_CHUNK]) == (between.count, between.value)


def test_a_whole_answer_has_no_pace(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, client: Any
) -> None:
    """Nothing about chunks is said of what did not stream."""
    whole_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert {"gen_ai.request.stream", _FIRST_CHUNK, _FIRST_ANSWER, _PER_CHUNK}.isdisjoint(said)
    assert not {name for name in telemetry.metric_names if "chunk" in name}


def test_a_span_lasts_as_long_as_its_stream(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """The span begins with the first step, not when the stream is made, and ends with the last."""
    gemini.queue(Reply("abc", chunks=3))
    stream = stream_call.open(client)
    before_first = time.time_ns()
    next(stream)
    next(stream)
    before_last = time.time_ns()

    assert 1 == len(list(stream))

    span = telemetry.span("generate_content")
    assert before_first <= span.start_ns < before_last < span.end_ns


def test_the_duration_metric_is_the_span_duration(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """One call, one value, and the same on both signals."""
    call.ask(client)

    (duration,) = telemetry.points("gen_ai.client.operation.duration")
    assert 1 == duration.count
    assert pytest.approx(_seconds(telemetry), abs=2 * _NANOSECOND) == duration.value


def test_an_empty_stream_is_recorded(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A stream that ends before its first chunk has a span, without a first chunk."""
    gemini.queue(Reply(chunks=[]))

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert (0, "exhausted") == (said["gemini.stream.chunks"], said["gemini.stream.end"])
    assert _FIRST_CHUNK not in said
