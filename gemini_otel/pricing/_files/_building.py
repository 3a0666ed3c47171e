"""Makes records of what a price file says, which is taken to be right."""

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from gemini_otel.pricing._records import (
    Alias,
    Discount,
    Fee,
    Life,
    Model,
    Price,
    Records,
    Source,
    Uplift,
)


Record = Mapping[str, Any]

_RENAMED: Final = {"from": "since", "modality": "modalities"}
_UNSTORED: Final = ("locations", "gap_before")


def build(document: Record, *, is_users: bool = False) -> Records:
    """The records of a file.

    Args:
        document: What the file says.
        is_users: Whether it is the user's own.
    """
    prices = (_build_price(one, is_users=is_users) for one in document.get("prices", ()))
    return Records(
        checked=_to_day(document.get("checked")),
        sources=tuple(_build_sources(document.get("sources", {}))),
        models=_build_all(_build_model, document, "models"),
        aliases=_build_all(lambda one: Alias(one["alias"], one["model"]), document, "aliases"),
        prices=tuple(prices),
        uplifts=_build_all(_build_uplift, document, "uplifts"),
        fees=_build_all(lambda one: Fee(**_convert(one)), document, "fees"),
        lives=_build_all(lambda one: Life(**_convert(one)), document, "lifecycle"),
        discounts=_build_all(_build_discount, document, "discounts"),
    )


def _build_all(make: Callable[[Record], Any], document: Record, kind: str) -> tuple[Any, ...]:
    return tuple(make(one) for one in document.get(kind, ()))


def _build_sources(sources: Mapping[str, Record]) -> Iterator[Source]:
    for name, one in sources.items():
        yield Source(name, one["title"], one["url"], str(one["read"]))


def _build_model(record: Record) -> Model:
    return Model(record["id"], _to_decimal(record.get("generation")))


def _build_price(record: Record, *, is_users: bool) -> Price:
    # Spelled out, not by _convert: there are a thousand of them, and start-up waits.
    get = record.get
    return Price(
        record["model"],
        record["platform"],
        record["tier"],
        record["direction"],
        record["unit"],
        Decimal(record["usd"]),
        _read_day(record["from"]),
        _to_day(get("until")),
        tuple(get("modality", ())),
        get("cached", False),
        get("location", "any"),
        get("band", "all"),
        get("size"),
        get("audio"),
        tuple(get("sources", ())),
        str(get("read", "")),
        get("confidence", ""),
        get("note", ""),
        is_users,
    )


def _build_uplift(record: Record) -> Uplift:
    models: dict[str, Any] = {"models": frozenset(record["models"])}
    return Uplift(**(_convert(record) | models))


def _build_discount(record: Record) -> Discount:
    names = ("models", "platforms", "tiers")
    sets: dict[str, Any] = {name: frozenset(record.get(name, ())) for name in names}
    return Discount(**(_convert(record) | sets))


def _convert(record: Record) -> dict[str, Any]:
    """Fields by the names and in the types that records have."""
    return {
        _RENAMED.get(name, name): _CONVERSIONS.get(name, _keep)(value)
        for name, value in record.items()
        if name not in _UNSTORED
    }


def _keep(value: object) -> object:
    return value


def _to_decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _to_day(value: str | date | None) -> date | None:
    return None if value is None else _read_day(value)


@functools.cache
def _read_day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_CONVERSIONS: Final[Mapping[str, Callable[[Any], object]]] = {
    "usd": Decimal,
    "percent": Decimal,
    "multiplier": Decimal,
    "generation_from": _to_decimal,
    "generation_until": _to_decimal,
    "from": _to_day,
    "until": _to_day,
    "release": _to_day,
    "shutdown": _to_day,
    "sources": tuple,
    "read": str,
}
