"""A forked child leaves alone what its parent has, and has a ledger of its own when it calls."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from operator import attrgetter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._store import Store
from gemini_otel_exporters._ledger._waiting import count_waiting
from gemini_otel_exporters._ledger._worker import Worker
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, make_record, spell_line


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

_SECONDS = 20


def _run_in_child(work: Callable[[], None]) -> int:
    """How a forked child ends; the kernel ends one that hangs."""
    child = os.fork()
    if not child:
        signal.alarm(_SECONDS)
        with contextlib.suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _find_worker(ledger: LedgerProcessor) -> Any:
    return attrgetter("_keeper._worker")(ledger)


def test_idle_child(url: str) -> None:
    """A child that made no call ends at once, and takes no connection from its parent."""
    ledger = LedgerProcessor(url)
    ledger.on_emit(make_record(describe_usage()))
    ledger.force_flush()
    ended = _run_in_child(ledger.shutdown)
    ledger.on_emit(make_record(describe_usage()))

    assert 0 == ended
    assert ledger.force_flush()
    assert 2 == len(read_costs(url))
    ledger.shutdown()


def test_no_thread_over_a_fork(url: str) -> None:
    """Python warns of a fork beside other threads: the mover is none, and moves on afterwards."""
    before = set(threading.enumerate())
    ledger = LedgerProcessor(url)
    ledger.on_emit(make_record(describe_usage()))
    ledger.force_flush()
    _run_in_child(lambda: None)
    beside = set(threading.enumerate()) - before
    ledger.on_emit(make_record(describe_usage()))
    after = {one.name for one in set(threading.enumerate()) - before}

    assert not beside
    assert {"gemini-otel-ledger"} == after
    assert ledger.force_flush()
    assert 2 == len(read_costs(url))
    ledger.shutdown()


def test_what_waits_is_moved_after_a_fork(url: str) -> None:
    """A line that is not in the database at a fork needs no further call to get there."""
    ledger = LedgerProcessor(url)
    for _ in range(20):
        ledger.on_emit(make_record(describe_usage()))
        _run_in_child(lambda: None)
    spool = find_place(url).spool
    deadline = time.monotonic() + _SECONDS
    while count_waiting(spool).lines and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not count_waiting(spool).lines
    assert 20 == len(read_costs(url))
    ledger.shutdown()


def test_what_waits_is_moved_ahead_of_a_fork(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the thread would begin again within the fork, and Python warns of that as well."""
    monkeypatch.setattr("gemini_otel_exporters._ledger._keeper._MOMENT", _SECONDS)
    ledger = LedgerProcessor(url)
    ledger.force_flush()
    ledger.on_emit(make_record(describe_usage()))
    _run_in_child(lambda: None)

    assert not _find_worker(ledger).is_running
    assert 1 == len(read_costs(url))
    ledger.shutdown()


def test_a_flush_beside_a_fork(url: str) -> None:
    """Who waits for the database while another thread forks is answered before the mover rests."""
    ledger = LedgerProcessor(url)
    ledger.force_flush()
    worker = _find_worker(ledger)
    with worker._changed:  # so that the thread sees both at once
        worker.rest(0)
        is_clean = worker.flush(_SECONDS / 4)

    assert is_clean
    ledger.shutdown()


def test_flushes_at_once(url: str) -> None:
    """While the mover rests, who waits for the database also waits for who moves in its place."""
    ledger = LedgerProcessor(url)
    ledger.force_flush()
    worker = _find_worker(ledger)
    worker.rest(_SECONDS)
    attrgetter("_keeper.spool")(ledger).append(spell_line(describe_usage()))
    worker.store.hold()
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(worker.flush, _SECONDS) for _ in range(2)]
        wait(answers, return_when=FIRST_COMPLETED, timeout=0.1)
        worker.store.release()

    assert [True, True] == [one.result() for one in answers]
    ledger.shutdown()


def test_made_during_a_fork(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that another thread opens in the middle of a fork wakes up after later ones."""
    ledger = LedgerProcessor(url)
    made: list[LedgerProcessor] = []
    hold = Store.hold

    def hold_and_make(store: Store) -> None:
        hold(store)
        if not made:
            made.append(LedgerProcessor(tmp_path / "other.db"))

    monkeypatch.setattr(Store, "hold", hold_and_make)
    for _ in range(2):
        _run_in_child(lambda: None)
    made[0].on_emit(make_record(describe_usage()))

    assert _find_worker(made[0]).is_running
    for one in (ledger, *made):
        one.shutdown()


def test_no_thread_to_be_had(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no thread can be started after a fork, the next line tries again."""
    ledger = LedgerProcessor(url)
    ledger.force_flush()
    _run_in_child(lambda: None)
    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", _refuse)
        ledger.on_emit(make_record(describe_usage()))
    ledger.on_emit(make_record(describe_usage()))

    assert _find_worker(ledger).is_running
    assert ledger.force_flush()
    assert 2 == len(read_costs(url))
    ledger.shutdown()


def test_a_fork_while_the_mover_starts(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The handler of a signal may fork at any time; nothing is wrong with that."""
    ledger = LedgerProcessor(url)
    ledger.force_flush()
    _run_in_child(lambda: None)
    start = threading.Thread.start

    def fork_and_start(thread: threading.Thread) -> None:
        # Others of this process may start theirs in a child, once for each fork.
        if thread.name == "gemini-otel-ledger":
            _run_in_child(lambda: None)
        start(thread)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(threading.Thread, "start", fork_and_start)
        ledger.on_emit(make_record(describe_usage()))

    assert "internal_error" not in caplog.text
    assert ledger.force_flush()
    assert 1 == len(read_costs(url))
    ledger.shutdown()


def _refuse(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_a_child_forks_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that makes no call, as a daemon's first one, waits for nothing of its parent's."""
    for name in ("_PATIENCE", "_PATIENCE_IN_PROCESS"):
        monkeypatch.setattr(f"gemini_otel_exporters._ledger._store.{name}", 10 * _SECONDS)
    ledger = LedgerProcessor(url)
    ledger.force_flush()

    assert 0 == _run_in_child(lambda: os._exit(_run_in_child(lambda: None)))
    ledger.shutdown()


def test_forks_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork that did not get hold of the database does not keep another one from letting go."""
    for name in ("_PATIENCE", "_PATIENCE_IN_PROCESS"):
        monkeypatch.setattr(f"gemini_otel_exporters._ledger._store.{name}", 0.01)

    def fork_twice() -> None:
        store = Store(find_place(url))

        def hold_in_vain() -> None:
            store.hold()
            store.release()

        store.hold()
        other = threading.Thread(target=hold_in_vain)
        other.start()
        other.join()
        store.release()
        store.prepare()

    assert 0 == _run_in_child(fork_twice)


def test_first_calls_at_once(tmp_path: Path) -> None:
    """Two threads that call first in a child at the same time have one mover between them."""
    ledger = LedgerProcessor(tmp_path / "ledger.db")
    started: list[Worker] = []
    both = threading.Barrier(2)

    def meet(frame: FrameType, event: str, _given: object) -> None:
        if event == "call" and frame.f_code.co_name == "_begin_in_child":
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(0.5)
        elif event == "call" and frame.f_code is Worker.start.__code__:
            started.append(frame.f_locals["self"])

    def call() -> None:
        ledger.on_emit(make_record(describe_usage()))

    def call_twice() -> None:
        threading.settrace(meet)
        threads = [threading.Thread(target=call) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        os._exit(len(started))

    assert 1 == _run_in_child(call_twice)
    ledger.shutdown()
