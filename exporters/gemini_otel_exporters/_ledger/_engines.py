"""Opens the two kinds of database that a ledger can be in."""

import importlib
import sqlite3
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from gemini_otel import ConfigurationError
from gemini_otel_exporters._ledger._location import Place


SOUND: Final = (3, 51, 3)
"""The first SQLite without the fault that can damage a database in WAL mode."""

_PRAGMAS: Final = (
    "journal_mode = WAL",
    # Many commits are made to survive a power loss at once: `Store.secure`.
    "synchronous = NORMAL",
    "wal_autocheckpoint = 4000",
    "foreign_keys = ON",
)
_BUSY_SECONDS: Final = 2
_CONNECT_SECONDS: Final = 10


def find_sqlite() -> ModuleType:
    """Python's own SQLite, or a newer one of the package pysqlite3 where that is installed."""
    if sqlite3.sqlite_version_info < SOUND:
        try:
            other = importlib.import_module("pysqlite3")
        except ImportError:
            return sqlite3
        if other.sqlite_version_info > sqlite3.sqlite_version_info:
            return other
    return sqlite3


def open_engine(place: Place) -> Engine:
    """The engine of a ledger; nothing is connected yet.

    Raises:
        ConfigurationError: The driver is not installed.
    """
    return _open_sqlite(place) if place.file else _open_postgresql(place)


def _open_postgresql(place: Place) -> Engine:
    try:
        importlib.import_module("psycopg")
    except ImportError as error:
        raise ConfigurationError(
            f"gemini_otel: the ledger {place} needs psycopg, which is not installed: "
            "pip install 'gemini-otel[postgresql]'"
        ) from error
    given = {} if "connect_timeout" in place.url.query else {"connect_timeout": _CONNECT_SECONDS}
    return create_engine(
        place.url,
        pool_pre_ping=True,
        pool_size=1,
        max_overflow=1,
        hide_parameters=True,
        connect_args=given,
        # Whatever the server's own is: stricter ones refuse writers that meet.
        isolation_level="READ COMMITTED",
    )


def _open_sqlite(place: Place) -> Engine:
    engine = create_engine(
        place.url,
        module=find_sqlite(),
        pool_size=1,
        max_overflow=1,
        hide_parameters=True,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and by itself; ours begin as writers.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
