"""Reads a ledger without ever writing to it; what cannot be read is noted, and the rest is read."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from gemini_otel_exporters._ledger._location import Place
from gemini_otel_exporters._ledger._rejected import count_rejected
from gemini_otel_exporters._ledger._schema import VERSION
from gemini_otel_exporters._ledger._waiting import count_lines
from gemini_otel_exporters._report._calendar import Period
from gemini_otel_exporters._report._dimensions import Cut
from gemini_otel_exporters._report._place import Opened, open_place
from gemini_otel_exporters._report._refusal import ReportError
from gemini_otel_exporters._report._statements import (
    Statement,
    ask_first_hour,
    ask_retried,
    ask_sums,
    ask_unpriced,
    ask_version,
)
from gemini_otel_exporters._report._sums import Sums


class Sum(NamedTuple):
    """The sums of one group: an hour of its time, and the values of its columns."""

    hour: int
    values: tuple[str | None, ...]
    sums: Sums


class Unread(NamedTuple):
    """Hours of which something could not be read."""

    what: str
    period: Period
    why: str


class Ledger:
    """An open ledger.

    Attributes:
        place: Where it is, without a password.
        unread: What could not be read of it so far.
        rejected: Lines of a file that could not be read.
    """

    def __init__(self, opened: Opened, place: Place) -> None:
        self._connection = opened.connection
        self._spool = place.spool
        self.place = str(place)
        self.rejected = list(opened.rejected)
        self.unread: list[Unread] = []

    def count_waiting(self) -> int | None:
        """How many lines of spools wait to be moved into it; `None` where that is not seen."""
        return _count(count_lines, self._spool)

    def count_rejected(self) -> int | None:
        """How many lines it could not take; `None` where that is not seen."""
        return _count(count_rejected, self._spool)

    def find_first_hour(self) -> int | None:
        """The first hour that anything was recorded in."""
        try:
            return self._connection.execute(ask_first_hour()).scalar()
        except DBAPIError as error:
            self._judge(error)
            return None

    def add_up(self, cut: Cut, *periods: Period) -> list[Sum]:
        """The sums of the groups of a cut, of each period by itself."""
        what, statement = f"sums {_by(cut)}", ask_sums(cut)
        return [
            one
            for period in periods
            for one in _read_sums(cut, period, self._fetch(what, statement, period))
        ]

    def list_unpriced(self, period: Period) -> list[tuple[str, int, int]]:
        """Reasons, comma-separated, with the responses and the tokens that they hold for."""
        rows = self._fetch("what is unpriced", ask_unpriced(), period)
        return [(why or "", whole(responses), whole(tokens)) for why, responses, tokens in rows]

    def count_retried(self, period: Period) -> Sums:
        """The responses that took several attempts."""
        rows = self._fetch("what was retried", ask_retried(), period)
        responses, nano, priced, complete = (
            sum(whole(row[n]) for row in rows) for n in range(_OF_RETRIED)
        )
        return Sums(
            responses=responses,
            unpriced=responses - priced,
            incomplete=max(0, priced - complete),
            nano=nano,
        )

    def _fetch(self, what: str, statement: Statement, period: Period) -> list[Sequence[Any]]:
        try:
            return [tuple(row) for row in self._connection.execute(statement, period._asdict())]
        except DBAPIError as error:
            why = self._judge(error)
        if period.hours <= 1:
            self.unread.append(Unread(what, period, why))
            return []
        middle = (period.start + period.end) >> 1
        halves = Period(period.start, middle), Period(middle, period.end)
        return [row for half in halves for row in self._fetch(what, statement, half)]

    def _judge(self, error: DBAPIError) -> str:
        """What is broken in a place may be whole in another; any other failure ends the report."""
        why = str(error.orig).splitlines()[0]
        if any(sign in why for sign in _BROKEN):
            return why
        raise ReportError(f"The ledger {self.place} cannot be read: {why}.") from error


def _count(count: Callable[[Path], int], spool: Path) -> int | None:
    try:
        return count(spool)
    except OSError:
        return None


_OF_RETRIED: Final = 4

_BROKEN: Final = ("malformed", "not a database", "decode to UTF-8")
"""What SQLite says of a page that it cannot make sense of."""


@contextmanager
def open_ledger(place: Place) -> Generator[Ledger]:
    """Opens a ledger to read.

    Raises:
        ReportError: There is none, it cannot be reached, or it is of another version.
    """
    with open_place(place) as opened:
        _check(opened.connection, str(place))
        yield Ledger(opened, place)


def whole(value: Any) -> int:
    """A whole number: PostgreSQL sums integers to decimals, and nothing to nothing."""
    return 0 if value is None else int(value)


def _check(connection: Connection, shown: str) -> None:
    try:
        version = connection.execute(ask_version()).scalar()
    except DBAPIError as error:
        raise ReportError(
            f"{shown} holds no ledger that could be read ({str(error.orig).splitlines()[0]}); give "
            "its SQLite file or its URL with --ledger, or set GEMINI_OTEL_LEDGER."
        ) from error
    if version != VERSION:
        raise ReportError(
            f"The ledger {shown} has tables of version {version}, and this program reads those of "
            f"version {VERSION}: use the gemini-otel that writes to it."
        )


def _read_sums(cut: Cut, period: Period, rows: Iterable[Sequence[Any]]) -> Iterator[Sum]:
    first, last = int(cut.has_hours), cut.has_hours + len(cut.columns)
    read = _find_reader(cut)
    for row in rows:
        if row[last] is None:  # the sum of nothing
            continue
        hour = row[0] if cut.has_hours else period.start
        yield Sum(hour, tuple(row[first:last]), read(list(map(whole, row[last:]))))


def _find_reader(cut: Cut) -> Callable[[Sequence[int]], Sums]:
    if cut.is_of_lines:
        return _read_lines
    return _read_some if cut.columns else Sums._make


def _read_some(values: Sequence[int]) -> Sums:
    responses, unpriced, incomplete, tokens_in, tokens_out, nano = values
    return Sums(
        responses=responses,
        unpriced=unpriced,
        incomplete=incomplete,
        uncached=tokens_in,
        candidates=tokens_out,
        nano=nano,
    )


def _read_lines(values: Sequence[int]) -> Sums:
    lines, nano = values
    return Sums(responses=lines, nano=nano)


def _by(cut: Cut) -> str:
    return f"by {' and '.join(cut.names)}" if cut.names else "of all"
