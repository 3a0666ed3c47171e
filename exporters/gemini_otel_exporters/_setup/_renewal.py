"""Exporters that a forked child makes anew, so that it shares no connection with its parent."""

import os
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult
from opentelemetry.sdk.metrics.export import (
    MetricExporter,
    MetricExportResult,
    MetricsData,
    ResourceMetrics,
)
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from gemini_otel._semconv import SCOPE
from gemini_otel_exporters._setup._gate import GATE


E = TypeVar("E")


class _Renewed(Generic[E]):
    """The exporter of this process, made when it first exports."""

    def __init__(self, make: Callable[[], E]) -> None:
        self._make = make
        self._made_in = os.getpid()
        self.exporter = make()

    def find(self) -> E:
        """The exporter; in a forked child one of its own."""
        if self._made_in != os.getpid():
            self.exporter, self._made_in = self._make(), os.getpid()
        return self.exporter


class RenewedSpanExporter(SpanExporter):
    """Exports spans by an exporter of this process."""

    def __init__(self, make: Callable[[], SpanExporter]) -> None:
        self._renewed = _Renewed(make)

    @property
    def wrapped_exporter(self) -> SpanExporter:
        """The exporter that this one stands for."""
        return self._renewed.exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Exports a batch."""
        with GATE.go_through():
            return self._renewed.find().export(spans)

    def shutdown(self) -> None:
        """Ends the exporter of this process."""
        self._renewed.find().shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Exports what the exporter itself has kept."""
        return self._renewed.find().force_flush(timeout_millis)


class RenewedLogRecordExporter(LogRecordExporter):
    """Exports events by an exporter of this process."""

    def __init__(self, make: Callable[[], LogRecordExporter]) -> None:
        self._renewed = _Renewed(make)

    @property
    def wrapped_exporter(self) -> LogRecordExporter:
        """The exporter that this one stands for."""
        return self._renewed.exporter

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Exports a batch."""
        with GATE.go_through():
            return self._renewed.find().export(batch)

    def shutdown(self) -> None:
        """Ends the exporter of this process."""
        ending: Any = self._renewed.find()
        ending.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Exports what the exporter itself has kept."""
        flush = getattr(self._renewed.find(), "force_flush", None)
        return bool(flush(timeout_millis)) if flush else True


class RenewedMetricExporter(MetricExporter):
    """Exports metrics by an exporter of this process.

    A child inherits its parent's provider, which repeats the parent's histograms there: no API can
    take them back. Where the child counts Gemini calls with a provider of its own, what the
    inherited one says of them is left out.

    Args:
        make: Makes the exporter.
        is_ours_elsewhere: Whether a child does. It is known before the fork, since the thread that
            collects is started again before anything of ours runs in the child.
    """

    def __init__(self, make: Callable[[], MetricExporter], *, is_ours_elsewhere: bool) -> None:
        self._renewed = _Renewed(make)
        self._made_in = os.getpid()
        self.is_ours_elsewhere = is_ours_elsewhere
        made: Any = self._renewed.exporter
        super().__init__(
            preferred_temporality=made._preferred_temporality,  # noqa: SLF001  # no other name
            preferred_aggregation=made._preferred_aggregation,  # noqa: SLF001  # no other name
        )

    @property
    def wrapped_exporter(self) -> MetricExporter:
        """The exporter that this one stands for."""
        return self._renewed.exporter

    def export(
        self, metrics_data: MetricsData, timeout_millis: float = 10_000, **kwargs: Any
    ) -> MetricExportResult:
        """Exports what was collected."""
        if self._made_in != os.getpid() and self.is_ours_elsewhere:
            metrics_data = _leave_ours_out(metrics_data)
            if not metrics_data.resource_metrics:
                return MetricExportResult.SUCCESS
        with GATE.go_through():
            exporter: Any = self._renewed.find()
            result: MetricExportResult = exporter.export(metrics_data, timeout_millis, **kwargs)
        return result

    def shutdown(self, timeout_millis: float = 30_000, **kwargs: Any) -> None:
        """Ends the exporter of this process."""
        exporter: Any = self._renewed.find()
        exporter.shutdown(timeout_millis, **kwargs)

    def force_flush(self, timeout_millis: float = 10_000) -> bool:
        """Exports what the exporter itself has kept."""
        return self._renewed.find().force_flush(timeout_millis)


def _leave_ours_out(data: MetricsData) -> MetricsData:
    kept = [
        ResourceMetrics(one.resource, others, one.schema_url)
        for one in data.resource_metrics
        if (others := [scope for scope in one.scope_metrics if scope.scope.name != SCOPE])
    ]
    return MetricsData(kept)
