"""What a response took, and the bill that paper and pencil give for it."""

from collections.abc import Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

import pytest

from gemini_otel.pricing import Consumption, Cost, Grounding, Media, Usage


TODAY: Final = date(2026, 11, 20)
"""A day on which no price changes."""

NANO: Final = 10**9

_BLOCKS: Final = {"token": 1_000_000, "token_hour": 1_000_000}


class Line(NamedTuple):
    """One line of a bill: so many units at so many dollars a million tokens, or a piece."""

    component: str
    modality: str
    quantity: int | Decimal
    usd: str
    nano: int
    unit: str = "token"

    @property
    def on_paper(self) -> int:
        """What quantity and rate give, in nano-dollars and rounded half to even."""
        return round(Fraction(self.quantity) * Fraction(self.usd) * NANO / self.block)

    @property
    def block(self) -> int:
        """So many units cost `usd`."""
        return _BLOCKS.get(self.unit, 1)


class Bill(NamedTuple):
    """All that a cost says, in an order that does not matter."""

    lines: tuple[Line, ...] = ()
    total: int | None = None
    savings: int = 0
    gaps: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[str, ...] = ()
    tier: str = "standard"
    model: str | None = None


class Case(NamedTuple):
    """What was taken, and what it costs."""

    took: Consumption
    bill: Bill


class Expected(NamedTuple):
    """What a case expects beside its lines and its total."""

    savings: int = 0
    gaps: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[str, ...] = ()
    tier: str = "standard"
    model: str | None = ""


_PLAIN: Final = Expected()


def case(
    fact: str, took: Consumption, lines: Sequence[Line], total: int | None, also: Expected = _PLAIN
) -> "pytest.ParameterSet":
    """A case by the name of the fact it shows; the model that answered is the one priced."""
    model = took.model if also.model == "" else also.model
    bill = Bill(
        tuple(sorted(lines, key=_name_line)),
        total,
        also.savings,
        tuple(sorted(also.gaps)),
        tuple(sorted(also.assumptions)),
        also.tier,
        model,
    )
    return pytest.param(Case(took, bill), id=fact)


def read_bill(cost: Cost) -> Bill:
    """A cost in the words of a case."""
    lines = [
        Line(one.component, one.modality, one.quantity, _write(one.rate.amount), one.nano, one.unit)
        for one in cost.charges
    ]
    return Bill(
        tuple(sorted(lines, key=_name_line)),
        cost.nano,
        cost.savings_nano,
        tuple(sorted((gap.component, gap.reason) for gap in cost.gaps)),
        tuple(sorted(cost.assumptions)),
        cost.tier,
        cost.model,
    )


def developer(
    model: str,
    usage: Usage | None = None,
    at: date | datetime = TODAY,
    *,
    tier: str | None = "standard",
    requested: str | None = None,
    grounding: Grounding | None = None,
    media: Sequence[Media] = (),
) -> Consumption:
    """A response of the Gemini Developer API, on the tier its header names."""
    return Consumption(
        model,
        "gemini_api",
        at,
        usage,
        tier=tier,
        requested_tier=requested,
        grounding=grounding,
        media=media,
    )


def vertex(
    model: str,
    usage: Usage | None = None,
    at: date | datetime = TODAY,
    *,
    location: str | None = "global",
    traffic: str | None = "ON_DEMAND",
    tier: str | None = None,
    requested: str | None = None,
    grounding: Grounding | None = None,
    media: Sequence[Media] = (),
) -> Consumption:
    """A response of Vertex AI, on the tier its traffic type names."""
    return Consumption(
        model,
        "vertex",
        at,
        usage,
        location=location,
        tier=tier,
        traffic_type=traffic,
        requested_tier=requested,
        grounding=grounding,
        media=media,
    )


def utc(text: str) -> datetime:
    """A time in UTC, such as `2026-12-01 07:59:59`."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def _write(usd: Decimal) -> str:
    return format(usd, "f")


def _name_line(line: Line) -> tuple[str, str, str]:
    return line.component, line.modality, line.unit
