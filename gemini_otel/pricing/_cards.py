"""Makes rate cards: every rate of one model in the circumstances of a response."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from gemini_otel.pricing._bands import read_band
from gemini_otel.pricing._cost import Gap, Rate
from gemini_otel.pricing._kinds import (
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    MODALITY_TEXT,
    MODALITY_UNKNOWN,
)
from gemini_otel.pricing._names import (
    CACHED_INPUT,
    INPUT,
    OUTPUT,
    THINKING,
    TOKEN_HOUR,
    TOOL_USE,
)
from gemini_otel.pricing._records import Discount, Fee, Price, Uplift


_MILLION: Final = 1_000_000
_TOKENS: Final = "1M tokens"
_STORAGE: Final = "1M token-hours"
_HUNDRED: Final = Fraction(100)

_CELLS: Final = {
    KIND_UNCACHED_PROMPT: (INPUT, "input", False),
    KIND_CACHED: (CACHED_INPUT, "input", True),
    KIND_TOOL_USE: (TOOL_USE, "input", False),
    KIND_CANDIDATES: (OUTPUT, "output", False),
    KIND_THOUGHTS: (THINKING, "output", False),
}
"""What each kind of token is charged as: the component, and the direction and cell of its price."""


class TokenRate(NamedTuple):
    """What a token of one kind and modality costs, and whether the modality is assumed for it."""

    component: str
    rate: Rate
    is_assumed: bool = False


class UnitRate(NamedTuple):
    """What a piece of something costs."""

    unit: str
    size: str | None
    audio: bool | None
    rate: Rate
    is_users: bool = False


class Card(NamedTuple):
    """Every rate that holds for one model, platform, location, day, tier and band.

    Attributes:
        model: The model's id in the catalog, or `None`.
        tokens: Rates by kind and modality of token.
        units: Rates of what is billed by the piece or by time.
        fees: What the tools of Google's cost, by tool.
        gap: Why there are no rates.
        is_banded: Whether prompts of another length have other rates.
        is_routed: Whether they are those of the model that answers in the named one's place.
    """

    model: str | None = None
    tokens: Mapping[tuple[str, str], TokenRate] = {}
    units: tuple[UnitRate, ...] = ()
    fees: Mapping[str, tuple[Fee, Rate]] = {}
    gap: Gap | None = None
    is_banded: bool = False
    is_routed: bool = False


class Circumstances(NamedTuple):
    """What a rate depends on beside what it is the rate of."""

    model: str
    platform: str
    is_global: bool
    day: date
    tier: str


class Terms(NamedTuple):
    """What changes a list price."""

    uplifts: tuple[Uplift, ...]
    discounts: tuple[Discount, ...]

    def adjust(self, usd: Decimal, at: Circumstances, *, is_lifted: bool) -> "Adjusted":
        """A list price with every uplift and discount that is due."""
        amount, names = Fraction(usd), list[str]()
        if is_lifted and (uplift := find_uplift(self.uplifts, at)):
            amount *= Fraction(uplift.multiplier)
            names.append(uplift.id)
        for discount in self.discounts:
            if discount.holds_on(at.day) and discount.covers(at.model, at.platform, at.tier):
                amount *= (_HUNDRED - Fraction(discount.percent)) / _HUNDRED
                names.append(f"discount:{discount.id}")
        return Adjusted(amount, tuple(names))


class Adjusted(NamedTuple):
    """A price as it is paid, and what is in it beside the list price."""

    usd: Fraction
    names: tuple[str, ...]


def make_card(
    prices: Iterable[Price], at: Circumstances, prompt: int, terms: Terms, fees: Iterable[Fee]
) -> Card:
    """The card of a model.

    Args:
        prices: All prices of the model on the platform; where two are for the same, the later
            one of them holds.
        at: The circumstances.
        prompt: The tokens of the prompt, cached ones included.
        terms: Uplifts and discounts.
        fees: The fees that are due with this model.
    """
    charged = {fee.tool: (fee, _rate_fee(fee, at, terms)) for fee in fees}
    found = _select(prices, at, terms.uplifts)
    if isinstance(found, Gap):
        return Card(at.model, fees=charged, gap=found)
    fitting = [one for one in found if read_band(one.band).covers(prompt)]
    rated = [(one, _rate(one, at, terms)) for one in fitting]
    return Card(at.model, _tabulate(rated), tuple(_list_units(rated)), charged)


def find_uplift(uplifts: Iterable[Uplift], at: Circumstances) -> Uplift | None:
    """The uplift of a response that was not served at the global endpoint."""
    due = (
        one
        for one in uplifts
        if one.platform == at.platform and at.model in one.models and one.holds_on(at.day)
    )
    return next(due, None)


def _select(
    prices: Iterable[Price], at: Circumstances, uplifts: Iterable[Uplift]
) -> list[Price] | Gap:
    """The prices that hold, or the first circumstance in which none does."""
    of_day = [one for one in prices if one.holds_on(at.day)]
    if not of_day:
        return Gap("response", "no_price_on_day", f"{at.model} on {at.day}")
    of_tier = [one for one in of_day if one.tier == at.tier]
    if not of_tier:
        return Gap("response", "tier_not_priced", f"{at.model} on {at.tier}")
    is_lifted = at.is_global or find_uplift(uplifts, at) is not None
    placed = [one for one in of_tier if one.location == "any" or is_lifted]
    if not placed:
        return Gap("response", "location_not_priced", at.model)
    return placed


def _rate(price: Price, at: Circumstances, terms: Terms) -> Rate:
    is_lifted = price.location != "any" and not at.is_global
    usd, names = terms.adjust(price.usd, at, is_lifted=is_lifted)
    block = _MILLION if price.unit in (_TOKENS, _STORAGE) else 1
    return Rate(usd, block, price.id, names)


def _rate_fee(fee: Fee, at: Circumstances, terms: Terms) -> Rate:
    usd, names = terms.adjust(fee.usd, at, is_lifted=False)
    return Rate(usd, 1, fee.id, names)


def _list_units(rated: Iterable[tuple[Price, Rate]]) -> Iterator[UnitRate]:
    for price, rate in rated:
        if price.unit == _STORAGE:
            yield UnitRate(TOKEN_HOUR, None, None, rate, price.is_users)
        elif price.unit != _TOKENS:
            yield UnitRate(price.unit, price.size, price.audio, rate, price.is_users)


def _tabulate(rated: Iterable[tuple[Price, Rate]]) -> Mapping[tuple[str, str], TokenRate]:
    cells: dict[tuple[str, bool], dict[str, Rate]] = {}
    for price, rate in rated:
        if price.unit == _TOKENS:
            cell = cells.setdefault((price.direction, price.cached), {})
            cell.update(dict.fromkeys(price.modalities, rate))
    table: dict[tuple[str, str], TokenRate] = {}
    for kind, (component, direction, cached) in _CELLS.items():
        rates = cells.get((direction, cached), {})
        table |= {(kind, name): TokenRate(component, rate) for name, rate in rates.items()}
        if unnamed := _rate_unnamed(rates):
            table[kind, MODALITY_UNKNOWN] = TokenRate(component, *unnamed)
    return table


def _rate_unnamed(rates: Mapping[str, Rate]) -> tuple[Rate, bool] | None:
    """The rate where no modality is named: that of all, or by assumption that of text."""
    any_rate = next(iter(rates.values()), None)
    if any_rate and all(one.usd == any_rate.usd for one in rates.values()):
        return rates.get(MODALITY_TEXT, any_rate), False
    return (rates[MODALITY_TEXT], True) if MODALITY_TEXT in rates else None
