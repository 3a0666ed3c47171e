"""What metric readers get: each the same totals, and a zero first where it can be."""

import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

import pytest
from opentelemetry.sdk.metrics import MeterProvider, ObservableCounter
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_telemetry
from tests.shapes import MODEL
from tests.signals.checking import numbers, read_metrics


T = TypeVar("T")

_CALLS: Final = "gemini.client.calls"
_TOKENS: Final = "gemini.client.tokens"


def _totals(reader: InMemoryMetricReader) -> dict[str, float]:
    """What one reader sees of two totals, since its last look if it wants deltas."""
    return {
        metric.name: sum(point.value for point in numbers(metric))
        for metric in read_metrics(reader)
        if metric.name in (_CALLS, _TOKENS)
    }


def _in_ticker(work: Callable[[], T]) -> T:
    """The result of work in a daemon thread, where periodic readers and scrapes run."""
    results: list[T] = []
    thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
    thread.start()
    thread.join()
    return results[0]


@pytest.fixture
def ask(gemini: FakeGemini) -> Callable[[], None]:
    """One call of 12 prompt and 7 answer tokens."""
    client: Any = gemini.client()
    return lambda: client.models.generate_content(model=MODEL, contents="Hello?")


def test_two_readers_see_the_same(ask: Callable[[], None]) -> None:
    """Totals are not used up by the first who looks."""
    first, second = InMemoryMetricReader(), InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([first, second])):
        ask()

        assert {_CALLS: 1, _TOKENS: 19} == _totals(first) == _totals(second)


def test_a_reader_that_looks_twice_sees_the_same_total(ask: Callable[[], None]) -> None:
    """A total that did not grow is told again."""
    reader = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([reader])):
        ask()

        assert {_CALLS: 1, _TOKENS: 19} == _totals(reader) == _totals(reader)


def test_a_reader_of_deltas_sees_what_was_added(ask: Callable[[], None]) -> None:
    """Each step is what happened since the one before, and never negative."""
    delta = InMemoryMetricReader({ObservableCounter: AggregationTemporality.DELTA})
    cumulative = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([delta, cumulative])):
        ask()
        first = _totals(delta)
        _totals(cumulative)
        ask()
        ask()
        second = _totals(delta)

        assert ({_CALLS: 1, _TOKENS: 19}, {_CALLS: 2, _TOKENS: 38}) == (first, second)
        assert {_CALLS: 3, _TOKENS: 57} == _totals(cumulative)


def test_a_ticker_sees_a_zero_first(ask: Callable[[], None]) -> None:
    """In a thread that ticks another reading is sure to follow, so the first value waits."""
    reader = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([reader]), first_value_hold_s=60):
        ask()

        assert {_CALLS: 0, _TOKENS: 0} == _in_ticker(lambda: _totals(reader))
        assert {_CALLS: 1, _TOKENS: 19} == _totals(reader)


def test_a_ticker_sees_the_value_after_its_zero(ask: Callable[[], None]) -> None:
    """Behind a hold that is over at once comes the total."""
    reader = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([reader]), first_value_hold_s=1e-9):
        ask()
        seen = [_in_ticker(lambda: _totals(reader))[_CALLS] for _ in range(2)]

    assert [0, 1] == seen


def test_a_hold_of_zero_switches_the_zero_off(ask: Callable[[], None]) -> None:
    """Who counts with deltas needs no zero, and can have every value at once."""
    reader = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([reader]), first_value_hold_s=0):
        ask()

        assert {_CALLS: 1, _TOKENS: 19} == _in_ticker(lambda: _totals(reader))


def test_the_last_reading_of_a_ticker_has_the_value(ask: Callable[[], None]) -> None:
    """A provider that shuts down reads no more, in whatever thread it does."""
    seen: list[dict[str, float]] = []

    class LastReader(InMemoryMetricReader):
        def shutdown(self, timeout_millis: float = 30_000, **kwargs: Any) -> None:
            seen.append(_totals(self))
            base: Any = super()
            base.shutdown(timeout_millis, **kwargs)

    provider = MeterProvider([LastReader()])
    with record_telemetry(meter_provider=provider):
        ask()
        _in_ticker(provider.shutdown)

    assert [{_CALLS: 1, _TOKENS: 19}] == seen


def test_counting_goes_on_where_it_was(ask: Callable[[], None]) -> None:
    """Between two activations on one provider nothing is counted, and nothing jumps."""
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader])
    with record_telemetry(meter_provider=provider):
        ask()
    ask()
    with record_telemetry(meter_provider=provider):
        ask()

        assert {_CALLS: 2, _TOKENS: 38} == _totals(reader)


def test_views_that_drop_attributes_add_up(ask: Callable[[], None]) -> None:
    """Whoever keeps only the kind of token still gets every token."""
    from opentelemetry.sdk.metrics.view import View

    reader = InMemoryMetricReader()
    view = View(instrument_name=_TOKENS, attribute_keys={"gemini.token.kind"})
    with record_telemetry(meter_provider=MeterProvider([reader], views=[view])):
        ask()

        (metric,) = [one for one in read_metrics(reader) if one.name == _TOKENS]
    assert {("uncached_prompt", 12), ("candidates", 7)} == {
        (dict(point.attributes or {})["gemini.token.kind"], point.value)
        for point in numbers(metric)
    }
