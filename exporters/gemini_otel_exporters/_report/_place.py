"""Where a ledger is, and a connection to it that can only read."""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from gemini_otel import ConfigurationError
from gemini_otel_exporters._ledger._location import Place, find_place
from gemini_otel_exporters._ledger._outage import advise
from gemini_otel_exporters._ledger._reading import Reader, make_engine
from gemini_otel_exporters._ledger._segments import SUFFIX
from gemini_otel_exporters._report._lines import load_lines
from gemini_otel_exporters._report._refusal import ReportError


_TIMEOUT_S: Final = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """What can be asked.

    Attributes:
        connection: Can only read.
        rejected: What could not be read on the way to it.
    """

    connection: Connection
    rejected: Sequence[str] = ()


def read_place(given: str | None) -> Place:
    """The place that a URL or a path names; the usual one where none is given.

    Raises:
        ReportError: It is none that a ledger can be in.
    """
    try:
        return find_place(given, asked="option --ledger")
    except ConfigurationError as error:
        raise ReportError(str(error).removeprefix("gemini_otel: ")) from error


@contextmanager
def open_place(place: Place) -> Generator[Opened]:
    """A connection that sees the ledger as it is at one moment.

    Raises:
        ReportError: It cannot be opened or reached.
    """
    if place.file and place.file.suffix == SUFFIX and os.path.isfile(place.file):  # noqa: PTH113 - any fault is said below
        with load_lines(place.file) as (connection, rejected):
            yield Opened(connection, rejected)
        return
    reader = _find_file(place, place.file) if place.file else None
    engine = make_engine(partial(_begin, reader)) if reader else _open_server(place)
    try:
        connection = engine.connect()
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise ReportError(
            f"The ledger {place} cannot be opened: {why}; {advise(error)}."
        ) from error
    with connection:
        yield Opened(connection)
    engine.dispose()
    if reader and reader.has_changed():
        raise ReportError(f"The ledger {place} was written to while it was read; ask again.")


def _find_file(place: Place, file: Path) -> Reader:
    try:
        is_there = place.is_there()
    except OSError as error:
        raise ReportError(f"The ledger {file} cannot be reached: {error.strerror}.") from error
    if not file.is_file():
        what = "is no file" if is_there else "does not exist"
        raise ReportError(
            f"The ledger {file} {what}: nothing was recorded there yet, or it is elsewhere; give "
            "its SQLite file or its URL with --ledger, or set GEMINI_OTEL_LEDGER."
        )
    return Reader(file)


def _begin(reader: Reader) -> Any:
    """A transaction begins at once, so that all statements see the same moment."""
    opened = reader.connect()
    opened.execute("BEGIN")
    return opened


def _open_server(place: Place) -> Engine:
    try:
        return create_engine(
            place.url,
            poolclass=NullPool,
            connect_args={"connect_timeout": _TIMEOUT_S},
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        )
    except ModuleNotFoundError as error:
        raise ReportError(
            f"The ledger {place} needs {error.name}, which is not installed: "
            "pip install 'gemini-otel[postgresql]'."
        ) from error
