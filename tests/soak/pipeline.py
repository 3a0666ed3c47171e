"""The real OpenTelemetry SDK as an app sets it up, with ends that count and keep nothing."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor, ReadWriteLogRecord
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    MetricExporter,
    MetricExportResult,
    MetricsData,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from gemini_otel.testing._totals import KINDS


EVERY_MS: Final = 2_000
"""How often metrics are collected."""

_NANO: Final = 10**9
_TOKENS: Final = "gemini.usage.tokens."
_COUNTERS: Final = {
    "gemini.client.calls": "calls",
    "gemini.client.retries": "retries",
    "gemini.client.blocked": "blocked",
    "gemini.client.unpriced": "unpriced",
    "gemini.client.grounding.queries": "searches",
}
_MONEY: Final = {
    "gemini.client.cost.usd": "nano-USD",
    "gemini.client.cache.savings.usd": "nano-USD saved",
}
OnEvent = Callable[[Any], object]


class _Spans(SpanProcessor):
    """Counts spans as they end: a batch may drop what it has no room for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ended = 0

    def on_end(self, span: ReadableSpan) -> None:
        del span
        with self._lock:
            self.ended += 1


class _SpanSink(SpanExporter):
    def __init__(self) -> None:
        self.exported = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.exported += len(spans)
        return SpanExportResult.SUCCESS


class _Events(LogRecordProcessor):
    """Counts usage events and what they say."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.figures: Counter[str] = Counter()
        self.listeners: list[OnEvent] = []

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        record = log_record.log_record
        if record.event_name == "gemini.usage":
            said = _read_event(record.attributes or {})
            with self._lock:
                self.figures.update(said)
        for listener in self.listeners:
            listener(log_record)

    def shutdown(self) -> None:
        pass

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        del timeout_millis
        return True


class _MetricSink(MetricExporter):
    """Keeps the newest collection, since counters only grow."""

    def __init__(self) -> None:
        super().__init__()
        self.newest: MetricsData | None = None
        self.collections = 0

    def export(
        self, metrics_data: MetricsData, timeout_millis: float = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        del timeout_millis, kwargs
        self.newest = metrics_data
        self.collections += 1
        return MetricExportResult.SUCCESS

    def shutdown(self, timeout_millis: float = 30_000, **kwargs: Any) -> None:
        pass

    def force_flush(self, timeout_millis: float = 10_000) -> bool:
        del timeout_millis
        return True


class Pipeline:
    """Three providers, and what came out of them."""

    def __init__(self, every_ms: float = EVERY_MS) -> None:
        self._spans, self._span_sink, self._events = _Spans(), _SpanSink(), _Events()
        self._metric_sink = _MetricSink()
        reader = PeriodicExportingMetricReader(self._metric_sink, every_ms)
        self.tracing = TracerProvider(shutdown_on_exit=False)
        self.tracing.add_span_processor(self._spans)
        self.tracing.add_span_processor(BatchSpanProcessor(self._span_sink))
        self.metering = MeterProvider([reader], shutdown_on_exit=False)
        self.logging = LoggerProvider(shutdown_on_exit=False)
        self.logging.add_log_record_processor(self._events)

    @property
    def providers(self) -> dict[str, Any]:
        """As `instrument()` takes them."""
        return {
            "tracer_provider": self.tracing,
            "meter_provider": self.metering,
            "logger_provider": self.logging,
        }

    def listen(self, listener: OnEvent) -> None:
        """Hands every event to a listener as well."""
        self._events.listeners.append(listener)

    def flush(self) -> None:
        """Sends out what waits."""
        self.tracing.force_flush()
        self.metering.force_flush()

    def shut_down(self) -> None:
        """Ends the threads of the providers."""
        for provider in (self.tracing, self.metering, self.logging):
            provider.shutdown()

    def read(self) -> dict[str, dict[str, int]]:
        """What each signal says of the calls so far, flushed before."""
        return {
            "counters": dict(_sum_up(self._points())),
            "events": dict(self._events.figures),
            "spans": {"spans": self._spans.ended},
        }

    def read_work(self) -> dict[str, int]:
        """What the pipeline itself did."""
        return {
            "spans exported in batches": self._span_sink.exported,
            "collections of metrics": self._metric_sink.collections,
        }

    def count_series(self) -> dict[str, int]:
        """How many series each instrument has."""
        return dict(Counter(metric for metric, _ in self._points()))

    def find_points(self, metric: str) -> list[Any]:
        """The series of one instrument."""
        return [point for name, point in self._points() if name == metric]

    def _points(self) -> Iterator[tuple[str, Any]]:
        data = self._metric_sink.newest
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    for point in metric.data.data_points:
                        yield metric.name, point


def _sum_up(points: Iterator[tuple[str, Any]]) -> Counter[str]:
    figures: Counter[str] = Counter()
    for metric, point in points:
        if metric in _COUNTERS:
            figures[_COUNTERS[metric]] += point.value
        if metric in _MONEY:
            figures[_MONEY[metric]] += round(point.value * _NANO)
        if metric == "gemini.client.tokens":
            figures[str(point.attributes.get("gemini.token.kind", "overflow"))] += point.value
        if metric == "gemini.client.calls" and "error.type" in point.attributes:
            figures["failed calls"] += point.value
        if metric == "gemini.internal.errors":
            figures["internal errors"] += point.value
    return figures


def _read_event(attributes: Any) -> Counter[str]:
    said = Counter({"usage events": 1, "nano-USD": attributes.get("gemini.cost.nano_usd", 0)})
    for name, tokens in attributes.items():
        if name.startswith(_TOKENS):
            said[name.split(".")[3]] += tokens
    return said


SAID: Final = {
    "counters": (
        "calls",
        "failed calls",
        "retries",
        "blocked",
        "unpriced",
        "searches",
        "internal errors",
        *KINDS,
        *_MONEY.values(),
    ),
    "events": ("usage events", "nano-USD", *KINDS),
    "spans": ("spans",),
}
"""What each signal is held to."""
