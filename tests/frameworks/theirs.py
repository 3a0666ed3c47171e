"""Records what others emit through the global providers, apart from what we do."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import Counter, Histogram, MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Sampler, SamplingResult


_SINCE: dict[type, AggregationTemporality] = {
    Counter: AggregationTemporality.DELTA,
    Histogram: AggregationTemporality.DELTA,
}


@dataclass(frozen=True, slots=True)
class Emitted:
    """What one scope emitted.

    Attributes:
        spans: The attributes of its spans.
        metrics: The names of its metrics that got a value.
    """

    spans: list[Mapping[str, Any]]
    metrics: frozenset[str]


class Switch(Sampler):
    """Samples everything or nothing, as it is set."""

    is_on = True

    def should_sample(self, *args: Any, **kwargs: Any) -> SamplingResult:
        """Decides as it is set."""
        return (ALWAYS_ON if self.is_on else ALWAYS_OFF).should_sample(*args, **kwargs)

    def get_description(self) -> str:
        """Its name."""
        return "Switch"


class Theirs:
    """The global providers of this process, for as long as it lives."""

    def __init__(self) -> None:
        self._sampler = Switch()
        self._spans = InMemorySpanExporter()
        self._reader = InMemoryMetricReader(preferred_temporality=_SINCE)
        tracing = TracerProvider(self._sampler, shutdown_on_exit=False)
        tracing.add_span_processor(SimpleSpanProcessor(self._spans))
        trace.set_tracer_provider(tracing)
        metrics.set_meter_provider(MeterProvider([self._reader], shutdown_on_exit=False))

    @contextmanager
    def sampling(self, *, is_on: bool) -> Generator[None]:
        """Within, spans are recorded, or not."""
        self._sampler.is_on = is_on
        yield
        self._sampler.is_on = True

    def take(self, scope: str) -> Emitted:
        """What the scope emitted since the last time somebody asked for any."""
        spans = self._spans.get_finished_spans()
        self._spans.clear()
        named = [span for span in spans if _name(span.instrumentation_scope) == scope]
        data = self._reader.get_metrics_data()
        resources = data.resource_metrics if data else ()
        scopes = [one for resource in resources for one in resource.scope_metrics]
        meters = [one for one in scopes if _name(one.scope) == scope]
        names = [metric.name for meter in meters for metric in meter.metrics]
        return Emitted([dict(span.attributes or {}) for span in named], frozenset(names))


def _name(scope: Any) -> str:
    return str(scope.name) if scope else ""
