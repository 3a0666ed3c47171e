"""Writes amounts of money exactly, and never with an exponent."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from gemini_otel.pricing import Charge, Cost, Gap
from gemini_otel.pricing._cost import to_usd
from gemini_otel.pricing._names import REASONS


def write_amount(amount: Decimal) -> str:
    """An amount in full: `0.000462938`."""
    digits = format(amount, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def write_nano(nano: int) -> str:
    """Nano-dollars as dollars."""
    return write_amount(to_usd(nano))


def describe_cost(cost: Cost) -> dict[str, Any]:
    """The sum of a bill; null where nothing has a price."""
    amount = cost.amount
    return {
        "amount": None if amount is None else write_amount(amount),
        "currency": "USD",
        "complete": cost.is_complete,
    }


def describe_charges(charges: Iterable[Charge]) -> list[dict[str, Any]]:
    """The lines of a bill, with the prices they come from."""
    return [
        {
            "component": one.component,
            "modality": one.modality,
            "unit": one.unit,
            "quantity": one.quantity
            if isinstance(one.quantity, int)
            else write_amount(one.quantity),
            "rate": write_amount(one.rate.amount),
            "per": one.rate.block,
            "amount": write_nano(one.nano),
            "price_id": one.rate.price_id,
            "adjustments": list(one.rate.adjustments),
        }
        for one in charges
    ]


def describe_gaps(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """What has no price, and why."""
    return [
        {
            "component": one.component,
            "reason": one.reason,
            "what": one.what,
            "meaning": REASONS[one.reason],
        }
        for one in gaps
    ]
