"""What stands behind the instrumentation: OpenTelemetry's SDK with exporters that do nothing."""

from dataclasses import dataclass
from typing import Any, Final

from tests.bench._plan import API_ONLY, SAMPLED_OUT


@dataclass(slots=True)
class Emitted:
    """What came out at the far end.

    Attributes:
        spans: Finished, sampled spans.
        attributes: Attributes on them.
        events: Log records.
    """

    spans: int = 0
    attributes: int = 0
    events: int = 0


EMITTED: Final = Emitted()


def set_up(pipeline: str) -> Any:
    """Installs the global providers of a pipeline.

    Returns:
        The metric reader, which nothing reads while calls are measured, or `None`.
    """
    return None if pipeline == API_ONLY else _set_up_sdk(is_sampled=pipeline != SAMPLED_OUT)


def _set_up_sdk(*, is_sampled: bool) -> Any:
    from opentelemetry import _logs, metrics, trace
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON

    spans = TracerProvider(sampler=ALWAYS_ON if is_sampled else ALWAYS_OFF)
    spans.add_span_processor(_make_span_sink())
    trace.set_tracer_provider(spans)
    reader = InMemoryMetricReader()
    metrics.set_meter_provider(MeterProvider([reader]))
    logs = LoggerProvider()
    logs.add_log_record_processor(_make_log_sink())
    _logs.set_logger_provider(logs)
    return reader


def _make_span_sink() -> Any:
    from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor

    class SpanSink(SpanProcessor):
        def on_end(self, span: ReadableSpan) -> None:
            EMITTED.spans += 1
            EMITTED.attributes += len(span.attributes or ())

    return SpanSink()


def _make_log_sink() -> Any:
    from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord

    class LogSink(LogRecordProcessor):
        def on_emit(self, log_record: ReadWriteLogRecord) -> None:
            del log_record
            EMITTED.events += 1

        def shutdown(self) -> None:
            pass

        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            del timeout_millis
            return True

    return LogSink()


def count_records(reader: Any) -> tuple[int, int]:
    """How many values histograms got, and how many series counters have."""
    data = reader.get_metrics_data() if reader else None
    points = [
        point
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics
        for point in metric.data.data_points
    ]
    counts = [point.count for point in points if hasattr(point, "count")]
    return sum(counts), len(points) - len(counts)
