"""Writes rows to the database of a ledger, each batch in one transaction."""

import contextlib
import os
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from gemini_otel_exporters._ledger._engines import open_engine
from gemini_otel_exporters._ledger._insertion import insert_new
from gemini_otel_exporters._ledger._location import Place
from gemini_otel_exporters._ledger._migrations import check_version, migrate
from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._segments import sync, sync_folder
from gemini_otel_exporters._ledger._sums import add_to_hours
from gemini_otel_exporters._ledger._turns import Turns


_PATIENCE: Final = 0.25
_PATIENCE_IN_PROCESS: Final = 3.0


class Store:
    """The database of a ledger, for one thread at a time.

    Args:
        place: Where it is; it is made when it is first written to.

    Raises:
        ConfigurationError: Its driver is not installed.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._engine: Engine = open_engine(place)
        self._turns = Turns(place.file) if place.file else None
        self._still = threading.Lock()
        self._holder: int | None = None
        self._is_ready = False
        self._log = 0
        self._identity: tuple[int, int] | None = None

    def write(self, rows: Sequence[Row]) -> list[Row]:
        """Writes rows that are not there yet, and adds them to the hourly sums.

        Returns:
            Those that were not.

        Raises:
            Exception: The database does not take them; nothing is written.
        """
        with self._begin() as connection:
            inserted = insert_new(connection, rows)
            add_to_hours(connection, inserted)
        return inserted

    def prepare(self) -> None:
        """Makes the tables, or checks them.

        Raises:
            Exception: The database does not take them.
        """
        with self._begin():
            pass

    def secure(self) -> None:
        """Lets everything committed survive a power loss, so that its spool can be deleted.

        PostgreSQL has done so at each commit. SQLite's commits are in its log, which is synced
        here without anybody's turn; what is no longer in it was synced when it was moved out.

        Raises:
            OSError: The disk refuses.
        """
        file = self.place.file
        if file is None:
            return
        try:
            descriptor = os.open(file.with_name(f"{file.name}-wal"), os.O_RDWR)
        except FileNotFoundError:
            return
        try:
            sync(descriptor)
            log = os.fstat(descriptor).st_ino
        finally:
            os.close(descriptor)
        if log != self._log:
            sync_folder(file.parent)
            self._log = log

    def hold(self) -> None:
        """Waits a moment until no statement is in progress, and lets none begin.

        SQLite has locks of its own for all connections of a process; a child that is forked while
        one is held could never open a database.
        """
        patience = _PATIENCE_IN_PROCESS if self.place.file else _PATIENCE
        if self._still.acquire(timeout=patience):
            self._holder = threading.get_ident()

    def release(self) -> None:
        """Lets statements begin again, if this thread holds them: several may fork at once."""
        if self._holder == threading.get_ident():
            self._holder = None
            self._still.release()

    def close(self) -> None:
        """Closes the connections; the last one writes SQLite's log back."""
        with contextlib.suppress(OSError), self._take_turn(), self._still:
            self._engine.dispose()
        if self._turns:
            self._turns.close()

    @contextlib.contextmanager
    def _begin(self) -> Generator[Connection]:
        with self._take_turn(), self._still:
            if self.place.file:
                self._find_file(self.place.file)
            try:
                with self._engine.begin() as connection:
                    self._check(connection)
                    yield connection
            except BaseException:
                self._is_ready = False
                # A connection may be to a server, or in a mode, that takes nothing any more.
                self._engine.dispose()
                raise
            self._is_ready = True

    def _check(self, connection: Connection) -> None:
        if self._is_ready:
            check_version(connection)
        else:
            migrate(connection)

    def _take_turn(self) -> contextlib.AbstractContextManager[None]:
        return self._turns.take() if self._turns else contextlib.nullcontext()

    def _find_file(self, file: Path) -> None:
        """A file that was deleted or exchanged must not be written to any more."""
        try:
            status = file.stat()
            identity = (status.st_dev, status.st_ino)
        except FileNotFoundError:
            identity = None
        if identity is None or identity != self._identity:
            self._engine.dispose()
            self._is_ready = False
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.touch(mode=0o600)
            status = file.stat()
            self._identity = (status.st_dev, status.st_ino)
