"""Older ledgers are brought to the version that is known, step by step."""

import pytest
from sqlalchemy import Connection, create_engine, text

from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._migrations import (
    UnknownVersionError,
    check_version,
    migrate,
    read_version,
)
from gemini_otel_exporters._ledger._schema import VERSION


def _add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE responses ADD COLUMN colour TEXT"))


def _fill_column(connection: Connection) -> None:
    connection.execute(text("UPDATE responses SET colour = 'red'"))


def test_steps(url: str) -> None:
    """Each step runs once, in its order."""
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        migrate(connection, version=1)
    for _ in range(2):
        with engine.begin() as connection:
            migrate(connection, {1: _add_column, 2: _fill_column}, 3)
    with engine.begin() as connection:
        assert 3 == read_version(connection)
        assert [] == connection.execute(text("SELECT colour FROM responses")).all()
    engine.dispose()


def test_failed_step(url: str) -> None:
    """A step that fails leaves the ledger as it was."""
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        migrate(connection, version=1)

    with pytest.raises(UnknownVersionError, match="no way"), engine.begin() as connection:
        migrate(connection, {1: _add_column}, 3)
    with engine.begin() as connection:
        check_version(connection, 1)
    engine.dispose()


def test_later(url: str) -> None:
    """A ledger of a later version is refused, with what to do."""
    engine = create_engine(find_place(url).url)
    with engine.begin() as connection:
        migrate(connection, version=VERSION + 1)

    with pytest.raises(UnknownVersionError, match="upgrade"), engine.begin() as connection:
        migrate(connection)
    engine.dispose()
