"""What becomes of files in a spool that others close, delete or leave: nothing is lost."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger import _locks
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._segments import list_segments
from gemini_otel_exporters._ledger._spool import Spool
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, emit, find_said, spell_line


def _find_spool_file() -> int:
    """The number of the file that this process's ledger writes to."""
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if "ledger.db.spool" in str(link.readlink()):
                return int(link.name)
    raise AssertionError("the ledger has no file")


def test_no_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where the spool cannot be a folder, responses go from memory into the database."""
    (tmp_path / "ledger.db.spool").touch()
    ledger = LedgerProcessor(tmp_path / "ledger.db")
    emit(ledger, 4)

    assert ledger.force_flush()
    assert 4 == len(read_costs(str(tmp_path / "ledger.db")))
    assert 1 == len(find_said(caplog, "ledger_spool_failed"))
    ledger.shutdown()


def test_mended_folder(tmp_path: Path) -> None:
    """When the spool can be a folder again, responses are safe in it again."""
    spool = tmp_path / "ledger.db.spool"
    spool.touch()
    ledger = LedgerProcessor(tmp_path / "ledger.db")
    emit(ledger, 1)
    ledger.force_flush()
    spool.unlink()
    ledger.force_flush()
    emit(ledger, 1)

    assert 1 == len(list_segments(spool))
    ledger.shutdown()


def test_left_in_a_hurry(tmp_path: Path) -> None:
    """A line written between the last reading of a file and the end of its use stays there."""
    spool = Spool(tmp_path, durable=False)
    spool.append(b"\nfirst\n")
    [segment] = spool.list_segments()
    segment.moved = segment.size()
    spool.append(b"\nsecond\n")
    os.lseek(segment.descriptor, 0, os.SEEK_SET)
    spool.append(b"\nthird\n")
    spool.finish(segment)

    assert [[b"second"], [b"third"]] == [one.read().lines for one in spool.list_segments()]
    spool.close()


def test_torn_in_a_hurry(tmp_path: Path) -> None:
    """A line stays whole where a piece of another one, on a full disk, came behind it."""
    spool = Spool(tmp_path, durable=False)
    spool.append(b"\nfirst\n")
    [segment] = spool.list_segments()
    segment.moved = segment.size()
    spool.append(b"\nsecond\n")
    segment.end += os.write(segment.descriptor, b"\npiece")
    spool.fragments.add(b"piece")
    spool.finish(segment)

    assert [b"second"] == segment.read().lines
    spool.close()


def test_deleted_spool(processor: LedgerProcessor, file: Path) -> None:
    """A spool that was deleted is made again; nobody else's file is written to."""
    shutil.rmtree(find_place(file).spool)
    emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the files of a process")
def test_closed_file(processor: LedgerProcessor, file: Path, tmp_path: Path) -> None:
    """A program that closes what it did not open finds nothing of ours in its own files."""
    number = _find_spool_file()
    os.close(number)
    foreign = os.open(tmp_path / "mine", os.O_CREAT | os.O_RDWR)
    os.write(foreign, b"mine")
    emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))
    assert (number, b"mine") == (foreign, (tmp_path / "mine").read_bytes())
    os.close(foreign)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the files of a process")
def test_closed_idle_file(processor: LedgerProcessor, file: Path) -> None:
    """A program that closes what it did not open, and then makes no call, has a mover still."""
    os.close(_find_spool_file())
    flushed = processor.force_flush()
    emit(processor, 2)

    assert (True, True) == (flushed, processor.force_flush())
    assert 2 == len(read_costs(str(file)))


def test_foreign_file(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be opened in a spool is said, and keeps nothing else from being moved."""
    spool = find_place(file).spool
    (spool / "1-1-0.jsonl").mkdir(parents=True)
    (spool / "2-1-0.jsonl").write_bytes(spell_line(describe_usage()))
    ledger = LedgerProcessor(file)

    assert ledger.force_flush()
    assert 1 == len(read_costs(str(file)))
    [said] = find_said(caplog, "ledger_orphan_unreadable")
    assert "take it out of the spool: it is a folder" in said
    assert [] == find_said(caplog, "ledger_unavailable")
    ledger.shutdown()


def test_no_locks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can tell whose process lives, the files of others are left alone."""
    monkeypatch.setattr(_locks, "fcntl", None)
    monkeypatch.setattr(_locks, "CAN_LOCK", False)
    spool = find_place(file).spool
    spool.mkdir()
    (spool / "1-1-0.jsonl").write_bytes(spell_line(describe_usage()))
    ledger = LedgerProcessor(file)
    emit(ledger, 2)

    assert ledger.force_flush()
    assert 2 == len(read_costs(str(file)))
    ledger.shutdown()
    assert [spool / "1-1-0.jsonl"] == list_segments(spool)
