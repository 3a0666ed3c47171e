"""Every statement of the reports gives the same rows on all three engines."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from gemini_otel_exporters._ledger._schema import COMPONENTS, RESPONSES
from gemini_otel_exporters._report._calendar import Calendar, Period
from gemini_otel_exporters._report._dimensions import DIMENSIONS, TIMES, Cut
from gemini_otel_exporters._report._reading import whole
from gemini_otel_exporters._report._statements import (
    Statement,
    ask_first_hour,
    ask_retried,
    ask_sums,
    ask_unpriced,
    ask_version,
)
from tests.warehouse.conftest import EVENTS, Engines


_PACIFIC = Calendar()
_FIRST = _PACIFIC.start(_PACIFIC.day_of(498_203))
PERIOD = Period(_FIRST, _FIRST + 15 * 24)
CUTS = (
    (),
    *((name,) for name in DIMENSIONS),
    ("model", "outcome"),
    ("day", "component"),
    ("tenant", "feature"),
    ("hour", "tenant"),
    ("component", "tenant"),
    ("hour", "component", "outcome"),
    ("day", "service", "environment"),
    ("platform", "tier", "model", "component"),
)
OTHERS: dict[str, Callable[[], Statement]] = {
    "version": ask_version,
    "first hour": ask_first_hour,
    "unpriced": ask_unpriced,
    "retried": ask_retried,
}
# What only one engine knows, or spells as it likes.
OWN = {"id", "response", "tokens", "attribution", "quantity"}


def _run(engines: Engines, name: str, statement: Statement) -> list[tuple[Any, ...]]:
    with engines[name].connect() as connection:
        return [tuple(row) for row in connection.execute(statement, PERIOD._asdict())]


def _ask(engines: Engines, name: str, cut: Cut) -> list[tuple[Any, ...]]:
    """The rows, sums as whole numbers, as the reader of the reports has them."""
    keys = len(cut.columns) + int(cut.has_hours)
    rows = _run(engines, name, ask_sums(cut))
    return sorted(((*row[:keys], *map(whole, row[keys:])) for row in rows), key=repr)


@pytest.mark.parametrize("names", CUTS, ids=lambda names: ",".join(names) or "all")
@pytest.mark.parametrize("other", ["postgresql", "clickhouse"])
def test_a_cut_is_the_same_everywhere(engines: Engines, names: tuple[str, ...], other: str) -> None:
    """The sums of a cut are SQLite's on every engine."""
    expected = _ask(engines, "sqlite", Cut(names))

    assert expected
    assert expected == _ask(engines, other, Cut(names))


@pytest.mark.parametrize("names", CUTS, ids=lambda names: ",".join(names) or "all")
def test_clickhouse_gives_integers(engines: Engines, names: tuple[str, ...]) -> None:
    """ClickHouse sums to integers: a quotient or a float would be wrong without a word."""
    cut = Cut(names)
    keys = len(cut.columns) + int(cut.has_hours)
    rows = _run(engines, "clickhouse", ask_sums(cut))

    assert {int} == {type(value) for row in rows for value in row[keys:]}


@pytest.mark.parametrize("other", ["postgresql", "clickhouse"])
@pytest.mark.parametrize("asked", OTHERS)
def test_the_other_statements_are_the_same_everywhere(
    engines: Engines, asked: str, other: str
) -> None:
    """The version, the first hour, what is unpriced and what was retried are SQLite's."""
    expected = sorted(_run(engines, "sqlite", OTHERS[asked]()), key=repr)

    assert expected == sorted(
        (_make_whole(row) for row in _run(engines, other, OTHERS[asked]())), key=repr
    )


def test_every_statement_is_asked_for() -> None:
    """No dimension is left out of these tests."""
    assert set(DIMENSIONS) == {name for names in CUTS for name in names}
    assert set(TIMES) <= set(DIMENSIONS)


def test_a_copy_counts_once(engines: Engines) -> None:
    """An event that the Collector delivered twice is one response."""
    with engines["clickhouse"].connect() as connection:
        delivered = connection.exec_driver_sql("SELECT count() FROM otel_logs").scalar()
        counted = connection.exec_driver_sql("SELECT count() FROM responses").scalar()

    assert EVENTS == counted
    assert EVENTS < (delivered or 0) - 1


@pytest.mark.parametrize("table", [RESPONSES, COMPONENTS], ids=["responses", "components"])
def test_the_views_have_the_rows_of_the_tables(engines: Engines, table: Any) -> None:
    """Column by column the views hold what the ledger makes of the same events."""
    columns = [column for column in table.columns if column.name not in OWN]
    expected = sorted(_run(engines, "sqlite", select(*columns)), key=repr)

    assert expected == sorted(_run(engines, "clickhouse", select(*columns)), key=repr)


def _make_whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one if one is None or isinstance(one, str) else whole(one) for one in row)
