"""What `opentelemetry-instrument` finds under our names in OTEL_LOGS_EXPORTER."""

from collections.abc import Sequence
from typing import ClassVar

from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult

from gemini_otel import _log
from gemini_otel._semconv import EVENT_USAGE
from gemini_otel_exporters._automatic._joining import is_joined


class _Request(LogRecordExporter):
    """Exports nothing: the SDK puts every exporter behind a batch, which drops silently.

    That its name was said is enough: once everything is instrumented, the processor is added.
    """

    name: ClassVar[str]

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Says so if nobody added the processor."""
        if not is_joined(self.name) and any(
            one.log_record.event_name == EVENT_USAGE for one in batch
        ):
            _log.warn_once(
                "exporter_not_added",
                self.name,
                exporter=self.name,
                reason="the program was not started by opentelemetry-instrument",
                fix="call gemini_otel_exporters.setup()",
            )
        return LogRecordExportResult.SUCCESS

    def shutdown(self) -> None:
        """Ends nothing."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Has nothing to wait for."""
        del timeout_millis
        return True


class LedgerRequest(_Request):
    """Stands for `gemini_ledger`."""

    name = "gemini_ledger"


class ConsoleRequest(_Request):
    """Stands for `gemini_console`."""

    name = "gemini_console"
