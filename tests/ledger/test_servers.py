"""What PostgreSQL does to a ledger: it dies, takes nothing for a while, or was restored."""

import signal

import psycopg
import pytest
from sqlalchemy import create_engine, text

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._waiting import count_waiting
from tests.databases import PostgreSQL
from tests.ledger.books import read_costs
from tests.ledger.events import emit, find_said


def test_stopped(caplog: pytest.LogCaptureFixture) -> None:
    """A PostgreSQL that dies and comes back has every response, each once."""
    with PostgreSQL() as server:
        url = server.make_database()
        ledger = LedgerProcessor(url)
        emit(ledger, 5)
        flushes = [ledger.force_flush()]
        server.stop(signal.SIGKILL)
        emit(ledger, 5)
        flushes.append(ledger.force_flush())
        server.start()
        flushes.append(ledger.force_flush())
        ledger.shutdown()

        assert [True, False, True] == flushes
        assert 10 == len(read_costs(url))
        assert 1 == len(find_said(caplog, "ledger_unavailable"))


def test_read_only_session(postgresql: PostgreSQL) -> None:
    """A server that writes again is written to, though the connection was made when it did not."""
    url = postgresql.make_database()
    name = url.rpartition("/")[2]
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        ledger = LedgerProcessor(url)
        emit(ledger, 2)
        flushes = [ledger.force_flush()]
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
        flushes.append(ledger.force_flush())
        ledger.shutdown()

    assert [False, True] == flushes
    assert 2 == len(read_costs(url))


@pytest.mark.parametrize("table", ["responses", "allocations"])
def test_sequence_behind(
    postgresql: PostgreSQL, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    """Where a copy of a database gives out numbers that are taken, it is said what to do."""
    url = postgresql.make_database()
    ledger = LedgerProcessor(url)
    emit(ledger, 3)
    ledger.force_flush()
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER SEQUENCE {table}_id_seq RESTART"))
    emit(ledger, 1)
    flushed = [ledger.force_flush()]
    advice = find_said(caplog, "ledger_unavailable")[0].partition("advice=")[2]
    with engine.begin() as connection:
        connection.execute(text(advice[advice.index("SELECT") : advice.rindex(")") + 1]))
    engine.dispose()
    flushed.append(ledger.force_flush())
    ledger.shutdown()

    assert [False, True] == flushed
    assert 4 == len(read_costs(url))
    assert 0 == count_waiting(find_place(url).spool).rejected


def test_rights(postgresql: PostgreSQL) -> None:
    """A user who did not make the tables needs what the documentation says, and no more."""
    url = postgresql.make_database()
    LedgerProcessor(url).shutdown()
    grants = (
        "DROP ROLE IF EXISTS writer",
        f"CREATE ROLE writer LOGIN PASSWORD '{find_place(url).url.password}'",
        "GRANT INSERT, UPDATE, SELECT ON ALL TABLES IN SCHEMA public TO writer",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO writer",
    )
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        for one in grants:
            connection.execute(text(one))
    as_writer = engine.url.set(username="writer").render_as_string(hide_password=False)
    ledger = LedgerProcessor(as_writer)
    emit(ledger, 2)
    flushed = ledger.force_flush()
    ledger.shutdown()
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY writer"))
        connection.execute(text("DROP ROLE writer"))
    engine.dispose()

    assert flushed
    assert 2 == len(read_costs(url))
