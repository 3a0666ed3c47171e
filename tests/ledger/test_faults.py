"""What disks and databases do to a ledger: the app goes on, nothing is lost, and it is said."""

import contextlib
import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, text, update

from gemini_otel import ConfigurationError
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger import _locks
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._schema import LEDGER_VERSION
from gemini_otel_exporters._ledger._segments import list_segments
from gemini_otel_exporters._ledger._spool import Spool
from gemini_otel_exporters._ledger._waiting import count_waiting
from tests.databases import PostgreSQL
from tests.ledger.books import ROOT, move_orphans, read_costs
from tests.ledger.events import describe_usage, make_record, spell_line


Emit = Callable[[LedgerProcessor, int], None]
_FULL_DISK = "mount -t tmpfs -o size=2m tmpfs {disk} && exec {python} -m {program} {disk}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite ledger that is not made yet."""
    return tmp_path / "ledger.db"


@pytest.fixture
def processor(file: Path) -> Iterator[LedgerProcessor]:
    """A processor with that ledger, which is made."""
    made = LedgerProcessor(file)
    assert made.force_flush()
    yield made
    made.shutdown()


def _emit(processor: LedgerProcessor, count: int) -> None:
    for _ in range(count):
        processor.on_emit(make_record(describe_usage()))


def _said(caplog: pytest.LogCaptureFixture, event: str) -> list[str]:
    return [line for line in caplog.messages if f"event='{event}'" in line]


def _find_spool_file() -> int:
    """The number of the file that this process's ledger writes to."""
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if "ledger.db.spool" in str(link.readlink()):
                return int(link.name)
    raise AssertionError("the ledger has no file")


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
    _emit(processor, 3)
    flushes = [processor.force_flush(), processor.force_flush()]
    other.execute("ROLLBACK")
    other.close()

    assert [False, False, True] == [*flushes, processor.force_flush()]
    assert 3 == len(read_costs(str(file)))
    assert [1, 1] == [
        len(_said(caplog, "ledger_unavailable")),
        len(_said(caplog, "ledger_available_again")),
    ]


def test_stopped(caplog: pytest.LogCaptureFixture) -> None:
    """A PostgreSQL that dies and comes back has every response, each once."""
    with PostgreSQL() as server:
        url = server.make_database()
        ledger = LedgerProcessor(url)
        _emit(ledger, 5)
        flushes = [ledger.force_flush()]
        server.stop(signal.SIGKILL)
        _emit(ledger, 5)
        flushes.append(ledger.force_flush())
        server.start()
        flushes.append(ledger.force_flush())
        ledger.shutdown()

        assert [True, False, True] == flushes
        assert 10 == len(read_costs(url))
        assert 1 == len(_said(caplog, "ledger_unavailable"))


def test_left_behind(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What a process cannot move at its end is said once, and moved by the next one."""
    blocker = file.with_name("folder")
    blocker.mkdir()
    ledger = LedgerProcessor(blocker)
    _emit(ledger, 2)
    ledger.shutdown()
    waiting = count_waiting(find_place(blocker).spool)
    blocker.rmdir()
    LedgerProcessor(blocker).shutdown()

    assert (2, 2) == (waiting.lines, waiting.orphans)
    assert 1 == len(_said(caplog, "ledger_left_waiting"))
    assert 2 == len(read_costs(str(blocker)))


def test_nothing_left_behind(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A process that had no response leaves none behind, whatever became of the database."""
    file.mkdir()
    LedgerProcessor(file).shutdown()

    assert 1 == len(_said(caplog, "ledger_unavailable"))
    assert [] == _said(caplog, "ledger_left_waiting")


@pytest.mark.parametrize("count", [0, 2])
def test_suspended_writer(file: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """A program ends although another one was suspended in its turn, and leaves its lines."""
    monkeypatch.setattr("gemini_otel_exporters._ledger._keeper._SECONDS", 0.5)
    ledger = LedgerProcessor(file)
    assert ledger.force_flush()
    with file.with_name("ledger.db.turn").open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _emit(ledger, count)
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
    assert 2 == len(_said(caplog, "ledger_lines_rejected"))


def test_foreign_file(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be opened in a spool is said, and keeps nothing else from being moved."""
    spool = find_place(file).spool
    (spool / "1-1-0.jsonl").mkdir(parents=True)
    (spool / "2-1-0.jsonl").write_bytes(spell_line(describe_usage()))
    ledger = LedgerProcessor(file)

    assert ledger.force_flush()
    assert 1 == len(read_costs(str(file)))
    assert 1 == len(_said(caplog, "ledger_orphan_unreadable"))
    assert [] == _said(caplog, "ledger_unavailable")
    ledger.shutdown()


def test_no_locks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can tell whose process lives, the files of others are left alone."""
    monkeypatch.setattr(_locks, "fcntl", None)
    monkeypatch.setattr(_locks, "CAN_LOCK", False)
    spool = find_place(file).spool
    spool.mkdir()
    (spool / "1-1-0.jsonl").write_bytes(spell_line(describe_usage()))
    ledger = LedgerProcessor(file)
    _emit(ledger, 2)

    assert ledger.force_flush()
    assert 2 == len(read_costs(str(file)))
    ledger.shutdown()
    assert [spool / "1-1-0.jsonl"] == list_segments(spool)


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


def test_no_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where the spool cannot be a folder, responses go from memory into the database."""
    (tmp_path / "ledger.db.spool").touch()
    ledger = LedgerProcessor(tmp_path / "ledger.db")
    _emit(ledger, 4)

    assert ledger.force_flush()
    assert 4 == len(read_costs(str(tmp_path / "ledger.db")))
    assert 1 == len(_said(caplog, "ledger_spool_failed"))
    ledger.shutdown()


def test_mended_folder(tmp_path: Path) -> None:
    """When the spool can be a folder again, responses are safe in it again."""
    spool = tmp_path / "ledger.db.spool"
    spool.touch()
    ledger = LedgerProcessor(tmp_path / "ledger.db")
    _emit(ledger, 1)
    ledger.force_flush()
    spool.unlink()
    ledger.force_flush()
    _emit(ledger, 1)

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
    _emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the files of a process")
def test_closed_file(processor: LedgerProcessor, file: Path, tmp_path: Path) -> None:
    """A program that closes what it did not open finds nothing of ours in its own files."""
    number = _find_spool_file()
    os.close(number)
    foreign = os.open(tmp_path / "mine", os.O_CREAT | os.O_RDWR)
    os.write(foreign, b"mine")
    _emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))
    assert (number, b"mine") == (foreign, (tmp_path / "mine").read_bytes())
    os.close(foreign)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the files of a process")
def test_closed_idle_file(processor: LedgerProcessor, file: Path) -> None:
    """A program that closes what it did not open, and then makes no call, has a mover still."""
    os.close(_find_spool_file())
    flushed = processor.force_flush()
    _emit(processor, 2)

    assert (True, True) == (flushed, processor.force_flush())
    assert 2 == len(read_costs(str(file)))


def test_read_only_session(postgresql: PostgreSQL) -> None:
    """A server that writes again is written to, though the connection was made when it did not."""
    url = postgresql.make_database()
    name = url.rpartition("/")[2]
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        ledger = LedgerProcessor(url)
        _emit(ledger, 2)
        flushes = [ledger.force_flush()]
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
        flushes.append(ledger.force_flush())
        ledger.shutdown()

    assert [False, True] == flushes
    assert 2 == len(read_costs(url))


def test_sequence_behind(postgresql: PostgreSQL) -> None:
    """Where a copy of a database gives out numbers that are taken, nothing is put aside."""
    url = postgresql.make_database()
    ledger = LedgerProcessor(url)
    _emit(ledger, 3)
    ledger.force_flush()
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        connection.execute(text("ALTER SEQUENCE responses_id_seq RESTART"))
    engine.dispose()
    _emit(ledger, 1)
    flushed = [ledger.force_flush() for _ in range(5)]
    ledger.shutdown()

    assert flushed[-1]
    assert 4 == len(read_costs(url))
    assert 0 == count_waiting(find_place(url).spool).rejected


def test_deleted_database(processor: LedgerProcessor, file: Path) -> None:
    """A file that was deleted is made again, not written to in secret."""
    _emit(processor, 1)
    processor.force_flush()
    for one in file.parent.glob("ledger.db*"):
        if one.is_file():
            one.unlink()
    _emit(processor, 2)

    assert processor.force_flush()
    assert 2 == len(read_costs(str(file)))


def test_later_version(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A ledger of a later version is not written to; the spool keeps everything."""
    LedgerProcessor(url).shutdown()
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        connection.execute(update(LEDGER_VERSION).values(version=99))
    ledger = LedgerProcessor(url)
    _emit(ledger, 2)
    ledger.shutdown()
    with engine.begin() as connection:
        connection.execute(update(LEDGER_VERSION).values(version=1))
    engine.dispose()

    assert "version 99" in _said(caplog, "ledger_unavailable")[0]
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
    if "unshare failed" in run.stderr and "CI" not in os.environ:
        pytest.skip("this system lets nobody mount a disk of his own")

    assert ["False", "True", "3000", "[]"] == run.stdout.split()
    assert 1 == run.stderr.count("event='ledger_spool_failed'")
    assert "make room" in run.stderr


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
