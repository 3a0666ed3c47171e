"""Says in a few words what a price is the price of."""

from datetime import date
from decimal import Decimal

from gemini_otel.cli._amounts import write_amount
from gemini_otel.pricing._records import Price


_ALL = 5
"""So many modalities there are."""


def name_thing(price: Price) -> str:
    """What it is the price of: `cached input, audio`, `second of 1080p with sound`."""
    words = [_name_direction(price)]
    if 0 < len(price.modalities) < _ALL:
        words.append(" ".join(price.modalities))
    if price.size:
        words.append(price.size)
    if price.audio is not None:
        words.append("with sound" if price.audio else "without sound")
    if price.band != "all":
        words.append(f"prompt {price.band}")
    if price.location != "any":
        words.append(price.location)
    return ", ".join(words)


def name_unit(price: Price) -> str:
    """What one pays it for."""
    return {"1M tokens": "1M", "1M token-hours": "1M h"}.get(price.unit, price.unit)


def say_route(other: str) -> str:
    """That another model answers in the place of the named one."""
    return f"answered and billed as {other}"


def show_usd(price: Price | None) -> str:
    """Its amount; a dash where there is none."""
    return write_amount(price.usd) if price else "-"


def show_factor(factor: Decimal | None) -> str:
    """How many times as much."""
    return f"x{write_amount(round(factor, 3))}" if factor is not None else ""


def show_day(day: date | None) -> str:
    """A day, or nothing."""
    return day.isoformat() if day else ""


def _name_direction(price: Price) -> str:
    if price.direction == "storage":
        return "cache storage"
    if not price.unit.endswith("tokens"):
        return "output" if price.direction == "output" else price.direction
    return "cached input" if price.cached else price.direction
