"""Everything that is emitted is what the conventions say, or is declared as ours."""

from collections.abc import Mapping
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.signals.checking import (
    find_event_faults,
    find_metric_faults,
    find_span_faults,
    find_start_faults,
    read_metrics,
)
from tests.signals.repertoire import KINDS, Kind


class _Witness(Sampler):
    """Samples everything and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Mapping[str, Any]]] = []

    def should_sample(  # noqa: PLR0917 - the parameters are the SDK's
        self,
        parent_context: Any,
        trace_id: int,
        name: str,
        kind: Any = None,
        attributes: Any = None,
        links: Any = None,
        trace_state: Any = None,
    ) -> SamplingResult:
        del parent_context, trace_id, kind, links, trace_state
        self.told.append((name, dict(attributes or {})))
        return SamplingResult(Decision.RECORD_AND_SAMPLE, attributes)

    def get_description(self) -> str:
        return "witness"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind of call."""
    return KINDS[request.param]


def test_spans_and_events_conform(gemini: FakeGemini, telemetry: Telemetry, kind: Kind) -> None:
    """Names, kinds, statuses, attributes and value types are those of the conventions."""
    kind(gemini)

    assert telemetry.spans
    assert [] == [fault for span in telemetry.spans for fault in find_span_faults(span)]
    assert [] == [fault for event in telemetry.events() for fault in find_event_faults(event)]


@pytest.mark.parametrize("semconv", ["v1.41", "latest"])
def test_metrics_conform(gemini: FakeGemini, kind: Kind, semconv: str) -> None:
    """Instruments, units, buckets and the attributes of each point are those of the conventions."""
    reader = InMemoryMetricReader()
    with record_telemetry(meter_provider=MeterProvider([reader]), semconv=semconv):
        kind(gemini)
        metrics = read_metrics(reader)

    assert metrics
    assert [] == [fault for metric in metrics for fault in find_metric_faults(metric)]


def test_samplers_are_told_what_they_decide_on(gemini: FakeGemini, kind: Kind) -> None:
    """Operation, provider, model and server are there when the span starts, not later."""
    witness = _Witness()
    with record_telemetry(tracer_provider=TracerProvider(sampler=witness)):
        kind(gemini)

    assert witness.told
    assert [] == [fault for name, told in witness.told for fault in find_start_faults(name, told)]


def test_captured_content_conforms(gemini: FakeGemini, kind: Kind) -> None:
    """With capture on, content is where the conventions have it, and on nothing else."""
    with record_telemetry(capture_content="SPAN_AND_EVENT") as telemetry:
        kind(gemini)

    assert [] == [fault for span in telemetry.spans for fault in find_span_faults(span)]
    assert [] == [fault for event in telemetry.events() for fault in find_event_faults(event)]
