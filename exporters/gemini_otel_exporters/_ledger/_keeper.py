"""Keeps the lines of one process safe, from the call to the database, across forks and its end."""

import atexit
import functools
import os
import threading
import time
import weakref
from collections.abc import Callable
from typing import Final

from gemini_otel import _log
from gemini_otel._guard import guarded, run_each
from gemini_otel_exporters._ledger._location import Place
from gemini_otel_exporters._ledger._spool import Spool
from gemini_otel_exporters._ledger._spool_faults import tell_lost
from gemini_otel_exporters._ledger._store import Store
from gemini_otel_exporters._ledger._worker import Worker


_SECONDS: Final = 10.0
_MOMENT: Final = 0.25


class Keeper:
    """A spool, and the worker that moves it.

    Args:
        place: The ledger.
        durable: Whether `settle` is to be waited for.

    Raises:
        ConfigurationError: The driver of the database is not installed.
    """

    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place = place
        self.spool = Spool(place.spool, durable=durable)
        self._worker = Worker(self.spool, Store(place))
        self._is_started = True
        self._is_ended = self._is_resting = False
        self._forks = 0
        self._beginning = threading.RLock()
        self.spool.open()
        self._worker.start()
        _living.add(self)

    def append(self, line: bytes) -> None:
        """Takes a line; it is safe from the end of this process when this returns."""
        if not self._is_started:
            self._begin_in_child()
        self.spool.append(line)
        if self._is_resting:
            self._wake()

    @guarded
    def settle(self) -> None:
        """Waits until what this process wrote down survives a power loss."""
        self.spool.settle()

    @guarded
    def flush(self, seconds: float) -> bool:
        """Waits until every line so far is in the database; says whether it is."""
        if not self._is_started:
            self._begin_in_child()
        self._wake()
        return self._worker.flush(seconds)

    @guarded
    def end(self) -> None:
        """Moves what it can, and leaves the rest to the next process."""
        if self._is_ended:
            return
        self._is_ended = True
        if not self._is_started:
            return  # a child that made no call: what there is, is its parent's
        self._wake()
        deadline = time.monotonic() + _SECONDS
        is_clean = self._worker.flush(_SECONDS)
        has_ended = self._worker.stop(max(deadline - time.monotonic(), 0))
        self._say_what_is_left(is_clean=is_clean)
        if has_ended:
            self.spool.close()

    def hold_still(self) -> None:
        """Ahead of a fork: lets no statement be in progress, and no thread be, where it ends soon.

        Python warns of a fork in a process with several threads, and this is none of the program's.
        """
        with self._beginning:
            self._forks += 1
            self._is_resting = True
        if self._is_started:  # else the thread, and what it has locked, are of another process
            self._worker.rest(_MOMENT)
            self._worker.store.hold()

    def go_on(self) -> None:
        """Behind a fork, in the parent: the thread begins again when there is something to do."""
        self._worker.store.release()
        with self._beginning:
            self._forks = max(self._forks - 1, 0)  # this one may be younger than the fork
        if self.spool.has_waiting():
            self._wake()

    def part(self) -> None:
        """Behind a fork, in the child: files, connections and the thread are the parent's."""
        _left_to_parents.append(self._worker)
        self.spool.begin_again()
        self._beginning = threading.RLock()
        self._is_started = self._is_resting = False
        self._forks = 0

    def _begin_in_child(self) -> None:
        with self._beginning:  # by one of the threads that call first
            if not self._is_started:
                self._worker = Worker(self.spool, Store(self.place))
                self._is_started = True
                self._worker.start()

    def _wake(self) -> None:
        with self._beginning:
            if self._is_resting and not self._forks:
                self._is_resting = False
                if not self._worker.start():
                    self._is_resting = True

    def _say_what_is_left(self, *, is_clean: bool) -> None:
        if lost := self.spool.lost + len(self.spool.memory):
            tell_lost(lost)
        if not is_clean and self.spool.has_in_files():
            _log.warn_once(
                "ledger_left_waiting",
                spool=str(self.place.spool),
                consequence="some responses are not in the ledger yet",
                advice="the next process with this ledger moves them, or `gemini-otel ledger move`",
            )


_living: Final[weakref.WeakSet[Keeper]] = weakref.WeakSet()
_left_to_parents: Final[list[Worker]] = []
"""What a child must neither use nor close: connections of its parent."""


def _tell_all(step: Callable[[Keeper], None]) -> None:
    for one in list(_living):
        run_each([step], one)


atexit.register(_tell_all, Keeper.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=functools.partial(_tell_all, Keeper.hold_still),
        after_in_parent=functools.partial(_tell_all, Keeper.go_on),
        after_in_child=functools.partial(_tell_all, Keeper.part),
    )
