"""What a library says that something costs, and what our catalog says of the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from gemini_otel.pricing._bands import read_band
from gemini_otel.pricing._files._reading import read_packaged
from gemini_otel.pricing._records import Price


SEARCH: Final = "google_search"
MAPS: Final = "google_maps"
UPLIFT: Final = "uplift"
TOKENS: Final = ("input", "cached", "output")
_UNITS: Final = ("image", "second", "song", "clip")


class Quote(NamedTuple):
    """A price as a library has it.

    Attributes:
        oracle: The library.
        model: The model's id.
        platform: `gemini_api` or `vertex`.
        day: The day it is asked for.
        tier: The service tier.
        kind: `input`, `cached` or `output` tokens, a unit, a tool, or `uplift`.
        detail: The modality of tokens or the size of a unit; empty where the library has none.
        prompt: The tokens of a prompt that it is for.
        usd: US dollars for a million tokens, a unit or a use of a tool.
    """

    oracle: str
    model: str
    platform: str
    day: date
    tier: str
    kind: str
    detail: str
    prompt: int
    usd: Decimal

    @property
    def cell(self) -> str:
        """What it is the price of, and when."""
        prompt = f"prompt {self.prompt}" if self.prompt > 1 else ""
        words = (str(self.day), self.tier, self.kind, self.detail, prompt)
        return " ".join(word for word in words if word)


def list_days(horizon: int = 2) -> list[date]:
    """The day the catalog was checked, and the next days on which it has prices change."""
    records = read_packaged()
    checked = records.checked or date.min
    later = {one.since for one in records.prices if one.since > checked}
    return [checked, *sorted(later)[:horizon]]


def clip(day: date, model: str, platform: str) -> date:
    """The day, or the last one before it on which our catalog has a price of the model.

    Libraries keep the prices of models that are gone; the last of them can be compared.
    """
    ends = [
        one.until
        for one in read_packaged().prices
        if (one.model, one.platform) == (model, platform)
    ]
    known = [end for end in ends if end is not None]
    return min(day, max(known)) if known and len(known) == len(ends) else day


def find_ours(quote: Quote) -> Decimal | None:
    """What our catalog says that it costs; `None` if it has no price."""
    if quote.kind in (SEARCH, MAPS):
        return _find_fee(quote)
    if quote.kind == UPLIFT:
        return _find_uplift(quote)
    return _find_price(quote)


def list_prices(quote: Quote, *, of_tier: bool = True) -> list[Price]:
    """Our prices of the model on that day, by the piece or by the token."""
    return [
        one
        for one in read_packaged().prices
        if (one.model, one.platform) == (quote.model, quote.platform)
        and one.holds_on(quote.day)
        and (not of_tier or one.tier == quote.tier)
    ]


def _find_price(quote: Quote) -> Decimal | None:
    if quote.kind in TOKENS:
        fitting = [one for one in list_prices(quote) if _is_for(one, quote)]
        modalities = {modality for one in fitting for modality in one.modalities}
        # A library without modalities means text, or the only thing that the model takes or gives.
        wanted = quote.detail or ("text" if "text" in modalities else "".join(modalities))
        found = [one for one in fitting if wanted in one.modalities]
    else:
        units = _UNITS[2:] if quote.kind == "song" else (quote.kind,)
        found = [one for one in list_prices(quote) if one.unit in units]
        found = [one for one in found if one.size in (None, quote.detail or one.size)]
    return found[0].usd if found else None


def _is_for(price: Price, quote: Quote) -> bool:
    direction = "output" if quote.kind == "output" else "input"
    return (
        price.unit == "1M tokens"
        and (price.direction, price.cached) == (direction, quote.kind == "cached")
        and read_band(price.band).covers(quote.prompt)
    )


def _find_fee(quote: Quote) -> Decimal | None:
    generations = {one.id: one.generation for one in read_packaged().models}
    generation = generations.get(quote.model)
    for fee in read_packaged().fees:
        if (
            generation is not None
            and (fee.tool, fee.platform) == (quote.kind, quote.platform)
            and fee.holds_on(quote.day)
            and (fee.generation_from or 0) <= generation
            and (fee.generation_until is None or generation <= fee.generation_until)
        ):
            return fee.usd
    return None


def _find_uplift(quote: Quote) -> Decimal | None:
    for uplift in read_packaged().uplifts:
        if (
            uplift.platform == quote.platform
            and quote.model in uplift.models
            and uplift.holds_on(quote.day)
        ):
            return uplift.multiplier
    return None
