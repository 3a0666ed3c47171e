"""What cannot be read: a sentence, or the rest of it."""

import contextlib
import sqlite3
import stat
from pathlib import Path

import pytest

from gemini_otel_exporters._ledger._lines import FORM, write_line
from tests.report.asking import ask, run
from tests.report.ledgers import Billed, make_ledger
from tests.report.months import list_billed


def _refuse(*words: str) -> str:
    done = run(*words)

    assert 2 == done.exit_code, done.output
    assert "Traceback" not in done.output
    return " ".join(done.stderr.split())


def test_there_is_no_ledger(tmp_path: Path) -> None:
    """A file that is not there is named, and none is made."""
    said = _refuse("--ledger", str(tmp_path / "none.db"))

    assert "none.db does not exist" in said
    assert "GEMINI_OTEL_LEDGER" in said
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 99])
def test_it_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    """An empty file and any other file hold no ledger."""
    (tmp_path / "a.db").write_bytes(content)

    assert "a.db holds no ledger that could be read" in _refuse("--ledger", str(tmp_path / "a.db"))


def test_it_is_a_folder(tmp_path: Path) -> None:
    """A folder is no ledger; a file in it may be."""
    said = _refuse("--ledger", str(tmp_path))

    assert "the ledger (option --ledger, " in said
    assert "which is a folder; allowed: a file in it" in said


def test_it_is_a_device() -> None:
    """Neither is what is no file at all."""
    assert "is no file" in _refuse("--ledger", "/dev/null")


def test_it_cannot_be_looked_at(tmp_path: Path) -> None:
    """A name that the system refuses is told with its reason."""
    assert "cannot be reached" in _refuse("--ledger", str(tmp_path / ("x" * 300)))


@pytest.mark.parametrize("version", [1, 99])
def test_the_ledger_is_of_another_version(tmp_path: Path, version: int) -> None:
    """Tables of a version that is not known here are not guessed at."""
    file = make_ledger(tmp_path / "a.db")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE ledger_version SET version = ?", (version,))

    assert f"tables of version {version}" in _refuse("--ledger", str(file))


def test_the_server_cannot_be_reached() -> None:
    """The password is not told."""
    said = _refuse("--ledger", "postgresql://me:secret@127.0.0.1:1/ledger")

    assert "postgresql+psycopg://me:***@127.0.0.1:1/ledger cannot be opened" in said
    assert "secret" not in said


def test_the_database_is_of_another_kind() -> None:
    """What is no SQLite and no PostgreSQL is refused."""
    assert "allowed:" in _refuse("--ledger", "mysql://host/name")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "yesterday"], "--since is 'yesterday', which is no day"),
        (["--until", "2026-02-30"], "--until is '2026-02-30'"),
        (["--since", "2026-11-02", "--until", "2026-11-01"], "is before --since 2026-11-02"),
        (["--since", "0001-01-01"], "out of range"),
        (["--by", "colour"], "cannot break down by 'colour'"),
        (["--by", ""], "cannot break down by ''"),
        (["--by", "model,model"], "twice"),
        (["--top", "3"], "--top needs --by"),
        (["--by", "model", "--top", "0"], "0 is not in the range"),
        (["--format", "pdf"], "'pdf' is not one of"),
        (["--timezone", "Mars/Olympus"], "no time zone 'Mars/Olympus'"),
        (["--timezone", "Asia/Kolkata"], "do not begin with whole hours"),
    ],
)
def test_bad_options(tmp_path: Path, words: list[str], said: str) -> None:
    """Each option that makes no sense ends the command with a sentence that names it."""
    file = make_ledger(tmp_path / "a.db")

    assert said in _refuse("--ledger", str(file), *words)


def test_the_file_cannot_be_written(tmp_path: Path) -> None:
    """A place that takes no file is named."""
    file = make_ledger(tmp_path / "a.db")

    assert "cannot be written to" in _refuse("--ledger", str(file), "--out", "/dev/null/report")


def test_an_empty_ledger_is_a_report(tmp_path: Path) -> None:
    """Nothing recorded is nothing spent."""
    done = run("--ledger", str(make_ledger(tmp_path / "a.db")))

    assert 0 == done.exit_code
    assert "0 responses" in done.output


def test_a_ledger_is_only_read(tmp_path: Path) -> None:
    """A report leaves the file as it is, byte for byte, even one that may not be written to."""
    file = make_ledger(tmp_path / "a.db", [Billed()])
    file.chmod(stat.S_IRUSR)
    before = file.read_bytes()

    assert 0 == run("--ledger", str(file)).exit_code
    assert before == file.read_bytes()


def test_a_half_broken_ledger_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Pages of sums that are overwritten cost what they held, and nothing more."""
    file = make_ledger(tmp_path / "a.db", list_billed(20))
    whole = ask(file, by="tenant").breakdown
    assert whole is not None
    _overwrite_leaf(file, "hourly_allocations")
    broken = ask(file, by="tenant")
    assert broken.breakdown is not None
    all_of_it = sum(line.sums.responses for line in whole.lines)
    left = sum(line.sums.responses for line in broken.breakdown.lines)

    assert 0 < left < all_of_it
    assert broken.unread
    assert all_of_it == broken.total.responses  # other sums are whole


def test_what_is_broken_is_listed(tmp_path: Path) -> None:
    """The hours that could not be read are named, and the exit code is 1."""
    file = make_ledger(tmp_path / "a.db", list_billed(20))
    _overwrite_leaf(file, "hourly_allocations")
    done = run("--ledger", str(file), "--by", "tenant", "--since", "2026-10-01")

    assert 1 == done.exit_code
    assert "Could not be read: sums by tenant, 2026-1" in " ".join(done.output.split())
    assert ">= $" in done.output


def test_lines_of_events_are_read_without_a_ledger(tmp_path: Path) -> None:
    """A file of events is reported on; its broken lines are listed with their numbers."""
    file = tmp_path / "events.jsonl"
    told = {
        "log.record.uid": "0" * 31 + "1",
        "gemini.cost.nano_usd": 1_000,
        "gemini.cost.complete": True,
        "gen_ai.provider.name": "gcp.gemini",
    }
    line = write_line((FORM, 1_795_200_000 * 10**9, None, None, (None, None, None), 0, told))
    file.write_bytes(line.strip() + b"\n{half\n" + line)
    report = ask(file)

    assert (1, 1_000) == (report.total.responses, report.total.nano)
    assert ["line 2"] == [one.partition(":")[0] for one in report.rejected]
    assert 1 == run("--ledger", str(file)).exit_code


def test_lines_that_no_ledger_takes_are_listed(tmp_path: Path) -> None:
    """A number beyond those of databases spoils its own line only."""
    file = tmp_path / "events.jsonl"
    lines = [
        write_line((FORM, time_ns, None, None, (None, None, None), 0, {"log.record.uid": uid * 32}))
        for time_ns, uid in ((1_795_200_000 * 10**9, "1"), (2**63, "2"))
    ]
    file.write_bytes(b"".join(lines))
    report = ask(file)

    assert 1 == report.total.responses
    assert ["line 4"] == [one.partition(":")[0] for one in report.rejected]


def test_lines_that_wait_are_told(tmp_path: Path) -> None:
    """What is not moved into the ledger, or never can be, is counted beside it and left there."""
    file = make_ledger(tmp_path / "a.db")
    spool = tmp_path / "a.db.spool"
    spool.mkdir()
    (spool / "1-2-3.jsonl").write_bytes(b"\n[1]\n\n[2]\n")
    (spool / "rejected.jsonl").write_bytes(b"\n[3]\n")

    assert (2, 1) == (ask(file).waiting, ask(file).missing)
    assert "Not in these figures: 1 response " in " ".join(
        run("--ledger", str(file)).output.split()
    )
    assert b"\n[1]\n\n[2]\n" == (spool / "1-2-3.jsonl").read_bytes()


def _overwrite_leaf(file: Path, table: str) -> None:
    """Spoils the last pages that hold rows of a table."""
    connection = sqlite3.connect(file)
    [size] = connection.execute("PRAGMA page_size").fetchone()
    [root] = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
    ).fetchone()
    connection.close()
    content = bytearray(file.read_bytes())
    header = (root - 1) * size
    assert 2 == content[header]  # an inner page of a table without row ids
    cells = int.from_bytes(content[header + 3 : header + 5], "big")
    pointer = header + 12 + 2 * (cells - 1)
    cell = header + int.from_bytes(content[pointer : pointer + 2], "big")
    child = int.from_bytes(content[cell : cell + 4], "big")
    content[(child - 1) * size : child * size] = b"\xff" * size
    file.write_bytes(bytes(content))
