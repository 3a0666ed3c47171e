"""A log record processor that keeps every billed response in a SQL database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord
from opentelemetry.sdk.resources import Resource

from gemini_otel import _durability
from gemini_otel._guard import keep_from_app
from gemini_otel._semconv import EVENT_USAGE, LOG_RECORD_UID, SCOPE
from gemini_otel._signals._identifiers import make_uid
from gemini_otel_exporters._ledger._keeper import Keeper
from gemini_otel_exporters._ledger._lines import FORM, write_line
from gemini_otel_exporters._ledger._location import find_durability, find_place


_UID_LENGTH: Final = 32
_ORIGIN: Final = ("service.name", "deployment.environment.name", "service.instance.id")


class LedgerProcessor(LogRecordProcessor):
    """Keeps each `gemini.usage` event in a SQL database: a row a response, a row an item billed.

    The event is in a file of this process before the call returns, so that a killed process loses
    nothing; a thread of ours moves it into the database, each event once. Other log records pass
    by. Add it to a logger provider:

        provider.add_log_record_processor(LedgerProcessor("costs.db"))

    Args:
        url: `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/DATABASE`, or the path of a SQLite
            file; unless given, `GEMINI_OTEL_LEDGER`, else `ledger.db` in the user's data folder.
        durable: Whether a response is on disk before the program gets it, so that it survives a
            power loss too, for 0.15 to 5 ms a call; unless given, `GEMINI_OTEL_LEDGER_DURABLE`.

    Attributes:
        place: Where the ledger is; its text has no password.

    Raises:
        ConfigurationError: No ledger can be there, or its driver is not installed.
    """

    def __init__(self, url: str | Path | None = None, *, durable: bool | None = None) -> None:
        is_durable = find_durability(durable)
        self.place = find_place(url)
        self._keeper = Keeper(self.place, durable=is_durable)
        self._resource: Resource | None = None
        self._origin: tuple[str | None, ...] = (None, None, None)
        if is_durable:
            _durability.add_settler(self._keeper.settle)

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Writes a usage event down; it never raises, and never waits for the database."""
        record = log_record.log_record
        if record.event_name != EVENT_USAGE:
            return
        try:
            scope = log_record.instrumentation_scope
            if scope is None or scope.name == SCOPE:
                self._write(log_record, record)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is not the app's
            keep_from_app(LedgerProcessor.on_emit, fault)

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Waits until every event so far is in the database.

        Args:
            timeout_millis: How long at most, in milliseconds.

        Returns:
            Whether they are; those that are not stay in the spool.
        """
        return bool(self._keeper.flush(timeout_millis / 1_000))

    def shutdown(self) -> None:
        """Moves what it can, and leaves the rest to the next process; further events too."""
        _durability.remove_settler(self._keeper.settle)
        self._keeper.end()

    def _write(self, log_record: ReadWriteLogRecord, record: Any) -> None:
        if log_record.resource is not self._resource:
            self._learn(log_record.resource)
        attributes: dict[str, Any] = record.attributes.copy()
        if len(attributes.get(LOG_RECORD_UID, "")) != _UID_LENGTH:  # a limit has cut it
            attributes[LOG_RECORD_UID] = make_uid()
        trace_id, span_id = record.trace_id, record.span_id
        line = (
            FORM,
            record.timestamp or record.observed_timestamp,
            f"{trace_id:032x}" if trace_id else None,
            f"{span_id:016x}" if span_id else None,
            self._origin,
            log_record.dropped_attributes,
            attributes,
        )
        self._keeper.append(write_line(line))

    def _learn(self, resource: Resource | None) -> None:
        facts: Mapping[str, Any] = resource.attributes if resource else {}
        self._origin = tuple(str(facts[name]) if name in facts else None for name in _ORIGIN)
        self._resource = resource
