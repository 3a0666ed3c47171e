"""A forked child leaves alone what its parent has, and has a ledger of its own when it calls."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._store import Store
from gemini_otel_exporters._ledger._waiting import count_waiting
from gemini_otel_exporters._ledger._worker import Worker
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, make_record


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
