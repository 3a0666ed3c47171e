"""Writes many rows with one statement, in the words of each database.

The statements go to the drivers as they are: to compile and bind 300 values for each response would
take longer than the database does.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, CursorResult, Table
from typing_extensions import Unpack


SQLITE: Final = "sqlite"


def write_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    ending: str = "",
) -> CursorResult[Unpack[tuple[Any, ...]]]:
    """Inserts rows, one after the other.

    Args:
        connection: Within a transaction.
        table: Where to.
        columns: What the values of each row are.
        rows: One at least.
        ending: What the statement says after that, such as what to do in a conflict.

    Returns:
        What the statement gives.

    Raises:
        OverflowError: A number is too large for every column.
    """
    if connection.dialect.name == SQLITE:
        return connection.exec_driver_sql(
            _spell_values(table, columns) + ending, [tuple(row) for row in rows]
        )
    records = _spell_records(columns, rows)
    return connection.exec_driver_sql(_spell_recordset(table, columns) + ending, (records,))


def _spell_values(table: Table, columns: Sequence[str]) -> str:
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) "  # noqa: S608 - names of ours
        f"VALUES ({', '.join('?' * len(columns))})"
    )


def _spell_recordset(table: Table, columns: Sequence[str]) -> str:
    names = ", ".join(columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {names} "  # noqa: S608 - names of ours
        f"FROM json_populate_recordset(NULL::{table.name}, %s::json)"
    )


def _spell_records(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    try:
        return orjson.dumps(records, str).decode()
    except TypeError as error:  # what SQLite's driver says of the same number
        raise OverflowError(str(error)) from error
