"""Opens a ledger for reading only: a reader never blocks a writer, and never moves its log."""

import os
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, NullPool, create_engine

from gemini_otel_exporters._ledger._engines import find_sqlite, open_engine
from gemini_otel_exporters._ledger._location import Place


_FORBIDDEN: Final = ("readonly database", "unable to open database file")
_LOGS: Final = ("-wal", "-journal")


class Reader:
    """Opens the file of a SQLite ledger, so that it is only read.

    SQLite reads beside a writer by an index beside the file, and makes it where there is none.
    Where this user may make none, and no log has anything that the file has not, the file is
    read by itself.

    Args:
        file: The ledger.
    """

    def __init__(self, file: Path) -> None:
        # As a link: SQLite has everything else beside what it leads to.
        self._file = Path(os.path.realpath(file))
        self._sqlite = find_sqlite()
        self._seen: tuple[int, int] | None = None

    def connect(self) -> Any:
        """A connection that begins no transaction by itself.

        Raises:
            Exception: SQLite's own `OperationalError`: it cannot be opened.
        """
        opened = self._open("mode=ro")
        error = self._find_obstacle(opened)
        if error is None:
            return opened
        opened.close()
        if log := self._find_log():
            raise type(error)(f"{log} is not empty, and to read it takes writing beside it")
        self._seen = self._look()
        return self._open("mode=ro&immutable=1")

    def has_changed(self) -> bool:
        """Whether what was read by itself was written to since: it may be half one, half other."""
        return self._seen is not None and self._seen != self._look()

    def _open(self, query: str) -> Any:
        uri = f"{self._file.as_uri()}?{query}"
        return self._sqlite.connect(uri, uri=True, isolation_level=None)

    def _find_obstacle(self, opened: Any) -> Exception | None:
        """What keeps this user from reading; whatever else is wrong is told by who asks more."""
        try:
            opened.execute("PRAGMA schema_version").fetchone()
        except self._sqlite.Error as error:
            return error if any(words in str(error) for words in _FORBIDDEN) else None
        return None

    def _find_log(self) -> str | None:
        for log in (self._file.with_name(self._file.name + end) for end in _LOGS):
            if log.exists() and log.stat().st_size:
                return log.name
        return None

    def _look(self) -> tuple[int, int]:
        status = self._file.stat()
        return status.st_size, status.st_mtime_ns


def open_reader(place: Place) -> Engine:
    """An engine that reads a ledger.

    Args:
        place: The ledger.

    Returns:
        The engine; nothing is connected yet, and nothing is made where there is no ledger.

    Raises:
        ConfigurationError: The driver is not installed.
    """
    if place.file is None:
        return open_engine(place)
    return make_engine(Reader(place.file).connect)


def make_engine(connect: Any) -> Engine:
    """An engine of connections to SQLite that are made by a function."""
    return create_engine(
        "sqlite://",
        creator=connect,
        module=find_sqlite(),
        poolclass=NullPool,
        hide_parameters=True,
    )
