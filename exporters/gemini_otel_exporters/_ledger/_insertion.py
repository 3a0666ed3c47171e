"""Inserts responses and their bills, each response once however often it comes."""

import json
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import Connection

from gemini_otel_exporters._ledger._bulk import SQLITE, write_rows
from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._schema import COMPONENTS, RESPONSES


_RESPONSE: Final = tuple(str(column.name) for column in RESPONSES.columns)[1:]
_ITEM: Final = tuple(str(column.name) for column in COMPONENTS.columns)
_pick_response: Final = cast("Callable[[dict[str, Any]], tuple[Any, ...]]", itemgetter(*_RESPONSE))

_KNOWN: Final = "SELECT uid FROM responses WHERE uid IN (SELECT value FROM json_each(?))"
_LAST: Final = (
    "SELECT max(coalesce((SELECT max(id) FROM responses), 0), "
    "coalesce((SELECT max(response) FROM components), 0))"
)
_UNLESS_KNOWN: Final = " ON CONFLICT (uid) DO NOTHING RETURNING uid, id"


def insert_new(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Inserts the rows that are not there yet.

    Args:
        connection: Within a transaction; one of SQLite's must be its only writer.
        rows: Several may be of one response.

    Returns:
        Those that were inserted.
    """
    by_uid = {row.response["uid"]: row for row in rows}
    insert = _insert_alone if connection.dialect.name == SQLITE else _insert_among_others
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
        write_rows(connection, RESPONSES, ("id", *_RESPONSE), responses)
        items = [_spell_quantity(item) for item in _list_items(by_uid, ids)]
        if items:
            write_rows(connection, COMPONENTS, _ITEM, items)
    return list(ids)


def _insert_among_others(connection: Connection, by_uid: dict[str, Row]) -> list[str]:
    # Everybody inserts in the order of the ids, so that no two wait for one another.
    responses = [_pick_response(by_uid[uid].response) for uid in sorted(by_uid)]
    inserted = write_rows(connection, RESPONSES, _RESPONSE, responses, _UNLESS_KNOWN)
    ids: dict[str, int] = dict(iter(inserted))
    items = list(_list_items(by_uid, ids))
    if items:
        write_rows(connection, COMPONENTS, _ITEM, items)
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
