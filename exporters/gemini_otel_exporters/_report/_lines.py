"""Reads a file of usage events, as a spool has them, as if they were in a ledger."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from gemini_otel_exporters._ledger._insertion import insert_new
from gemini_otel_exporters._ledger._lines import UNREADABLE, read_line
from gemini_otel_exporters._ledger._migrations import migrate
from gemini_otel_exporters._ledger._outage import describe
from gemini_otel_exporters._ledger._rows import Row, make_row
from gemini_otel_exporters._ledger._sums import add_to_hours
from gemini_otel_exporters._report._refusal import ReportError


Numbered = tuple[int, Row]

_BATCH: Final = 500


@contextmanager
def load_lines(file: Path) -> Generator[tuple[Connection, list[str]]]:
    """A ledger in memory of the lines of a file, and what was wrong with which of them.

    Raises:
        ReportError: The file cannot be read.
    """
    rejected: list[str] = []
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        migrate(connection)
        rows = _read(file, rejected)
        while batch := list(islice(rows, _BATCH)):
            _insert(connection, batch, rejected)
        yield connection, rejected
    engine.dispose()


def _insert(connection: Connection, batch: Sequence[Numbered], rejected: list[str]) -> None:
    """Inserts lines; where that cannot be, each by itself, to find the one that no ledger takes."""
    try:
        with connection.begin_nested():
            add_to_hours(connection, insert_new(connection, [row for _, row in batch]))
    except (OverflowError, DBAPIError) as error:
        if len(batch) == 1:
            rejected.append(f"line {batch[0][0]}: {describe(error)}")
            return
        for one in batch:
            _insert(connection, [one], rejected)


def _read(file: Path, rejected: list[str]) -> Iterator[Numbered]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield from _make(number, line, rejected)
    except OSError as error:
        raise ReportError(f"The file {file} cannot be read: {error.strerror}.") from error


def _make(number: int, line: bytes, rejected: list[str]) -> Iterator[Numbered]:
    try:
        yield number, make_row(read_line(line))
    except UNREADABLE as error:
        rejected.append(f"line {number}: {error}")
