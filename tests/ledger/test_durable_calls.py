"""With a durable ledger a response is on disk before the program gets it."""

import os
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_beside
from gemini_otel_exporters import LedgerProcessor
from tests.shapes import Caller


class Sync(NamedTuple):
    """A sync of the spool: by which thread, and whether an event was in the file."""

    thread: int
    holds_event: bool


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Sync]:
    """Every sync of the spool, as it happens; the system's own still does it."""
    seen: list[Sync] = []
    name = "fdatasync" if hasattr(os, "fdatasync") else "fsync"
    system = getattr(os, name)

    def note(descriptor: int) -> None:
        system(descriptor)
        lines = [file.read_bytes() for file in tmp_path.glob("*.spool/*.jsonl")]
        seen.append(Sync(threading.get_ident(), any(b"gemini-3.5-flash" in one for one in lines)))

    monkeypatch.setattr(os, name, note)
    return seen


def _ask(caller: Caller, gemini: FakeGemini, file: Path, syncs: list[Sync]) -> bool:
    """Whether the event was synced when the answer, or its last chunk, came."""
    ledger = LedgerProcessor(file, durable=True)
    assert ledger.force_flush()
    syncs.clear()
    came: list[bool] = []
    with record_beside(ledger):
        caller.ask(gemini.client(), lambda _: came.append(any(one.holds_event for one in syncs)))
    ledger.shutdown()
    return came[-1]


def test_an_answer_is_on_disk_before_the_program_has_it(
    call: Caller, gemini: FakeGemini, tmp_path: Path, syncs: list[Sync]
) -> None:
    """A power loss in the very next instruction takes nothing away."""
    assert _ask(call, gemini, tmp_path / "ledger.db", syncs)


def test_the_event_loop_waits_for_no_disk(
    async_call: Caller, gemini: FakeGemini, tmp_path: Path, syncs: list[Sync]
) -> None:
    """In a coroutine the sync is another thread's."""
    _ask(async_call, gemini, tmp_path / "ledger.db", syncs)

    assert threading.get_ident() not in {one.thread for one in syncs if one.holds_event}


def test_after_shutdown_nobody_waits(
    call: Caller, gemini: FakeGemini, tmp_path: Path, syncs: list[Sync]
) -> None:
    """A ledger that was shut down holds up no call."""
    LedgerProcessor(tmp_path / "ledger.db", durable=True).shutdown()
    syncs.clear()
    with record_beside():
        call.ask(gemini.client())

    assert [] == syncs
