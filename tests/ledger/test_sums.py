"""Whatever order, repetition and batches events come in, the sums are those of the events."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import Connection, Table, create_engine, select

from gemini_otel._semconv import ATTRIBUTION_PREFIX
from gemini_otel_exporters._ledger._lines import read_line
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._rows import Row, make_row
from gemini_otel_exporters._ledger._schema import (
    ALLOCATIONS,
    COMPONENTS,
    HOURLY_ALLOCATED_COMPONENTS,
    HOURLY_ALLOCATIONS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
    RESPONSES,
)
from gemini_otel_exporters._ledger._store import Store
from tests.ledger.events import HOUR, HOUR_NS, describe_usage, spell_line


_KEY = ("hour", "model", "tier", "platform")
_ALLOCATION = ("operation", "service", "environment", "tenant", "feature")
_prices = strategies.lists(strategies.integers(0, 10**12), min_size=1, max_size=5).map(tuple)
_events = strategies.tuples(
    _prices,
    strategies.integers(0, 2),
    strategies.sampled_from([None, "flex"]),
    strategies.sampled_from([None, 2]),
    strategies.booleans(),
    strategies.sampled_from([None, "acme", "globex"]),
)


def _make(event: Any) -> Row:
    prices, hour, tier, attempts, is_priced, tenant = event
    told = describe_usage(prices, COST_TIER=tier, ATTEMPTS=attempts)
    del told[f"{ATTRIBUTION_PREFIX}tenant"]
    if tenant:
        told[f"{ATTRIBUTION_PREFIX}tenant"] = tenant
    if not is_priced:
        told = {name: value for name, value in told.items() if "cost" not in name}
    return make_row(read_line(spell_line(told, time_ns=(HOUR + hour) * HOUR_NS)))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    events=strategies.lists(_events, max_size=12),
    picks=strategies.lists(strategies.lists(strategies.integers(0, 11), max_size=8), max_size=6),
)
def test_sums(url: str, tmp_path: Path, events: list[Any], picks: list[list[int]]) -> None:
    """All tables add up to the distinct events that came."""
    store = Store(find_place(url))
    store.prepare()
    before = _read(url)
    rows = [_make(event) for event in events]
    came: dict[str, Row] = {}
    for batch in picks:
        chosen = [rows[index] for index in batch if index < len(rows)]
        store.write(chosen)
        came.update({row.response["uid"]: row for row in chosen})
    store.close()

    assert _expect(came.values()) == _read(url) - before


def _expect(rows: Any) -> Counter[tuple[Any, ...]]:
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        told = row.response
        key = tuple(told[name] for name in _KEY)
        whole = (*key, told["outcome"], *(told[name] for name in _ALLOCATION))
        nano = told["nano_usd"] or 0
        sums[("rows",)] += 1
        sums[("items",)] += len(row.items)
        sums[("nano",)] += nano
        sums[("item nano",)] += sum(item.nano_usd for item in row.items)
        _add(sums, ("hour responses", *key, told["outcome"]), 1)
        _add(sums, ("hour nano", *key, told["outcome"]), nano)
        _add(sums, ("hour unpriced", *key, told["outcome"]), told["nano_usd"] is None)
        _add(sums, ("hour retried", *key, told["outcome"]), told["attempts"] > 1)
        for item in row.items:
            _add(sums, ("hour item", *key, item.component), item.nano_usd)
            _add(sums, ("allocated lines", *whole, item.component), 1)
            _add(sums, ("allocated item", *whole, item.component), item.nano_usd)
        _add(sums, ("allocated responses", *whole, None), 1)
        _add(sums, ("allocated unpriced", *whole, None), told["nano_usd"] is None)
        _add(sums, ("allocated input", *whole, None), 300)
        _add(sums, ("allocated output", *whole, None), 200)
        _add(sums, ("allocated nano", *whole, None), nano)
    return +sums


def _add(sums: Counter[tuple[Any, ...]], key: tuple[Any, ...], amount: int) -> None:
    sums[key] += amount


def _read(url: str) -> Counter[tuple[Any, ...]]:
    engine = create_engine(find_place(url).url)
    sums: Counter[tuple[Any, ...]] = Counter()
    with engine.connect() as connection:
        for row in connection.execute(select(RESPONSES.c.nano_usd)):
            sums.update({("rows",): 1, ("nano",): row.nano_usd or 0})
        for row in connection.execute(select(COMPONENTS.c.nano_usd)):
            sums.update({("items",): 1, ("item nano",): row.nano_usd})
        for row in connection.execute(select(HOURLY_RESPONSES)):
            key = (*(getattr(row, name) for name in _KEY), row.outcome)
            _add(sums, ("hour responses", *key), row.responses)
            _add(sums, ("hour nano", *key), row.nano_usd)
            _add(sums, ("hour unpriced", *key), row.unpriced_responses)
            _add(sums, ("hour retried", *key), row.retried_responses)
        for row in connection.execute(select(HOURLY_COMPONENTS)):
            key = (*(getattr(row, name) for name in _KEY), row.component)
            _add(sums, ("hour item", *key), row.nano_usd)
        for key, row in _read_allocated(connection, HOURLY_ALLOCATIONS):
            _add(sums, ("allocated responses", *key), row.responses)
            _add(sums, ("allocated unpriced", *key), row.unpriced_responses)
            _add(sums, ("allocated input", *key), row.input_tokens)
            _add(sums, ("allocated output", *key), row.output_tokens)
            _add(sums, ("allocated nano", *key), row.nano_usd)
        for key, row in _read_allocated(connection, HOURLY_ALLOCATED_COMPONENTS):
            _add(sums, ("allocated lines", *key), row.lines)
            _add(sums, ("allocated item", *key), row.nano_usd)
    engine.dispose()
    return sums


def _read_allocated(connection: Connection, table: Table) -> Iterator[tuple[Any, Any]]:
    joined = table.join(ALLOCATIONS, ALLOCATIONS.c.id == table.c.allocation)
    for row in connection.execute(select(table, ALLOCATIONS).select_from(joined)):
        names = (*_KEY, "outcome", *_ALLOCATION, "component")
        yield tuple(getattr(row, name) for name in names), row
