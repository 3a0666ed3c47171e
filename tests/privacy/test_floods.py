"""A server that makes up words without end fills neither the metrics nor the memory."""

import gc
import sys
import tracemalloc
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest
from google.genai.errors import APIError
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

import gemini_otel
from gemini_otel import _log
from gemini_otel._call import Request
from gemini_otel._metrics import CALLS
from gemini_otel._signals._labels import LabelSets
from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.faults.pipe import Bytes, Pipe
from tests.privacy.hostile import TOKENS, flood
from tests.signals.checking import read_metrics


pytestmark = pytest.mark.filterwarnings("ignore:.* is not a valid :UserWarning")

_CALLS: Final = 2_400
_MOST_SERIES: Final = 2_000
_MEGABYTE: Final = 1_000_000
_MOST_HELD: Final = 16 * _MEGABYTE


def _ask(client: Any, pipe: Pipe, count: int) -> None:
    """Calls of as many models, tenants and answers."""
    for number, answer in enumerate(flood(count)):
        pipe.answer = answer
        with gemini_otel.attribution(tenant=f"t{number}"), suppress(APIError):
            client.models.generate_content(model=f"asked-{number}", contents="?")


class _Flooded:
    """What is left of a flood."""

    def __init__(self, points: dict[str, list[Any]], held: int, said: int) -> None:
        self.points = points
        self.held = held
        self.said = said

    def total(self, metric: str) -> float:
        """The sum over all series."""
        return sum(getattr(one, "value", getattr(one, "sum", 0)) for one in self.points[metric])


def _measure_ours() -> int:
    """The bytes that were allocated in our lines and are still there."""
    gc.collect()
    ours = tracemalloc.Filter(inclusive=True, filename_pattern="*/gemini_otel/*")
    of_tests = tracemalloc.Filter(inclusive=False, filename_pattern="*/gemini_otel/testing/*")
    taken = tracemalloc.take_snapshot().filter_traces([ours, of_tests])
    return sum(one.size for one in taken.traces)


@pytest.fixture(scope="module")
def flooded() -> Iterator[_Flooded]:
    """2,400 answers have come, none like another."""
    pipe = Pipe(Bytes([b"{}"]))
    client = pipe.connect()
    reader = InMemoryMetricReader()
    settings: dict[str, Any] = {
        "meter_provider": MeterProvider([reader], shutdown_on_exit=False),
        "metric_attribution_keys": ["tenant"],
        "metric_attribution_values": 1_000_000,
        "semconv": "both",
        # Spans and events are made, and kept by nobody.
        "tracer_provider": TracerProvider(ALWAYS_ON, shutdown_on_exit=False),
        "logger_provider": LoggerProvider(shutdown_on_exit=False),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with record_telemetry(**settings):
            tracemalloc.start(1)
            before = _measure_ours()
            _ask(client, pipe, _CALLS)
            held = _measure_ours() - before
            tracemalloc.stop()
            points = {one.name: list(one.data.data_points) for one in read_metrics(reader)}
            yield _Flooded(points, held, len(_log._said))  # pyright: ignore[reportPrivateUsage] - its size


def test_every_instrument_stays_below_two_thousand_series(flooded: _Flooded) -> None:
    """Whatever the SDK's own limit is; older ones have none."""
    series = {metric: len(points) for metric, points in flooded.points.items()}

    assert {} == {metric: count for metric, count in series.items() if count >= _MOST_SERIES}
    assert series["gemini.client.tokens"] > _MOST_SERIES // 2


def test_what_was_served_is_what_all_series_sum_to(flooded: _Flooded) -> None:
    """What is too many is merged, and never lost."""
    billed = _CALLS * 3 // 4

    assert _CALLS == flooded.total("gemini.client.calls")
    assert billed * TOKENS == flooded.total("gemini.client.tokens")
    assert billed == flooded.total("gemini.client.unpriced")
    assert billed * TOKENS == flooded.total("gen_ai.client.token.usage")
    durations = flooded.points["gen_ai.client.operation.duration"]
    assert _CALLS == sum(point.count for point in durations)


def test_the_memory_that_we_hold_is_bounded(flooded: _Flooded) -> None:
    """All caches and series together; a megabyte is a million bytes."""
    sys.stdout.write(f"\nheld after {_CALLS:,} answers: {flooded.held / _MEGABYTE:.1f} MB\n")

    assert flooded.held < _MOST_HELD


def test_log_lines_do_not_come_without_end(flooded: _Flooded) -> None:
    """A thousand different ones, and no more."""
    assert flooded.said <= 1_000


def test_tools_without_end_stay_below_two_thousand_series(
    gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A program may make a tool for each call."""
    client: Any = gemini.client()
    count = _MOST_SERIES + 100

    def ask(first: int) -> None:
        tools = [_make_tool(number) for number in range(first, first + 100)]
        calls = [parts.function_call(tool.__name__) for tool in tools]
        gemini.queue(Reply(calls), "Done.")
        client.models.generate_content(model="m", contents="?", config={"tools": tools})

    for first in range(0, count, 100):
        ask(first)

    points = telemetry.points("gen_ai.execute_tool.duration")
    assert _MOST_SERIES // 2 < len(points) < _MOST_SERIES
    assert count == sum(point.count for point in points)


def _make_tool(number: int) -> Any:
    def tool() -> str:
        """Does."""
        return "done"

    tool.__name__ = f"tool_{number}"
    return tool


def test_the_lines_of_all_sets_together_are_bounded() -> None:
    """An endpoint could make up 256 reasons for each of 900 models that it made up."""
    sets = LabelSets()
    made = [
        sets.find(Request("generate_content", "gcp.gemini", f"m{number}"), None, ())
        for number in range(100)
    ]
    for labels in made:
        for number in range(256):
            labels.line(CALLS, None, f"r{number}")

    kept = sum(len(labels._lines) for labels in made)  # pyright: ignore[reportPrivateUsage] - their number
    assert 20_000 == kept
