"""Reads the bill of an event: the total, and lines that add up to it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import orjson

from gemini_otel._semconv import COST_COMPONENTS, COST_NANO_USD


UNITEMISED: Final = "unitemised"
"""The component of a bill of which only the total is left."""

_MOST: Final = 2**63 - 1


class Item(NamedTuple):
    """One line of a bill."""

    component: str
    modality: str
    unit: str
    quantity: int | Decimal
    nano_usd: int
    rate_usd: str | None
    per: int | None
    price_id: str | None
    adjustments: str | None


class Bill(NamedTuple):
    """What a response cost; without any price there is no total and no item.

    `is_cut` says that the items did not arrive whole.
    """

    nano_usd: int | None
    items: tuple[Item, ...]
    is_cut: bool


def read_bill(attributes: Mapping[str, Any]) -> Bill:
    """The bill of an event; the total is kept whatever became of the items."""
    total, spelled = read_count(attributes.get(COST_NANO_USD)), attributes.get(COST_COMPONENTS)
    items = _read_items(spelled)
    if items is None:
        return Bill(total, _put_together(total), is_cut=spelled is not None or total is not None)
    added = sum(item.nano_usd for item in items)
    if total is None:
        return Bill(added, items, is_cut=True)
    if added != total:
        return Bill(total, _put_together(total), is_cut=True)
    return Bill(total, items, is_cut=False)


def read_count(value: object) -> int | None:
    """A whole number that a database can hold."""
    if isinstance(value, int) and not isinstance(value, bool) and -_MOST <= value <= _MOST:
        return value
    return None


def _put_together(total: int | None) -> tuple[Item, ...]:
    if total is None:
        return ()
    return (Item(UNITEMISED, "unknown", "response", 1, total, None, None, None, None),)


def _read_items(spelled: object) -> tuple[Item, ...] | None:
    """The items; `None` where there are none, or one of them cannot be read."""
    if not isinstance(spelled, str):
        return None
    try:
        return tuple(map(_read_item, orjson.loads(spelled)))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        return None


def _read_item(told: dict[str, Any]) -> Item:
    quantity, nano = told["quantity"], read_count(told["nano_usd"])
    if nano is None:
        raise ValueError
    adjustments = told.get("adjustments")
    return Item(
        str(told["component"]),
        str(told["modality"]),
        str(told["unit"]),
        quantity if isinstance(quantity, int) else Decimal(quantity),
        nano,
        told.get("rate_usd"),
        read_count(told.get("per")),
        told.get("price_id"),
        orjson.dumps(adjustments).decode() if adjustments else None,
    )
