"""Moves lines of spools into a ledger; what is moved twice is there once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DataError, IntegrityError

from gemini_otel import _log
from gemini_otel_exporters._ledger._account import tell_kept, tell_problem
from gemini_otel_exporters._ledger._lines import UNREADABLE, read_line
from gemini_otel_exporters._ledger._outage import describe
from gemini_otel_exporters._ledger._rejected import Rejected, put_aside
from gemini_otel_exporters._ledger._rows import Row, make_row
from gemini_otel_exporters._ledger._segments import Segment, adopt, list_segments
from gemini_otel_exporters._ledger._spool import Spool
from gemini_otel_exporters._ledger._spool_faults import Faults
from gemini_otel_exporters._ledger._store import Store


_BATCH: Final = 250
_POISON: Final = (DataError, IntegrityError, OverflowError)
"""What a database, or its driver, says of a row that it will never take."""

_TAKEN: Final = "23505"


class Mover:
    """Takes lines out of files and memory, and lets go of them when they are committed.

    Args:
        store: The database.
        say_moved: Called after each batch.
        faults: What was said of the spool so far, if anything.
    """

    def __init__(
        self, store: Store, say_moved: Callable[[], None], faults: Faults | None = None
    ) -> None:
        self.moved = 0
        self._store = store
        self._say_moved = say_moved
        self._folder = store.place.spool
        self._faults = faults or Faults(self._folder)

    def move_own(self, spool: Spool) -> None:
        """Moves everything that this process has.

        Raises:
            Exception: The database takes nothing; what is not committed stays where it is.
        """
        self._move_memory(spool)
        for segment in spool.list_segments():
            self._move(segment, spool.fragments)
            self._store.secure()
            spool.finish(segment)

    def move_orphans(self) -> None:
        """Moves what processes have left that live no more.

        Raises:
            Exception: The database takes nothing, or the folder cannot be read.
        """
        for path in list_segments(self._folder):
            segment = self._adopt(path)
            if segment is None:
                continue
            try:
                rest = self._move(segment)
                self._reject([Rejected(rest, "its process died while it wrote it")] if rest else [])
                self._store.secure()
                segment.remove()
            finally:
                segment.close()

    def _adopt(self, path: Path) -> Segment | None:
        """One that cannot be opened, by a user whose it is not, keeps no other from being moved."""
        try:
            return adopt(path)
        except OSError as error:
            self._faults.tell_unreadable(path, error)
            return None

    def _move(self, segment: Segment, fragments: set[bytes] | None = None) -> bytes:
        """Moves the whole lines of a file; returns what stands unfinished at its end."""
        while True:
            chunk = segment.read()
            self._write([line for line in chunk.lines if not (fragments and line in fragments)])
            segment.moved = chunk.end
            if not chunk.lines:
                return chunk.rest.strip(b"\n")

    def _move_memory(self, spool: Spool) -> None:
        while lines := spool.take_memory(_BATCH):
            self._write_or_put_back(spool, lines)

    def _write_or_put_back(self, spool: Spool, lines: list[bytes]) -> None:
        try:
            self._write([line.strip(b"\n") for line in lines])
        except BaseException:
            spool.put_back(lines)
            raise

    def _write(self, lines: Sequence[bytes]) -> None:
        """Commits lines; those that cannot be taken are put aside when all others are safe."""
        rejected: list[Rejected] = []
        for batch in _split(lines, _BATCH):
            self._commit(list(_read(batch, rejected)), rejected)
        self._reject(rejected)

    def _commit(self, rows: Sequence[tuple[Row, bytes]], rejected: list[Rejected]) -> None:
        """Halves a batch that the database will not take, until the row is found."""
        if not rows:
            return
        try:
            kept = self._store.write([row for row, _ in rows])
        except _POISON as error:
            if _is_of_numbers(error):
                raise
            if len(rows) == 1:
                rejected.append(Rejected(rows[0][1], describe(error)))
                return
            middle = len(rows) // 2
            self._commit(rows[:middle], rejected)
            self._commit(rows[middle:], rejected)
        else:
            self.moved += len(kept)
            tell_kept(sum(row.response["nano_usd"] or 0 for row in kept))
            self._say_moved()
            _tell_cut(row for row, _ in rows)

    def _reject(self, rejected: Sequence[Rejected]) -> None:
        put_aside(self._folder, rejected)
        if rejected:
            tell_problem("rejected", len(rejected))


def _is_of_numbers(error: Exception) -> bool:
    """Whether PostgreSQL gave out an id that is taken, as a copy does: that is no row's fault."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) == _TAKEN


def _read(lines: Iterable[bytes], rejected: list[Rejected]) -> Iterator[tuple[Row, bytes]]:
    for line in lines:
        try:
            row = make_row(read_line(line))
        except UNREADABLE as error:  # noqa: PERF203 - each line has its own
            rejected.append(Rejected(line, str(error)))
        else:
            yield row, line


def _tell_cut(rows: Iterable[Row]) -> None:
    if any(row.is_cut for row in rows):
        _log.warn_once(
            "ledger_event_cut",
            consequence="totals are kept; bills without their lines have the component unitemised",
            advice="unset OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT, OTEL_ATTRIBUTE_COUNT_LIMIT and their "
            "twins OTEL_LOGRECORD_*, or raise the limits that the logger provider was given",
        )


def _split(lines: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
