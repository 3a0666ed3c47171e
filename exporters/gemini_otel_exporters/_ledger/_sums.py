"""Keeps the hourly sums of a ledger, from exactly the rows that were inserted."""

import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, text

from gemini_otel_exporters._ledger._allocations import (
    Allocation,
    find_allocation,
    number_allocations,
)
from gemini_otel_exporters._ledger._bulk import write_rows
from gemini_otel_exporters._ledger._rows import KINDS, Row
from gemini_otel_exporters._ledger._schema import (
    HOURLY_ALLOCATED_COMPONENTS,
    HOURLY_ALLOCATIONS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
)


Key = tuple[Any, ...]
Sums = dict[Key, tuple[int, ...]]

_TOKENS: Final = tuple(f"{kind}_tokens" for kind in KINDS)


class _Hours(NamedTuple):
    """Sums of responses and of lines of their bills, by hour and by whatever else."""

    responses: Sums
    components: Sums


def add_to_hours(connection: Connection, rows: Iterable[Row]) -> None:
    """Adds inserted rows to the sums, in the transaction that inserted them."""
    kept, allocated = _Hours({}, {}), _Hours({}, {})
    for row in rows:
        _add_up(row, kept, allocated)
    if not kept.responses:
        return
    _wait_for_turn(connection)
    numbered = _number(connection, allocated)
    for table, sums in (
        (HOURLY_RESPONSES, kept.responses),
        (HOURLY_COMPONENTS, kept.components),
        (HOURLY_ALLOCATIONS, numbered.responses),
        (HOURLY_ALLOCATED_COMPONENTS, numbered.components),
    ):
        _write(connection, table, sums)


def _add_up(row: Row, kept: _Hours, allocated: _Hours) -> None:
    told = row.response
    hour, allocation = told["hour"], find_allocation(told)
    key = (hour, allocation.model, allocation.tier, allocation.platform)
    _add(kept.responses, (*key, allocation.outcome), _measure(told))
    _add(allocated.responses, (hour, allocation), _measure_shortly(told))
    for item in row.items:
        line = (1, item.nano_usd)
        _add(kept.components, (*key, item.component), line)
        _add(allocated.components, (hour, allocation, item.component), line)


def _measure(told: Mapping[str, Any]) -> tuple[int, ...]:
    """As `hourly_responses` has it."""
    tokens = tuple(told[name] for name in _TOKENS)
    nano = told["nano_usd"]
    return (
        *_count(told),
        int(told["attempts"] > 1),
        *tokens,
        sum(tokens) if nano is None else 0,
        told["web_queries"] + told["image_queries"] + told["retrieval_queries"],
        nano or 0,
        told["savings_nano_usd"],
    )


def _measure_shortly(told: Mapping[str, Any]) -> tuple[int, ...]:
    """As `hourly_allocations` has it."""
    return (
        *_count(told),
        told["uncached_prompt_tokens"] + told["cached_tokens"] + told["tool_use_tokens"],
        told["candidates_tokens"] + told["thoughts_tokens"],
        told["nano_usd"] or 0,
    )


def _count(told: Mapping[str, Any]) -> tuple[int, int, int]:
    """One response; whether nothing of it was priced, or only a part."""
    is_unpriced = told["nano_usd"] is None
    return 1, int(is_unpriced), int(not is_unpriced and not told["cost_complete"])


def _add(sums: Sums, key: Key, amounts: tuple[int, ...]) -> None:
    known = sums.get(key)
    sums[key] = tuple(map(operator.add, known, amounts)) if known else amounts


def _number(connection: Connection, allocated: _Hours) -> _Hours:
    """The same, by the ids of allocations."""
    responses: dict[Key, Allocation] = {key: key[1] for key in allocated.responses}
    components: dict[Key, Allocation] = {
        key: key[1]._replace(component=key[2]) for key in allocated.components
    }
    ids = number_allocations(connection, {*responses.values(), *components.values()})
    return _Hours(
        {(key[0], ids[one]): allocated.responses[key] for key, one in responses.items()},
        {(key[0], ids[one]): allocated.components[key] for key, one in components.items()},
    )


def _wait_for_turn(connection: Connection) -> None:
    """Everybody adds to the same few rows: to wait once, in a queue, is shorter than at each row.

    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


_LOCK: Final = 0x67656D696E690002
"""Of PostgreSQL's advisory locks, held to the end of the transaction."""


def _write(connection: Connection, table: Table, sums: Sums) -> None:
    if not sums:
        return
    columns = [str(column.name) for column in table.columns]
    keys = [str(column.name) for column in table.primary_key]
    added = [name for name in columns if name not in keys]
    changes = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in added)
    rows = [(*key, *sums[key]) for key in sums]
    ending = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    write_rows(connection, table, columns, rows, ending)
