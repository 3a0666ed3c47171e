"""Instrumentation can be switched on and off, by several, in any order, and counts on."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wrapt
from google.genai.models import Models
from opentelemetry.instrumentation.utils import unwrap
from opentelemetry.sdk.metrics import Counter, MeterProvider, ObservableCounter
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader

from gemini_otel._instrumentor import GeminiInstrumentor
from gemini_otel._switch import instrument, uninstrument
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller
from tests.targets import identify_all


def test_instrumenting_twice_wraps_once(client: Any, telemetry: Telemetry) -> None:
    """The second `instrument()` changes nothing: one span a call."""
    before = identify_all()

    instrument()
    client.models.generate_content(model=MODEL, contents="x")

    assert before == identify_all()
    assert 1 == len(telemetry.spans)


def test_uninstrumenting_twice_is_fine() -> None:
    """The second `uninstrument()` changes nothing, and neither does one without a first."""
    before = identify_all()
    uninstrument()
    instrument()
    uninstrument()

    uninstrument()

    assert before == identify_all()


def test_both_switches_are_one(client: Any) -> None:
    """OpenTelemetry's form of the switch and ours know of each other."""
    before = identify_all()
    GeminiInstrumentor().instrument()
    uninstrument()
    GeminiInstrumentor().instrument()

    during = identify_all()
    GeminiInstrumentor().uninstrument()

    assert before != during
    assert before == identify_all()


def test_clients_made_before_are_observed(call: Caller, gemini: FakeGemini) -> None:
    """A client made before `instrument()` is observed, and no more after uninstrumenting."""
    client = gemini.client()
    reader = InMemoryMetricReader()
    instrument(meter_provider=MeterProvider(metric_readers=[reader]))
    call.ask(client)
    uninstrument()

    call.ask(client)

    assert 19 == _read(reader)["gemini.client.tokens"]


@pytest.fixture
def other() -> Iterator[Callable[[], Any]]:
    """Wraps `Models._generate_content` as another instrumentation does."""
    original = Models.__dict__["_generate_content"]

    def pass_on(wrapped: Any, _instance: object, args: Any, kwargs: Any) -> Any:
        return wrapped(*args, **kwargs)

    def wrap() -> Any:
        place: Any = wrapt.wrap_function_wrapper
        place("google.genai.models", "Models._generate_content", pass_on)
        return Models.__dict__["_generate_content"]

    yield wrap
    uninstrument()
    Models._generate_content = original  # type: ignore[method-assign]


def test_below_another_wrapper_ours_passes_through(
    client: Any, other: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Where somebody wrapped ours, theirs stays, ours goes quiet, and a log line says so."""
    reader = InMemoryMetricReader()
    instrument(meter_provider=MeterProvider(metric_readers=[reader]))
    theirs = other()

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()
    client.models.generate_content(model=MODEL, contents="x")

    assert theirs is Models.__dict__["_generate_content"]
    assert {} == _read(reader)
    assert 1 == len(caplog.records)
    assert "Models._generate_content" in caplog.text


def test_below_another_wrapper_ours_wakes_up_again(client: Any, other: Any) -> None:
    """Instrumenting again uses the wrapper that is still there: one span, not two."""
    reader = InMemoryMetricReader()
    provider = MeterProvider(metric_readers=[reader])
    instrument(meter_provider=provider)
    other()
    uninstrument()

    instrument(meter_provider=provider)
    client.models.generate_content(model=MODEL, contents="x")

    assert 19 == _read(reader)["gemini.client.tokens"]


def test_a_wrapper_taken_by_another_is_placed_again(
    client: Any, other: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An instrumentation below us that unwraps takes ours off; we notice and wrap again."""
    other()
    reader = InMemoryMetricReader()
    provider = MeterProvider(metric_readers=[reader])
    instrument(meter_provider=provider)
    unwrap(Models, "_generate_content")

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()
    instrument(meter_provider=provider)
    client.models.generate_content(model=MODEL, contents="x")

    assert [] == caplog.records
    assert 19 == _read(reader)["gemini.client.tokens"]


def _read(reader: InMemoryMetricReader) -> dict[str, float]:
    data: Any = reader.get_metrics_data()
    metrics = [
        metric
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics
    ]
    totals = [one for one in metrics if one.name.startswith("gemini.client.")]
    return {one.name: sum(point.value for point in one.data.data_points) for one in totals}


_DELTA = {
    Counter: AggregationTemporality.DELTA,
    ObservableCounter: AggregationTemporality.DELTA,
}


@pytest.mark.parametrize(
    ("temporality", "totals"),
    [(None, [19, 19, 38]), (_DELTA, [19, 0, 19])],
    ids=["cumulative", "delta"],
)
def test_counting_goes_on_after_a_pause(client: Any, temporality: Any, totals: list[int]) -> None:
    """Totals go on from where they were, without a jump and without a step back."""
    reader = InMemoryMetricReader(preferred_temporality=temporality)
    provider = MeterProvider(metric_readers=[reader])
    counted: list[float] = []
    for is_on in (True, False, True):
        if is_on:
            instrument(meter_provider=provider)
        client.models.generate_content(model=MODEL, contents="x")
        counted.append(_read(reader).get("gemini.client.tokens", 0))
        uninstrument()

    assert totals == counted
