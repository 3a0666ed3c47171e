"""What a response costs: charges that add up, and what could not be priced."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple


NANO: Final = 10**9
"""Nano-dollars in a dollar; a nano-dollar is the unit every amount is rounded to, once."""

_NANO_PLACES: Final = -9


class Rate:
    """The price of one unit: a list price, and what changed it.

    `spelled` is the amount as a decimal string, `json` the members that say the rate in JSON.

    Args:
        usd: US dollars for so many units as `block` says.
        block: 1,000,000 for tokens, 1 for what is billed by the piece.
        price_id: The row of the catalog that it comes from.
        adjustments: The uplifts and discounts that are in it.
    """

    __slots__ = (
        "_bottom",
        "_top",
        "adjustments",
        "block",
        "json",
        "price_id",
        "spelled",
        "usd",
    )

    def __init__(
        self, usd: Fraction, block: int, price_id: str, adjustments: tuple[str, ...] = ()
    ) -> None:
        self.usd: Fraction = usd
        self.block: int = block
        self.price_id: str = price_id
        self.adjustments: tuple[str, ...] = adjustments
        self.spelled: str = f"{to_decimal(usd):f}"
        told: dict[str, object] = {"rate_usd": self.spelled, "per": block, "price_id": price_id}
        if adjustments:
            told["adjustments"] = adjustments
        self.json: str = json.dumps(told, separators=(",", ":"))[1:-1]
        self._top, self._bottom = (usd * NANO / block).as_integer_ratio()

    def charge(self, quantity: int | Decimal) -> int:
        """So many units in nano-dollars, rounded half to even.

        In whole numbers, not `Decimal`: that is exact whatever context the app has set.
        """
        if not isinstance(quantity, int):
            return round(self.charge_exactly(quantity))
        if self._bottom == 1:  # most rates are whole nano-dollars
            return quantity * self._top
        whole, rest = divmod(quantity * self._top, self._bottom)
        return whole + (2 * rest > self._bottom - (whole & 1)) if rest else whole

    def charge_exactly(self, quantity: int | Decimal) -> Fraction:
        """So many units in nano-dollars, not rounded."""
        return Fraction(quantity) * Fraction(self._top, self._bottom)

    @property
    def amount(self) -> Decimal:
        """US dollars for a block of units."""
        return Decimal(self.spelled)

    def __repr__(self) -> str:
        return f"Rate({self.amount} USD / {self.block}, {self.price_id!r})"


class Charge(NamedTuple):
    """One line of a response's bill.

    Attributes:
        component: What it is for, such as `input` or `thinking`.
        modality: Of what, such as `text` or `audio`; of a fee, the tool.
        unit: What is counted, such as `token` or `query`.
        quantity: How many.
        rate: What one costs.
        nano: The amount in nano-dollars.
    """

    component: str
    modality: str
    unit: str
    quantity: int | Decimal
    rate: Rate
    nano: int

    @property
    def amount(self) -> Decimal:
        """The amount in US dollars, to the nano-dollar."""
        return to_usd(self.nano)


class Gap(NamedTuple):
    """Something that has no price.

    Attributes:
        component: What it would have been charged for; `response` for all of it.
        reason: Why, as `REASONS` explains.
        what: The model, tier, modality or unit that is not known.
    """

    component: str
    reason: str
    what: str = ""


class Served(NamedTuple):
    """By what a response was served, when and where.

    Attributes:
        model: The model's name, as the server or the user gave it.
        platform: `gemini_api` or `vertex`.
        location: The location of Vertex AI; `None` is the global endpoint.
        day: The Pacific day.
        tier: The service tier.
    """

    model: str
    platform: str
    location: str | None
    day: date
    tier: str


class Cost(NamedTuple):
    """What one response costs.

    Attributes:
        charges: What it is charged for.
        gaps: What could not be priced; no charge stands for it.
        assumptions: What was not said and follows from the rest: `model`, `service_tier` or
            `modality`.
        model: The model whose prices hold, or `None`.
        tier: The service tier that was served.
        savings_nano: What its cached input costs less than uncached, net of the storage charged.
        served: By what, when and where it was served, as far as prices depend on it.
        nano: All charges in nano-dollars; `None` where nothing could be priced.
    """

    charges: tuple[Charge, ...] = ()
    gaps: tuple[Gap, ...] = ()
    assumptions: tuple[str, ...] = ()
    model: str | None = None
    tier: str = "standard"
    savings_nano: int = 0
    served: Served | None = None
    nano: int | None = 0

    @property
    def amount(self) -> Decimal | None:
        """All charges in US dollars, exactly; `None` where nothing could be priced."""
        return None if self.nano is None else to_usd(self.nano)

    @property
    def is_complete(self) -> bool:
        """Whether everything could be priced."""
        return not self.gaps


def to_usd(nano: int) -> Decimal:
    """Nano-dollars as US dollars, exactly."""
    digits = tuple(map(int, str(abs(nano))))
    return Decimal((int(nano < 0), digits, _NANO_PLACES))


def to_decimal(value: Fraction) -> Decimal:
    """A number of finitely many decimals, exactly and without trailing zeros."""
    top, bottom = value.as_integer_ratio()
    places = 0
    while bottom != 1:
        places += 1
        top, bottom = (Fraction(top, bottom) * 10).as_integer_ratio()
    return Decimal((int(top < 0), tuple(map(int, str(abs(top)))), -places))
