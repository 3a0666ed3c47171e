"""Keeps a spool moving in the background, and answers who wants to wait for it."""

import threading
import time
from typing import Final

from gemini_otel._guard import guarded, run_each
from gemini_otel_exporters._ledger import _locks
from gemini_otel_exporters._ledger._account import tell_pending, tell_problem
from gemini_otel_exporters._ledger._mover import Mover
from gemini_otel_exporters._ledger._outage import Outage
from gemini_otel_exporters._ledger._spool import Spool
from gemini_otel_exporters._ledger._store import Store


_BEAT: Final = 0.25
_LONGEST: Final = 30.0
_SEARCH: Final = 30.0
"""Seconds from one search for what dead processes left to the next."""


class Worker:
    """One thread that moves lines, again and again, however long the database is away.

    Args:
        spool: What this process writes.
        store: Where it goes.
    """

    def __init__(self, spool: Spool, store: Store) -> None:
        self.outage = Outage(store.place)
        self.mover = Mover(store, self.outage.end, spool.faults)
        self._spool = spool
        self.store = store
        # Re-entrant, as a condition's lock is: a signal's handler may flush within a flush.
        self._changed = threading.Condition()
        self._round = threading.RLock()
        self._thread: threading.Thread | None = None
        self._asked = self._answered = 0
        self._is_clean = True
        self._is_stopping = self._is_resting = self._is_moving = False
        self._searched = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def start(self) -> bool:
        """Starts the thread, if there is none; an interpreter that ends may give none.

        Returns:
            Whether there is one.
        """
        with self._changed:
            self._is_resting = False
            if self._thread is None and not self._is_stopping:
                thread = threading.Thread(target=self._run, name="gemini-otel-ledger", daemon=True)
                self._thread = thread
                try:
                    thread.start()
                except RuntimeError:
                    self._thread = None
            return self._thread is not None

    def rest(self, seconds: float) -> None:
        """Ends the thread until it is started again, if its last round ends in time.

        A round that would fail again is spared: who forks would wait for it.
        """
        with self._changed:
            self._is_resting = True
            self._asked += self._is_clean
            self._changed.notify_all()
            thread = self._thread
        # The handler of a signal may fork in the middle of a start.
        if thread and thread.is_alive():
            thread.join(seconds)

    def flush(self, seconds: float) -> bool:
        """Waits until everything so far is in the database; says whether it is."""
        with self._changed:
            if self.is_running:
                self._asked += 1
                mine = self._asked
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._answered >= mine, seconds)
                return self._answered >= mine and self._is_clean
        return self._run_round(seconds)

    def stop(self, seconds: float) -> bool:
        """Ends the thread, which closes the database; says whether it has ended."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
            thread = self._thread
        if thread:
            thread.join(seconds)
        else:
            self.store.close()
        return not self.is_running

    def _run(self) -> None:
        delay = 0.0
        while self._wait(delay):
            asked = self._asked
            is_clean = self._run_round()
            delay = _BEAT if is_clean else min(max(2 * delay, 2 * _BEAT), _LONGEST)
            with self._changed:
                self._answered, self._is_clean = asked, is_clean
                self._changed.notify_all()
        if self._thread is threading.current_thread():  # else it rests
            # Here, because it waits for its turn, which another program may keep while suspended.
            run_each([Store.close], self.store)

    def _wait(self, delay: float) -> bool:
        with self._changed:
            self._changed.wait_for(self._has_to_act, delay)
            if self._is_resting and not self._is_stopping and not self._is_asked():
                self._thread = None
                return False
            return not self._is_stopping

    def _has_to_act(self) -> bool:
        return self._is_asked() or self._is_stopping or self._is_resting

    def _is_asked(self) -> bool:
        return self._asked > self._answered

    def _run_round(self, seconds: float = threading.TIMEOUT_MAX) -> bool:
        """Moves what waits; says whether nothing waits any more."""
        if not self._round.acquire(timeout=max(seconds, 0)):
            return False
        try:
            # Else within a round of this very thread, by the handler of a signal.
            return not self._is_moving and self._try_to_move()
        finally:
            self._round.release()

    def _try_to_move(self) -> bool:
        self._is_moving = True
        try:
            self._move()
        except Exception as error:  # noqa: BLE001 - whatever it is, the spool keeps everything
            tell_problem("outage")
            if self._spool.memory:
                self._spool.write_down()
            self.outage.begin(error, is_safe=self._spool.is_safe())
            return False
        finally:
            self._is_moving = False
            self._tell_pending()
        return True

    @guarded
    def _tell_pending(self) -> None:
        tell_pending(self._spool.count_waiting())

    def _move(self) -> None:
        self._spool.open()
        if self._spool.durable:
            self._spool.settle()
        if not self._searched:
            self.store.prepare()
        if self._spool.has_waiting():
            self.mover.move_own(self._spool)
        if time.monotonic() - self._searched > _SEARCH or not self._searched:
            if _locks.CAN_LOCK:
                self.mover.move_orphans()
            self._searched = time.monotonic()
