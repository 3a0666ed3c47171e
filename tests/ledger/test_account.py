"""Metrics say what reached the ledger, what did not, and what waits."""

import sqlite3
from pathlib import Path

import pytest

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_beside
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from tests.ledger.books import NANO_A_STEP, read_costs
from tests.shapes import Caller


def test_what_is_kept_is_counted(url: str, priced: FakeGemini, call: Caller) -> None:
    """The counter is the sum of the ledger: responses 1 and 2 cost 3 times the first."""
    ledger = LedgerProcessor(url)
    with record_beside(ledger) as telemetry:
        call.ask(priced.client())
        call.ask(priced.client())
        assert ledger.force_flush()

        kept = telemetry.total("gemini.ledger.cost.usd")
        assert pytest.approx(3 * NANO_A_STEP / 1e9, abs=1e-12) == kept
        assert sum(read_costs(url).values()) == round(kept * 1e9)
    ledger.shutdown()


def test_an_outage_is_counted(tmp_path: Path, priced: FakeGemini) -> None:
    """While the file is locked, what waits is shown in bytes, and each attempt is an error."""
    file = tmp_path / "ledger.db"
    ledger = LedgerProcessor(file)
    assert ledger.force_flush()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with record_beside(ledger) as telemetry:
        Caller.of("whole").ask(priced.client())
        assert not ledger.force_flush()
        waiting = telemetry.total("gemini.ledger.pending")
        other.execute("ROLLBACK")
        assert ledger.force_flush()

        spool = find_place(file).spool
        assert waiting > 0
        assert 1 <= telemetry.total("gemini.ledger.errors", **{"gemini.ledger.problem": "outage"})
        assert 0 == telemetry.total("gemini.ledger.pending")
        assert 0 == sum(path.stat().st_size for path in spool.glob("*.jsonl"))
    other.close()
    ledger.shutdown()


def test_a_rejected_line_is_counted(tmp_path: Path, priced: FakeGemini) -> None:
    """A line that nobody can read is an error that stays."""
    file = tmp_path / "ledger.db"
    spool = find_place(file).spool
    spool.mkdir(parents=True)
    (spool / "1-abc.jsonl").write_bytes(b"no line of ours\n")
    with record_beside() as telemetry:
        ledger = LedgerProcessor(file)
        assert ledger.force_flush()

        assert 1 == telemetry.total("gemini.ledger.errors", **{"gemini.ledger.problem": "rejected"})
    ledger.shutdown()
