"""What is said of responses that wait or are lost: what is so, and once."""

from pathlib import Path
from typing import Final

import pytest

import gemini_otel
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._waiting import count_waiting
from tests.ledger.books import read_costs
from tests.ledger.events import emit, find_said


_NO_DATABASE: Final = "nothing but words " * 100


def test_left_behind(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What a process cannot move at its end is said once, and moved by the next one."""
    file.write_text(_NO_DATABASE)
    ledger = LedgerProcessor(file)
    emit(ledger, 2)
    ledger.shutdown()
    waiting = count_waiting(find_place(file).spool)
    file.unlink()
    LedgerProcessor(file).shutdown()

    assert (2, 2) == (waiting.lines, waiting.orphans)
    assert 1 == len(find_said(caplog, "ledger_left_waiting"))
    assert 2 == len(read_costs(str(file)))


def _break_both(file: Path) -> None:
    """Neither the database nor its spool takes anything."""
    find_place(file).spool.write_text("no folder", "utf-8")
    file.write_text(_NO_DATABASE)


def test_neither_takes_anything(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where the spool takes nothing either, nobody is told that nothing is lost."""
    _break_both(file)
    ledger = LedgerProcessor(file)
    ledger.force_flush()
    emit(ledger, 2)
    ledger.force_flush()
    ledger.shutdown()
    [said] = find_said(caplog, "ledger_unavailable")

    assert "lost if this process ends" in said


def test_lost_at_the_end(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is lost at the end is said to be lost, and not to wait for the next process."""
    _break_both(file)
    ledger = LedgerProcessor(file)
    emit(ledger, 2)
    ledger.shutdown()

    assert "responses=2" in find_said(caplog, "ledger_lost_responses")[0]
    assert [] == find_said(caplog, "ledger_left_waiting")


def test_said_once(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the spool is said once, whether or not Gemini is instrumented after it."""
    _break_both(file)
    ledger = LedgerProcessor(file)
    ledger.force_flush()
    gemini_otel.instrument()
    emit(ledger, 1)
    ledger.force_flush()
    ledger.shutdown()

    assert 1 == len(find_said(caplog, "ledger_spool_failed"))


def test_nothing_left_behind(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A process that had no response leaves none behind, whatever became of the database."""
    file.write_text(_NO_DATABASE)
    LedgerProcessor(file).shutdown()

    assert 1 == len(find_said(caplog, "ledger_unavailable"))
    assert [] == find_said(caplog, "ledger_left_waiting")
