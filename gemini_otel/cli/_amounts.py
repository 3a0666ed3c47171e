"""Writes amounts of money exactly, and never with an exponent."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from gemini_otel._raw import keep_word
from gemini_otel.cli._gaps import name_missing
from gemini_otel.pricing import Charge, Cost, Gap
from gemini_otel.pricing._cost import to_usd
from gemini_otel.pricing._names import REASONS


AT_LEAST: Final = ">= "
"""Stands before an amount that is not all of it."""


def write_amount(amount: Decimal) -> str:
    """An amount in full: `0.000462938`."""
    digits = format(amount, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def write_nano(nano: int) -> str:
    """Nano-dollars as dollars."""
    return write_amount(to_usd(nano))


def show_amount(nano: int, *, is_least: bool = False) -> str:
    """Nano-dollars for people: `$0.00225`, or `>= $0.00225` where that is not all of it."""
    sign = "-" if nano < 0 else ""
    return f"{AT_LEAST if is_least else ''}{sign}${write_nano(abs(nano))}"


def describe_cost(cost: Cost) -> dict[str, Any]:
    """The sum of a bill; null where nothing has a price."""
    amount = cost.amount
    return {
        "amount": None if amount is None else write_amount(amount),
        "currency": "USD",
        "complete": cost.is_complete,
    }


def describe_charges(charges: Iterable[Charge]) -> list[dict[str, Any]]:
    """The lines of a bill, with the members of the usage event and the amount in dollars."""
    return [_describe_charge(one) for one in charges]


def _describe_charge(one: Charge) -> dict[str, Any]:
    counted, rate = one.quantity, one.rate
    described = {
        "component": one.component,
        "modality": keep_word(one.modality),
        "unit": one.unit,
        "quantity": counted if isinstance(counted, int) else write_amount(counted),
        "nano_usd": one.nano,
        "amount": write_nano(one.nano),
        "rate_usd": write_amount(rate.amount),
        "per": rate.block,
        "price_id": rate.price_id,
    }
    return described | ({"adjustments": list(rate.adjustments)} if rate.adjustments else {})


def describe_gaps(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """What has no price, and why."""
    return [
        {
            "component": one.component,
            "reason": one.reason,
            "what": name_missing(one),
            "meaning": REASONS[one.reason],
        }
        for one in gaps
    ]
