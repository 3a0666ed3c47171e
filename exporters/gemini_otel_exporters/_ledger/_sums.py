"""Keeps the hourly sums of a ledger, from exactly the rows that were inserted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from gemini_otel_exporters._ledger._rows import KINDS, Row
from gemini_otel_exporters._ledger._schema import HOURLY_COMPONENTS, HOURLY_RESPONSES


Key = tuple[Any, ...]
Sums = dict[Key, list[int]]

_RESPONSE_KEY: Final = ("hour", "model", "tier", "platform", "outcome")
_COMPONENT_KEY: Final = ("hour", "model", "tier", "platform", "component")
_TOKENS: Final = tuple(f"{kind}_tokens" for kind in KINDS)
_RESPONSE_SUMS: Final = (
    "responses",
    "unpriced_responses",
    "incomplete_responses",
    "retried_responses",
    *_TOKENS,
    "unpriced_tokens",
    "queries",
    "nano_usd",
    "savings_nano_usd",
)
_COMPONENT_SUMS: Final = ("lines", "nano_usd")


def _make_upsert(table: Table, key: Sequence[str], sums: Sequence[str], module: Any) -> Any:
    added = module.insert(table)
    return added.on_conflict_do_update(
        index_elements=[table.c[name] for name in key],
        set_={name: table.c[name] + added.excluded[name] for name in sums},
    )


_UPSERTS: Final = {
    dialect: (
        _make_upsert(HOURLY_RESPONSES, _RESPONSE_KEY, _RESPONSE_SUMS, module),
        _make_upsert(HOURLY_COMPONENTS, _COMPONENT_KEY, _COMPONENT_SUMS, module),
    )
    for dialect, module in (("sqlite", sqlite), ("postgresql", postgresql))
}


def add_to_hours(connection: Connection, rows: Iterable[Row]) -> None:
    """Adds inserted rows to the sums, in the transaction that inserted them.

    Everybody adds in the order of the keys, so that no two transactions wait for one another.
    """
    responses: Sums = defaultdict(lambda: [0] * len(_RESPONSE_SUMS))
    components: Sums = defaultdict(lambda: [0] * len(_COMPONENT_SUMS))
    for row in rows:
        _add_up(row, responses, components)
    by_response, by_component = _UPSERTS[connection.dialect.name]
    if responses:
        connection.execute(by_response, _spell(responses, _RESPONSE_KEY, _RESPONSE_SUMS))
    if components:
        connection.execute(by_component, _spell(components, _COMPONENT_KEY, _COMPONENT_SUMS))


def _add_up(row: Row, responses: Sums, components: Sums) -> None:
    told = row.response
    key: Key = (told["hour"], told["model"], told["tier"], told["platform"])
    _add(responses[_extend(key, told["outcome"])], _measure(told))
    for item in row.items:
        _add(components[_extend(key, item.component)], (1, item.nano_usd))


def _extend(key: Key, last: str) -> Key:
    return (*key, last)


def _measure(told: dict[str, Any]) -> tuple[int, ...]:
    tokens = tuple(told[name] for name in _TOKENS)
    nano = told["nano_usd"]
    is_unpriced = nano is None
    return (
        1,
        int(is_unpriced),
        int(not is_unpriced and not told["cost_complete"]),
        int(told["attempts"] > 1),
        *tokens,
        sum(tokens) if is_unpriced else 0,
        told["web_queries"] + told["image_queries"] + told["retrieval_queries"],
        nano or 0,
        told["savings_nano_usd"],
    )


def _add(sums: list[int], amounts: Sequence[int]) -> None:
    for index, amount in enumerate(amounts):
        sums[index] += amount


def _spell(sums: Sums, key: Sequence[str], names: Sequence[str]) -> list[dict[str, Any]]:
    columns = (*key, *names)
    return [dict(zip(columns, (*one, *sums[one]), strict=True)) for one in sorted(sums)]
