"""Records what the instrumentation emits, as plain values that tests compare."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import format_span_id, format_trace_id

from gemini_otel._switch import instrument, uninstrument


T = TypeVar("T")
Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedSpan:
    """A finished span.

    Attributes:
        name: Such as `generate_content gemini-3.5-flash`.
        kind: `CLIENT` or `INTERNAL`.
        attributes: Sequences are tuples.
        status: `UNSET` or `ERROR`.
        description: The status's description.
        trace_id: 32 hexadecimal digits.
        span_id: 16 hexadecimal digits.
        parent_id: The parent's span id, if it has one.
        start_ns: Nanoseconds since 1970.
        end_ns: Nanoseconds since 1970.
        events: Names of the span's own events; there should be none.
    """

    name: str
    kind: str
    attributes: Attributes
    status: str
    description: str | None
    trace_id: str
    span_id: str
    parent_id: str | None
    start_ns: int
    end_ns: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """A log record that has an event name.

    Attributes:
        name: Such as `gemini.usage`.
        attributes: Nested values as they were emitted.
        severity: `INFO`, `WARN` and so on.
        trace_id: Of the span it belongs to, 32 hexadecimal digits.
        span_id: Of the span it belongs to, 16 hexadecimal digits.
    """

    name: str
    attributes: Attributes
    severity: str
    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True)
class RecordedPoint:
    """One series of one metric.

    Attributes:
        attributes: What tells the series from the metric's others.
        value: The total of a counter, the sum of a histogram.
        count: How many values a histogram got; 1 for a counter.
    """

    attributes: Attributes
    value: float
    count: int = 1


class Telemetry:
    """Everything recorded so far."""

    def __init__(
        self,
        spans: InMemorySpanExporter,
        reader: InMemoryMetricReader,
        logs: InMemoryLogRecordExporter,
    ) -> None:
        self._spans = spans
        self._reader = reader
        self._logs = logs

    @property
    def spans(self) -> list[RecordedSpan]:
        """The finished spans, in the order of their ends."""
        return [_read_span(span) for span in self._spans.get_finished_spans()]

    def span(self, name: str = "") -> RecordedSpan:
        """The only span whose name begins so.

        Args:
            name: The beginning of a name.

        Returns:
            The span.

        Raises:
            LookupError: There is none, or more than one.
        """
        found = [span for span in self.spans if span.name.startswith(name)]
        return _only(found, f"span named {name!r}", [span.name for span in self.spans])

    def events(self, name: str = "") -> list[RecordedEvent]:
        """The events whose names begin so, in their order."""
        records = [record.log_record for record in self._logs.get_finished_logs()]
        events = [_read_event(record) for record in records if record.event_name]
        return [event for event in events if event.name.startswith(name)]

    def event(self, name: str) -> RecordedEvent:
        """The only event of a name.

        Args:
            name: Its whole name.

        Returns:
            The event.

        Raises:
            LookupError: There is none, or more than one.
        """
        found = [event for event in self.events() if event.name == name]
        return _only(found, f"event {name!r}", [event.name for event in self.events()])

    def points(self, metric: str, **attributes: Any) -> list[RecordedPoint]:
        """The series of a metric that have these attributes.

        Args:
            metric: Its name.
            **attributes: Names with dots are passed as `**{"gemini.token.kind": "cached"}`.

        Returns:
            Counters with their totals, histograms with sum and count.
        """
        points = [_read_point(point) for point in self._collect(metric)]
        return [point for point in points if attributes.items() <= point.attributes.items()]

    def total(self, metric: str, **attributes: Any) -> float:
        """The sum over the series of a metric that have these attributes."""
        return sum(point.value for point in self.points(metric, **attributes))

    @property
    def metric_names(self) -> list[str]:
        """The names of all metrics that have a series."""
        return sorted({metric.name for metric in self._metrics()})

    def clear(self) -> None:
        """Forgets spans and events; counters only grow."""
        self._spans.clear()
        self._logs.clear()

    def _collect(self, name: str) -> Iterator[Any]:
        for metric in self._metrics():
            if metric.name == name:
                yield from metric.data.data_points

    def _metrics(self) -> Iterator[Any]:
        data = self._reader.get_metrics_data()
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                yield from scope.metrics


@contextmanager
def record_telemetry(**settings: Any) -> Generator[Telemetry]:
    """Instruments the SDK for the length of the block and records what comes out.

    For tests of programs that call Gemini::

        with FakeGemini() as gemini, record_telemetry() as telemetry:
            my_program(gemini.client())
            assert 19 == telemetry.total("gemini.client.tokens")

    Providers of its own are used, so nothing reaches the app's. If the SDK is instrumented
    already, that is taken back first and stays so after the block.

    Args:
        **settings: As for `gemini_otel.instrument`.

    Yields:
        The telemetry, which stays readable after the block.
    """
    with record_beside(**settings) as telemetry:
        yield telemetry


@contextmanager
def record_beside(*processors: LogRecordProcessor, **settings: Any) -> Generator[Telemetry]:
    """The same, with log record processors that get everything as well."""
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    logs = InMemoryLogRecordExporter()  # type: ignore[no-untyped-call]  # it has no types
    tracing, metering = (
        TracerProvider(ALWAYS_ON, shutdown_on_exit=False),
        MeterProvider(metric_readers=[reader], shutdown_on_exit=False),
    )
    logging = LoggerProvider(shutdown_on_exit=False)
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    for processor in (SimpleLogRecordProcessor(logs), *processors):
        logging.add_log_record_processor(processor)
    providers: dict[str, Any] = {
        "tracer_provider": tracing,
        "meter_provider": metering,
        "logger_provider": logging,
        "first_value_hold_s": 0,  # a test sees every value at once, in whatever thread it runs
    }
    uninstrument()
    instrument(**{**providers, **settings})
    try:
        yield Telemetry(spans, reader, logs)
    finally:
        uninstrument()


def _only(found: Sequence[T], what: str, there: list[str]) -> T:
    if len(found) != 1:
        raise LookupError(f"expected one {what}, found {len(found)} among {there}")
    return found[0]


def _read_span(span: ReadableSpan) -> RecordedSpan:
    context = span.get_span_context()
    return RecordedSpan(
        name=span.name,
        kind=span.kind.name,
        attributes=dict(span.attributes or {}),
        status=span.status.status_code.name,
        description=span.status.description,
        trace_id=format_trace_id(context.trace_id) if context else "",
        span_id=format_span_id(context.span_id) if context else "",
        parent_id=format_span_id(span.parent.span_id) if span.parent else None,
        start_ns=span.start_time or 0,
        end_ns=span.end_time or 0,
        events=tuple(event.name for event in span.events),
    )


def _read_event(record: Any) -> RecordedEvent:
    return RecordedEvent(
        name=record.event_name,
        attributes=cast("Attributes", dict(record.attributes or {})),
        severity=record.severity_number.name,
        trace_id=format_trace_id(record.trace_id),
        span_id=format_span_id(record.span_id),
    )


def _read_point(point: Any) -> RecordedPoint:
    attributes = dict(point.attributes or {})
    if isinstance(point, HistogramDataPoint):
        return RecordedPoint(attributes, point.sum, point.count)
    return RecordedPoint(attributes, point.value)
