"""Where a ledger is, and a connection to it that can only read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from gemini_otel_exporters._report._refusal import ReportError


_TIMEOUT_S: Final = 10
_PATTERN: Final = "give a path of a SQLite file, or a URL such as postgresql://user@host/name"


class Place(NamedTuple):
    """Where a ledger is.

    Attributes:
        url: Its URL.
        file: Its file, if it is of SQLite.
        shown: The same for people, without a password.
    """

    url: URL
    file: Path | None
    shown: str


def read_place(given: str) -> Place:
    """The place that a URL or a path names.

    Raises:
        ReportError: It is of no database that holds a ledger.
    """
    if "://" not in given:
        return _at_file(Path(given).expanduser())
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise ReportError(f"The URL of the ledger cannot be read; {_PATTERN}.") from error
    backend = url.get_backend_name()
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return _at_file(Path(url.database))
    if backend != "postgresql":
        shown = url.render_as_string(hide_password=True)
        raise ReportError(f"No report is made of a ledger at {shown}; {_PATTERN}.")
    # The driver that the extra installs, where the URL leaves it open.
    url = url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
    return Place(url, None, url.set(password=None).render_as_string())


@contextmanager
def open_place(place: Place) -> Iterator[Connection]:
    """A connection that sees the ledger as it is at one moment.

    Raises:
        ReportError: It cannot be opened or reached.
    """
    try:
        engine = _open_file(place.file) if place.file else _open_server(place.url)
        connection = engine.connect()
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ReportError(
            f"The ledger {place.shown} needs a driver that is not installed ({error}): "
            "pip install 'gemini-otel[postgresql]'."
        ) from error
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise ReportError(f"The ledger {place.shown} cannot be opened: {why}.") from error
    with connection:
        yield connection
    engine.dispose()


def _at_file(file: Path) -> Place:
    return Place(URL.create("sqlite", database=str(file)), file, str(file))


def _open_file(file: Path) -> Engine:
    if not file.is_file():
        what = "is no file" if file.exists() else "does not exist"
        raise ReportError(
            f"The ledger {file} {what}: nothing was recorded there yet, or it is elsewhere; give "
            "its SQLite file or its URL with --ledger, or set GEMINI_OTEL_LEDGER."
        )

    def connect() -> Any:
        # A transaction of its own begins at once, so that all statements see the same moment.
        opened = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None
        )
        opened.execute("BEGIN")
        return opened

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _open_server(url: URL) -> Engine:
    return create_engine(
        url,
        poolclass=NullPool,
        connect_args={"connect_timeout": _TIMEOUT_S},
        execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    )
