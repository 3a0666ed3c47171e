"""A log record processor that keeps every billed response in a SQL database."""

import atexit
import contextlib
import os
import weakref
from pathlib import Path
from typing import Any, Final

from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord
from opentelemetry.sdk.resources import Resource

from gemini_otel import _durability, _log
from gemini_otel._guard import guarded, keep_from_app
from gemini_otel._semconv import EVENT_USAGE, LOG_RECORD_UID, SCOPE
from gemini_otel._signals._identifiers import make_uid
from gemini_otel_exporters._ledger import _spool_faults
from gemini_otel_exporters._ledger._lines import FORM, write_line
from gemini_otel_exporters._ledger._location import find_durability, find_place
from gemini_otel_exporters._ledger._spool import Spool
from gemini_otel_exporters._ledger._store import Store
from gemini_otel_exporters._ledger._worker import Worker


_UID_LENGTH: Final = 32
_ORIGIN: Final = ("service.name", "deployment.environment.name", "service.instance.id")
_SECONDS: Final = 10.0
_left_to_parents: Final[list[Worker]] = []
"""What a child must neither use nor close: connections of its parent."""


class LedgerProcessor(LogRecordProcessor):
    """Keeps each `gemini.usage` event in a SQL database: a row a response, a row a line of its bill.

    The event is in a file of this process before the call returns, so that a killed process loses
    nothing; a thread of ours moves it into the database, each event once. Other log records pass
    by. Add it to a logger provider:

        provider.add_log_record_processor(LedgerProcessor("costs.db"))

    Args:
        url: `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/DATABASE`, or the path of a SQLite
            file; unless given, `GEMINI_OTEL_LEDGER`, else `ledger.db` in the user's data folder.
        durable: Whether a response is on disk before the program gets it, so that it survives a
            power loss too, for 0.15 to 5 ms a call; unless given, `GEMINI_OTEL_LEDGER_DURABLE`.

    Raises:
        ConfigurationError: No ledger can be there, or its driver is not installed.
    """

    def __init__(self, url: str | Path | None = None, *, durable: bool | None = None) -> None:
        self._place = find_place(url)
        self._spool = Spool(self._place.spool, durable=find_durability(durable))
        self._worker = Worker(self._spool, Store(self._place))
        self._resource: Resource | None = None
        self._origin: tuple[Any, ...] = (None, None, None)
        self._is_shut_down = False
        self._is_started = True
        self._spool.open()
        self._worker.start()
        _living.add(self)
        if self._spool.durable:
            _durability.add_settler(self.settle)

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

    def settle(self) -> None:
        """Waits until what this process wrote down survives a power loss."""
        self._spool.settle()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Waits until every event so far is in the database.

        Args:
            timeout_millis: How long at most, in milliseconds.

        Returns:
            Whether they are; those that are not stay in the spool.
        """
        return bool(self._flush(timeout_millis / 1_000))

    def shutdown(self) -> None:
        """Moves what it can, and leaves the rest to the next process; further events too."""
        if not self._is_shut_down:
            self._is_shut_down = True
            _living.discard(self)
            _durability.remove_settler(self.settle)
            self._end()

    def _write(self, log_record: ReadWriteLogRecord, record: Any) -> None:
        if log_record.resource is not self._resource:
            self._learn(log_record.resource)
        if not self._is_started:
            self._begin_in_child()
        attributes: dict[str, Any] = record.attributes.copy()
        if len(attributes.get(LOG_RECORD_UID, "")) != _UID_LENGTH:  # a limit has cut it
            attributes[LOG_RECORD_UID] = make_uid()
        trace_id, span_id = record.trace_id, record.span_id
        self._spool.append(
            write_line(
                (
                    FORM,
                    record.timestamp or record.observed_timestamp,
                    f"{trace_id:032x}" if trace_id else None,
                    f"{span_id:016x}" if span_id else None,
                    self._origin,
                    log_record.dropped_attributes,
                    attributes,
                )
            )
        )

    def _learn(self, resource: Resource | None) -> None:
        facts = resource.attributes if resource else {}
        told = (facts.get(name) for name in _ORIGIN)
        self._origin = tuple(None if one is None else str(one) for one in told)
        self._resource = resource

    @guarded
    def _flush(self, seconds: float) -> bool:
        if not self._is_started:
            self._begin_in_child()
        return self._worker.flush(seconds)

    @guarded
    def _end(self) -> None:
        is_clean = self._is_started and self._worker.flush(_SECONDS)
        has_ended = self._worker.stop(_SECONDS)
        self._say_what_is_left(is_clean=is_clean or not self._is_started)
        if has_ended:
            self._spool.close()
            self._worker.close()

    def _say_what_is_left(self, *, is_clean: bool) -> None:
        if lost := self._spool.lost + len(self._spool.memory):
            _spool_faults.tell_lost(lost)
        if not is_clean:
            _log.warn_once(
                "ledger_left_waiting",
                spool=str(self._place.spool),
                consequence="some responses are not in the ledger yet",
                advice="the next process with this ledger moves them, and `gemini-otel ledger move`",
            )

    def _leave_to_parent(self) -> None:
        """In a child: files, connections and the thread are the parent's."""
        _left_to_parents.append(self._worker)
        self._spool.begin_again()
        self._is_started = False

    def _begin_in_child(self) -> None:
        self._is_started = True
        self._worker = Worker(self._spool, Store(self._place))
        self._worker.start()


_living: Final["weakref.WeakSet[LedgerProcessor]"] = weakref.WeakSet()


def _list_living() -> list[LedgerProcessor]:
    return list(_living)


def _hold_still() -> None:
    """Keeps connections from being forked in the middle of a statement, where that is soon over."""
    for one in _list_living():
        one._worker.mover.hold()


def _go_on() -> None:
    for one in _list_living():
        one._worker.mover.release()


def _part() -> None:
    for one in _list_living():
        one._leave_to_parent()


def _shut_down_all() -> None:
    for one in _list_living():
        with contextlib.suppress(Exception):
            one.shutdown()


atexit.register(_shut_down_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_hold_still, after_in_parent=_go_on, after_in_child=_part)
