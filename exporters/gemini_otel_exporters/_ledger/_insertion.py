"""Inserts responses and their bills, each response once however often it comes."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql

from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._schema import COMPONENTS, RESPONSES


_ITEM_COLUMNS: Final = tuple(column.name for column in COMPONENTS.columns)[2:]
_KNOWN: Final = select(RESPONSES.c.uid).where(
    RESPONSES.c.uid.in_(bindparam("uids", expanding=True))
)
_LAST: Final = select(
    func.max(
        func.coalesce(select(func.max(RESPONSES.c.id)).scalar_subquery(), 0),
        func.coalesce(select(func.max(COMPONENTS.c.response)).scalar_subquery(), 0),
    )
)
_ONCE: Final = (
    postgresql.insert(RESPONSES)
    .on_conflict_do_nothing(index_elements=[RESPONSES.c.uid])
    .returning(RESPONSES.c.id, RESPONSES.c.uid)
)


def insert_new(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """Inserts the rows that are not there yet.

    Args:
        connection: Within a transaction; one of SQLite's must be its only writer.
        rows: Several may be of one response.

    Returns:
        Those that were inserted.
    """
    by_uid = {row.response["uid"]: row for row in rows}
    if connection.dialect.name == "sqlite":
        ids = _insert_alone(connection, by_uid)
    else:
        ids = _insert_among_others(connection, by_uid)
    items = [
        dict(zip(_ITEM_COLUMNS, item, strict=True)) | {"response": ids[uid], "line": line}
        for uid in ids
        for line, item in enumerate(by_uid[uid].items)
    ]
    if items:
        connection.execute(insert(COMPONENTS), items)
    return [by_uid[uid] for uid in ids]


def _insert_alone(connection: Connection, by_uid: dict[str, Row]) -> dict[str, int]:
    """Asks and numbers by itself, which works in every SQLite and is faster than RETURNING."""
    known = set(connection.execute(_KNOWN, {"uids": list(by_uid)}).scalars())
    last: int = connection.execute(_LAST).scalar_one()
    fresh = [uid for uid in by_uid if uid not in known]
    ids = {uid: last + number for number, uid in enumerate(fresh, 1)}
    if fresh:
        rows = [{**by_uid[uid].response, "id": ids[uid]} for uid in fresh]
        connection.execute(insert(RESPONSES), rows)
    return ids


def _insert_among_others(connection: Connection, by_uid: dict[str, Row]) -> dict[str, int]:
    # Everybody inserts in the order of the ids, so that no two wait for one another.
    rows: list[dict[str, Any]] = [by_uid[uid].response for uid in sorted(by_uid)]
    return {uid: number for number, uid in connection.execute(_ONCE, rows)}
