"""One ledger three times: in SQLite, in PostgreSQL and in ClickHouse."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._rows import make_row
from gemini_otel_exporters._ledger._store import Store
from tests.databases import PostgreSQL
from tests.warehouse import clickhouse
from tests.warehouse.events import list_lines


EVENTS = 400

Engines = dict[str, Engine]


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """By name; nothing here may fork once the first of ClickHouse's queries ran."""
    lines = list_lines(EVENTS)
    with PostgreSQL() as server:
        urls = (str(tmp_path_factory.mktemp("ledger") / "ledger.db"), server.make_database())
        opened: Engines = {}
        for name, url in zip(("sqlite", "postgresql"), urls, strict=True):
            store = Store(find_place(url))
            store.write([make_row(line) for line in lines])
            store.close()
            opened[name] = create_engine(store.place.url)
        opened["clickhouse"] = create_engine("chdb:///:memory:")
        clickhouse.fill(opened["clickhouse"], lines)
        yield opened
        for engine in opened.values():
            engine.dispose()
