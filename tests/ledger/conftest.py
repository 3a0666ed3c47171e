"""Ledgers of a test's own, in both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gemini_otel.testing import FakeGemini
from gemini_otel_exporters import LedgerProcessor
from tests.ledger.books import answer


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, of this test alone."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.delenv("GEMINI_OTEL_LEDGER", raising=False)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A ledger that is not made yet, in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgresql").make_database())


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


@pytest.fixture
def priced(gemini: FakeGemini) -> FakeGemini:
    """A server each of whose answers costs something else."""
    gemini.respond(answer)
    return gemini
