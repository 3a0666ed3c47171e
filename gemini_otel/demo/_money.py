"""Amounts of money, exact to the nano-dollar, as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gemini_otel._semconv import COST_COMPLETE, COST_NANO_USD, USAGE_COST_AMOUNT


AT_LEAST: Final = ">= "
"""Stands before an amount that is not all of it."""

UNPRICED: Final = "unpriced"
"""Stands where there is no amount, because nothing could be priced."""

_NANO: Final = 10**9
_DIGITS: Final = 9
_FEWEST: Final = 6


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money.

    Attributes:
        nano_usd: In nano-dollars.
        usd: In US dollars, as a decimal number with nine places.
    """

    nano_usd: int
    usd: str


def make_amount(nano: int) -> Amount:
    """So many nano-dollars."""
    return Amount(nano, spell_number(nano, _DIGITS))


def spell_number(nano: int, places: int = 0) -> str:
    """Nano-dollars as dollars, exactly, with so many places or more."""
    whole, rest = divmod(nano, 10**_DIGITS)
    digits = f"{rest:0{_DIGITS}}".rstrip("0").ljust(places, "0")
    return f"{whole:,}.{digits}" if digits else f"{whole:,}"


def spell(nano: int, places: int = _FEWEST) -> str:
    """The same with the dollar sign, as in `$0.000018`."""
    return f"${spell_number(nano, places)}"


def count_places(nano: int) -> int:
    """How many places an amount needs."""
    return len(spell_number(nano).partition(".")[2])


def read_cost(attributes: Mapping[str, Any]) -> Amount | None:
    """The cost that a span or an event has, if it has one.

    A span has it as a float of whole nano-dollars, so that rounding gives them back exactly.
    """
    if COST_NANO_USD in attributes:
        return make_amount(attributes[COST_NANO_USD])
    usd = attributes.get(USAGE_COST_AMOUNT)
    return None if usd is None else make_amount(round(usd * _NANO))


def spell_cost(attributes: Mapping[str, Any]) -> str:
    """The same for people; nothing where there is nothing to be charged for."""
    cost = read_cost(attributes)
    if attributes.get(COST_COMPLETE, True):
        return spell(cost.nano_usd) if cost else ""
    return f"{AT_LEAST}{spell(cost.nano_usd)}" if cost else UNPRICED
