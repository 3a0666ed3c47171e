"""What the doctor says of a ledger."""

import sqlite3
from pathlib import Path

import pytest

from gemini_otel import Finding
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._checks import examine_ledger
from gemini_otel_exporters._ledger._engines import SOUND
from gemini_otel_exporters._ledger._location import find_place
from tests.ledger.events import describe_usage, spell_line


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger that the environment names, and that is made."""
    file = tmp_path / "ledger.db"
    monkeypatch.setenv("GEMINI_OTEL_LEDGER", str(file))
    LedgerProcessor().shutdown()
    return file


def _find(code: str) -> Finding:
    return next(one for one in examine_ledger() if one.code == code)


def test_none() -> None:
    """Without a ledger nothing is said."""
    assert [] == list(examine_ledger())


def test_usual_place(data_folder: Path) -> None:
    """A ledger in its usual place needs no setting to be seen."""
    LedgerProcessor().shutdown()

    assert str(data_folder / "gemini-otel" / "ledger.db") in _find("ledger.place").seen


def test_sound(file: Path) -> None:
    """A ledger that can be read is fine."""
    assert "ok" == _find("ledger.place").status
    assert "ok" == _find("ledger.spool").status


def test_unreadable(file: Path) -> None:
    """A file that is no database is a problem, with what to do."""
    file.write_text("words" * 1000)

    assert "problem" == _find("ledger.place").status
    assert "ame another file" in (_find("ledger.place").advice or "")


@pytest.mark.parametrize("version", [1, 99])
def test_another_version(file: Path, version: int) -> None:
    """A ledger that nothing is written to is a problem, whether or not it can be read."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE ledger_version SET version = ?", (version,))
    connection.close()

    assert "problem" == _find("ledger.place").status
    assert f"version {version}" in _find("ledger.place").seen


def test_waiting(file: Path) -> None:
    """Lines that ended processes left are counted."""
    (find_place(file).spool / "1-1-0.jsonl").write_bytes(spell_line(describe_usage()) * 2)

    assert ("note", True) == (
        _find("ledger.spool").status,
        _find("ledger.spool").seen.startswith("2 lines of ended processes"),
    )


def test_unreadable_spool(file: Path) -> None:
    """What cannot be read in the spool is a problem, and named."""
    foreign = find_place(file).spool / "1-1-0.jsonl"
    foreign.mkdir()

    assert "problem" == _find("ledger.spool").status
    assert f"cannot be read: {foreign} (Is a directory)" in _find("ledger.spool").seen


def test_rejected(file: Path) -> None:
    """Rejected lines are a warning."""
    (find_place(file).spool / "rejected.jsonl").write_text('{"reason":"x","line":"y"}\n')

    assert "warning" == _find("ledger.rejected").status


@pytest.mark.skipif(sqlite3.sqlite_version_info >= SOUND, reason="this SQLite has no fault")
def test_sqlite(file: Path) -> None:
    """A SQLite with the fault in its log is a warning that names the cure."""
    assert "pysqlite3" in (_find("ledger.sqlite").advice or "")


def test_durable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a power loss costs anything is said."""
    before = _find("ledger.durable").status
    monkeypatch.setenv("GEMINI_OTEL_LEDGER_DURABLE", "true")

    assert ("note", "ok") == (before, _find("ledger.durable").status)


def test_limits(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that cuts bills is named."""
    monkeypatch.setenv("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "256")

    assert "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT" == _find("ledger.limits").subject


def test_bad_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that means no ledger is a problem."""
    monkeypatch.setenv("GEMINI_OTEL_LEDGER", "mysql://shop/costs")

    assert ["problem"] == [one.status for one in examine_ledger()]
