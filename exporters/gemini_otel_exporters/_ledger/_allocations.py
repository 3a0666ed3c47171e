"""Numbers what costs are told apart by, each combination once."""

import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection

from gemini_otel_exporters._ledger._bulk import SQLITE, write_rows
from gemini_otel_exporters._ledger._schema import ALLOCATIONS


class Allocation(NamedTuple):
    """All that the cost of a response, or of a line of its bill, is told apart by."""

    model: str
    tier: str
    platform: str
    outcome: str
    operation: str
    service: str | None
    environment: str | None
    tenant: str | None
    feature: str | None
    component: str | None = None


_COLUMNS: Final = ("digest", *Allocation._fields)
_UNLESS_KNOWN: Final = " ON CONFLICT (digest) DO NOTHING"
_DIGEST_BYTES: Final = 16


def find_allocation(response: Mapping[str, Any]) -> Allocation:
    """The allocation of a row of `responses`."""
    return Allocation(*(response[name] for name in Allocation._fields[:-1]))


def number_allocations(
    connection: Connection, allocations: Collection[Allocation]
) -> dict[Allocation, int]:
    """The ids of allocations; those that are not there yet are written.

    Args:
        connection: Within a transaction.
        allocations: Any number of them.
    """
    digests = {_digest(one): one for one in allocations}
    ids = _read(connection, digests)
    missing = sorted(digests.keys() - ids.keys())
    if missing:
        rows = [(digest, *digests[digest]) for digest in missing]
        # Somebody else may write the same ones: who comes second waits, and reads theirs.
        write_rows(connection, ALLOCATIONS, _COLUMNS, rows, _UNLESS_KNOWN)
        ids |= _read(connection, missing)
    return {one: ids[digest] for digest, one in digests.items()}


@functools.lru_cache(maxsize=10_000)
def _digest(one: Allocation) -> str:
    return hashlib.blake2b(orjson.dumps(tuple(one)), digest_size=_DIGEST_BYTES).hexdigest()


def _read(connection: Connection, digests: Iterable[str]) -> dict[str, int]:
    known = connection.exec_driver_sql(
        _KNOWN[connection.dialect.name == SQLITE], (json.dumps(list(digests)),)
    )
    return dict(iter(known))


_KNOWN: Final = {
    True: "SELECT digest, id FROM allocations WHERE digest IN (SELECT value FROM json_each(?))",
    False: (
        "SELECT digest, id FROM allocations "
        "WHERE digest IN (SELECT json_array_elements_text(%s::json))"
    ),
}
