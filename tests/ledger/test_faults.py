"""What disks and databases do to a ledger: the app goes on, nothing is lost, and it is said."""

import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, update

from gemini_otel import ConfigurationError
from gemini_otel._semconv import usage_tokens
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger import _engines
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._schema import LEDGER_VERSION, VERSION
from gemini_otel_exporters._ledger._segments import list_segments
from gemini_otel_exporters._ledger._waiting import count_waiting
from tests.ledger.books import ROOT, move_orphans, read_costs, run_program
from tests.ledger.events import describe_usage, emit, find_said, make_record, spell_line


Emit = Callable[[LedgerProcessor, int], None]
_FULL_DISK = "mount -t tmpfs -o size=2m tmpfs {disk} && exec {python} -m {program} {disk}"


def test_other_records(processor: LedgerProcessor, file: Path) -> None:
    """Records of others and other events pass by."""
    processor.on_emit(make_record(describe_usage(), name="gemini.retry"))
    processor.on_emit(make_record(describe_usage(), scope="shop"))
    processor.force_flush()

    assert {} == read_costs(str(file))


def test_locked(processor: LedgerProcessor, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A database that another program keeps locked is said once, and once that it is free."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    emit(processor, 3)
    flushes = [processor.force_flush(), processor.force_flush()]
    other.execute("ROLLBACK")
    other.close()

    assert [False, False, True] == [*flushes, processor.force_flush()]
    assert 3 == len(read_costs(str(file)))
    assert [1, 1] == [
        len(find_said(caplog, "ledger_unavailable")),
        len(find_said(caplog, "ledger_available_again")),
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_suspended_writer(file: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """A program ends although another one was suspended in its turn, and leaves its lines."""
    monkeypatch.setattr("gemini_otel_exporters._ledger._keeper._SECONDS", 0.5)
    ledger = LedgerProcessor(file)
    assert ledger.force_flush()
    with file.with_name("ledger.db.turn").open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        emit(ledger, count)
        end = threading.Thread(target=ledger.shutdown, daemon=True)
        end.start()
        end.join(20)
        has_ended = not end.is_alive()
        waiting = count_waiting(find_place(file).spool).lines

    assert (True, count) == (has_ended, waiting)


def test_corrupt_line(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A damaged line, one of another form and a torn one are put aside; the others arrive."""
    spool = find_place(file).spool
    spool.mkdir()
    good = [spell_line(describe_usage()) for _ in range(3)]
    damaged = b"\n[1, 2\x00\xff\n" + good[1] + b'\n[9,"later"]\n' + good[2] + b"\n[1,17"
    (spool / "1-1-0.jsonl").write_bytes(good[0] + damaged)

    assert 3 == move_orphans(str(file))
    assert 3 == len(read_costs(str(file)))
    assert 3 == count_waiting(spool).rejected
    assert [] == list_segments(spool)
    assert 2 == len(find_said(caplog, "ledger_lines_rejected"))


@pytest.mark.parametrize(
    "changes", [{"CALL_DURATION": 1e308}, {"RESPONSE_FINISH_REASONS": 5}, {"LOG_RECORD_UID": 5}]
)
def test_strange_line(file: Path, changes: dict[str, Any]) -> None:
    """An attribute that is of no use spoils its own line at most."""
    spool = find_place(file).spool
    spool.mkdir()
    lines = [spell_line(describe_usage(**changes)), spell_line(describe_usage())]
    (spool / "1-1-0.jsonl").write_bytes(b"".join(lines))

    assert 1 == move_orphans(str(file))
    assert 1 == count_waiting(spool).rejected


def test_poison(file: Path, url: str) -> None:
    """A row that the database does not take is put aside, and keeps no other out."""
    spool = find_place(url).spool
    spool.mkdir(parents=True)
    lines = [spell_line(describe_usage()) for _ in range(3)]
    lines.insert(1, spell_line(describe_usage(), time_ns=2**63))
    (spool / "1-1-0.jsonl").write_bytes(b"".join(lines))

    assert 3 == move_orphans(url)
    assert 1 == count_waiting(spool).rejected


def test_poisonous_sums(url: str) -> None:
    """Neither does a row of which only a sum is too large stop those behind it."""
    spool = find_place(url).spool
    spool.mkdir(parents=True)
    most = {
        usage_tokens(kind, "text"): 2**63 - 1 for kind in ("uncached_prompt", "cached", "tool_use")
    }
    lines = [spell_line(describe_usage()) for _ in range(3)]
    lines.insert(1, spell_line(describe_usage(RESPONSE_MODEL="other") | most))
    (spool / "1-1-0.jsonl").write_bytes(b"".join(lines))

    assert 3 == move_orphans(url)
    assert 1 == count_waiting(spool).rejected


def test_deleted_database(processor: LedgerProcessor, file: Path) -> None:
    """A file that was deleted is made again, not written to in secret."""
    emit(processor, 1)
    processor.force_flush()
    for one in file.parent.glob("ledger.db*"):
        if one.is_file():
            one.unlink()
    emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))


@pytest.mark.parametrize("version", [1, 99])
def test_another_version(url: str, version: int, caplog: pytest.LogCaptureFixture) -> None:
    """A ledger of a version that is not known is not written to; the spool keeps everything."""
    LedgerProcessor(url).shutdown()
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        connection.execute(update(LEDGER_VERSION).values(version=version))
    ledger = LedgerProcessor(url)
    emit(ledger, 2)
    ledger.shutdown()
    with engine.begin() as connection:
        connection.execute(update(LEDGER_VERSION).values(version=VERSION))
    engine.dispose()

    said = find_said(caplog, "ledger_unavailable")[0]

    assert f"version {version}" in said
    assert "move this one away" in said
    assert 2 == move_orphans(url)


def test_full_disk(tmp_path: Path) -> None:
    """On a full disk the app goes on; with room again everything is in the ledger."""
    words = _FULL_DISK.format(
        disk=tmp_path, python=sys.executable, program="tests.ledger.programs.full"
    )
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", words],  # noqa: S607 - where the system has it
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'exporters'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare failed" in run.stderr:
        pytest.skip("this system lets nobody mount a disk of his own; test_file_limit is without")

    assert ["False", "True", "3000", "[]"] == run.stdout.split()
    assert 1 == run.stderr.count("event='ledger_spool_failed'")
    assert "make room" in run.stderr


def test_file_limit(file: Path) -> None:
    """Where neither spool nor database may grow the app goes on; later everything is there."""
    run = run_program("limited", str(file))

    assert ["False", "True", "1000"] == run.stdout.split()
    assert 1 == run.stderr.count("event='ledger_spool_failed'")
    assert "ulimit -f" in run.stderr


def test_full_database(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What a database has no room for stays in the spool, and is moved when there is."""
    with monkeypatch.context() as limited:
        pragmas = attrgetter("_PRAGMAS")(_engines)
        limited.setattr(_engines, "_PRAGMAS", (*pragmas, "max_page_count = 40"))
        ledger = LedgerProcessor(file)
        emit(ledger, 500)
        is_written = ledger.force_flush()
        ledger.shutdown()
    LedgerProcessor(file).shutdown()

    assert not is_written
    assert "make room on its disk" in find_said(caplog, "ledger_unavailable")[0]
    assert 500 == len(read_costs(str(file)))


@pytest.mark.parametrize("closed", ["file", "turns", "folder"])
def test_read_only(closed: str) -> None:
    """A ledger that may only be read is said with what to do, and written to once it may be."""
    run = run_program("forbidden", closed)

    assert ["False", "True", "4"] == run.stdout.split()
    assert "advice='let this user write to" in run.stderr


@pytest.mark.parametrize(
    "given",
    [
        "",
        "mysql://shop/ledger",
        "sqlite://",
        "sqlite:///:memory:",
        ":memory:",
        "~nobody-of-this-name/ledger.db",
        "http://shop:pw@x/y",
        "http://x/y?password=pw",
        "postgresql:/shop:pw@x/y",
    ],
)
def test_refused_places(given: str) -> None:
    """What no ledger can be in is refused with what is allowed, without a password."""
    with pytest.raises(ConfigurationError, match="allowed: the path") as caught:
        LedgerProcessor(given)

    assert "pw" not in str(caught.value)


def test_private(processor: LedgerProcessor, file: Path) -> None:
    """What is spent, and for whom, is the owner's to read."""
    del processor

    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
