"""Durable ledgers: what is settled is on disk, and one sync serves many."""

import os
import threading
from pathlib import Path

import pytest

from gemini_otel_exporters._ledger._segments import sync
from gemini_otel_exporters._ledger._spool import Spool


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the file was at each sync."""
    sizes: list[int] = []
    sync = os.fdatasync if hasattr(os, "fdatasync") else os.fsync

    def note(descriptor: int) -> None:
        sizes.append(os.fstat(descriptor).st_size)
        sync(descriptor)

    monkeypatch.setattr(os, sync.__name__, note)
    return sizes


@pytest.fixture
def spool(tmp_path: Path, syncs: list[int]) -> Spool:
    """A durable spool; making its file is no sync of what is in it."""
    made = Spool(tmp_path, durable=True)
    made.open()
    syncs.clear()
    return made


def test_one_sync(spool: Spool, syncs: list[int]) -> None:
    """One sync serves everything that was appended before it."""
    for _ in range(3):
        spool.append(b"\nline\n")
    for _ in range(3):
        spool.settle()

    assert [18] == syncs


def test_within_a_sync(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal's handler that interrupts a sync may make a call, whose line is synced too."""
    lines: list[bytes] = [b"\nwithin\n"]

    def interrupted(descriptor: int) -> None:
        sync(descriptor)
        while lines:
            spool.append(lines.pop())
            spool.settle()

    monkeypatch.setattr("gemini_otel_exporters._ledger._spool.sync", interrupted)
    spool.append(b"\nline\n")
    settling = threading.Thread(target=spool.settle, daemon=True)
    settling.start()
    settling.join(20)

    assert not settling.is_alive()


def test_after_emptying(spool: Spool, syncs: list[int]) -> None:
    """What comes after a file was emptied is synced, however long it was before."""
    spool.append(b"\na long line\n")
    spool.settle()
    (segment,) = spool.list_segments()
    segment.moved = segment.size()
    spool.finish(segment)
    spool.append(b"\nline\n")
    spool.settle()

    assert [13, 6] == syncs


def test_sealed(spool: Spool, syncs: list[int]) -> None:
    """A file is synced before another takes its place."""
    spool.append(b"\nline\n")
    spool.close()

    assert [6] == syncs
