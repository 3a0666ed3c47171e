"""Inserts responses and their bills, each response once however often it comes.

The statements go to the drivers as they are: to compile and bind 300 values for each response would
take longer than the database does.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, cast

import orjson
from sqlalchemy import Connection, Table

from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._schema import COMPONENTS, RESPONSES


_RESPONSE: Final = tuple(str(column.name) for column in RESPONSES.columns)[1:]
_ITEM: Final = tuple(str(column.name) for column in COMPONENTS.columns)
_pick_response: Final = cast("Callable[[dict[str, Any]], tuple[Any, ...]]", itemgetter(*_RESPONSE))


def _insert_values(table: Table, columns: Sequence[str]) -> str:
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) "  # noqa: S608 - names of ours
        f"VALUES ({', '.join('?' * len(columns))})"
    )


def _insert_records(table: Table, columns: Sequence[str]) -> str:
    names = ", ".join(columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {names} "  # noqa: S608 - names of ours
        f"FROM json_populate_recordset(NULL::{table.name}, %s::json)"
    )


_KNOWN: Final = "SELECT uid FROM responses WHERE uid IN (SELECT value FROM json_each(?))"
_LAST: Final = (
    "SELECT max(coalesce((SELECT max(id) FROM responses), 0), "
    "coalesce((SELECT max(response) FROM components), 0))"
)
_RESPONSE_VALUES: Final = _insert_values(RESPONSES, ("id", *_RESPONSE))
_ITEM_VALUES: Final = _insert_values(COMPONENTS, _ITEM)
_RESPONSE_RECORDS: Final = (
    _insert_records(RESPONSES, _RESPONSE) + " ON CONFLICT (uid) DO NOTHING RETURNING uid, id"
)
_ITEM_RECORDS: Final = _insert_records(COMPONENTS, _ITEM)


def insert_new(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Inserts the rows that are not there yet.

    Args:
        connection: Within a transaction; one of SQLite's must be its only writer.
        rows: Several may be of one response.

    Returns:
        Those that were inserted.
    """
    by_uid = {row.response["uid"]: row for row in rows}
    insert = _insert_alone if connection.dialect.name == "sqlite" else _insert_among_others
    return [by_uid[uid] for uid in insert(connection, by_uid)]


def _insert_alone(connection: Connection, by_uid: dict[str, Row]) -> list[str]:
    """Asks and numbers by itself, which works in every SQLite."""
    asked = connection.exec_driver_sql(_KNOWN, (json.dumps(list(by_uid)),))
    known = set(asked.scalars())
    last: int = connection.exec_driver_sql(_LAST).scalar_one()
    ids = {
        uid: number for number, uid in enumerate((u for u in by_uid if u not in known), last + 1)
    }
    if ids:
        responses = [(ids[uid], *_pick_response(by_uid[uid].response)) for uid in ids]
        connection.exec_driver_sql(_RESPONSE_VALUES, responses)
        items = [_spell_quantity(item) for item in _list_items(by_uid, ids)]
        if items:
            connection.exec_driver_sql(_ITEM_VALUES, items)
    return list(ids)


def _insert_among_others(connection: Connection, by_uid: dict[str, Row]) -> list[str]:
    # Everybody inserts in the order of the ids, so that no two wait for one another.
    responses = orjson.dumps([by_uid[uid].response for uid in sorted(by_uid)]).decode()
    inserted = connection.exec_driver_sql(_RESPONSE_RECORDS, (responses,))
    ids: dict[str, int] = dict(iter(inserted))
    items = [dict(zip(_ITEM, item, strict=True)) for item in _list_items(by_uid, ids)]
    if items:
        connection.exec_driver_sql(_ITEM_RECORDS, (orjson.dumps(items, str).decode(),))
    return list(ids)


def _list_items(by_uid: dict[str, Row], ids: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    for uid, number in ids.items():
        for line, item in enumerate(by_uid[uid].items):
            yield (number, line, *item)


def _spell_quantity(item: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite knows no decimals; a text that is a number becomes one in its column."""
    quantity = item[_QUANTITY]
    if isinstance(quantity, int):
        return item
    return (*item[:_QUANTITY], str(quantity), *item[_QUANTITY + 1 :])


_QUANTITY: Final = _ITEM.index("quantity")
