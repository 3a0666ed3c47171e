"""Reports of a ledger in PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from gemini_otel_exporters._report._documents import write_csv
from gemini_otel_exporters._report._options import Options, read_question
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._whole import report_on
from tests.databases import PostgreSQL
from tests.report.asking import NOW, run
from tests.report.ledgers import fill, make_ledger
from tests.report.months import list_billed


@pytest.fixture(name="url", scope="module")
def _url(postgresql: PostgreSQL) -> str:
    url = postgresql.make_database()
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    fill(engine, list(list_billed(10)))
    engine.dispose()
    return url


def _ask(place: str, by: str | None) -> Report:
    options = Options("2026-10-05", "2026-11-20", by, 7 if by else None, "America/Los_Angeles")
    return report_on(place, read_question(options, NOW), with_owners=True)


@pytest.mark.parametrize("by", [None, "model", "tenant,day", "component,feature", "component,hour"])
def test_its_report_is_that_of_sqlite(url: str, tmp_path: Path, by: str | None) -> None:
    """The same responses make the same report, to the nano-dollar, in whole numbers."""
    file = make_ledger(tmp_path / "a.db", list_billed(10))
    expected, report = _ask(str(file), by), _ask(url, by)

    assert write_csv(expected) == write_csv(report)
    assert expected.owners == report.owners
    assert (expected.month, expected.reasons, expected.retried) == (
        report.month,
        report.reasons,
        report.retried,
    )


def test_its_password_is_not_told(url: str) -> None:
    """The footer names the server and hides the password."""
    password = make_url(url).password
    done = run("--ledger", url, "--format", "json")

    assert 0 == done.exit_code
    assert password
    assert password not in done.output


def test_it_has_no_ledger(postgresql: PostgreSQL) -> None:
    """A database without tables of ours is refused with a sentence."""
    done = run("--ledger", postgresql.make_database())

    assert 2 == done.exit_code
    assert "holds no ledger that could be read" in " ".join(done.stderr.split())
