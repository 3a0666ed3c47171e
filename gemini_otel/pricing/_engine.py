"""Prices a response: the rules of Google's rate card, in the order of the bill."""

import functools
from datetime import date, datetime
from typing import Final

from gemini_otel.pricing._bill import Bill
from gemini_otel.pricing._cards import Card
from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._cost import Cost, Served
from gemini_otel.pricing._days import to_pacific_day
from gemini_otel.pricing._doubts import find_faults, zero_faults
from gemini_otel.pricing._fees import charge_grounding, separate_free_tokens
from gemini_otel.pricing._media import charge_media
from gemini_otel.pricing._names import PROVISIONED, RESPONSE, STANDARD, UNKNOWN_TIER
from gemini_otel.pricing._shares import Share, break_down
from gemini_otel.pricing._tiers import Tier, settle_tier
from gemini_otel.pricing._tokens import charge_prepaid, charge_tokens
from gemini_otel.pricing._usage import Consumption, Usage


_OF_BANDS: Final = frozenset({"prompt", "cached"})
"""Counts without which the band of a prompt is not known."""


Split = tuple[list[Share], tuple[str, ...]]
"""The tokens of a response broken down, and the counts that are none."""


def charge(consumption: Consumption, catalog: Catalog, shares: list[Share] | None = None) -> Cost:
    """What a response costs.

    Args:
        consumption: What was served.
        catalog: All prices in force.
        shares: Its tokens broken down, where that is done; its usage was read from a report then,
            and has no counts that are none but those it names.
    """
    usage, grounding = consumption.usage, consumption.grounding
    tier, served = _settle(*consumption[:3], *consumption[4:8])
    faults: tuple[str, ...] = ()
    if usage is not None:
        if shares is None:
            usage, faults = _clear(usage)
            shares = break_down(usage)
        else:
            faults = usage.faults
    card = _find_card(catalog, served, tier, usage)
    bill = Bill()
    if usage is not None and shares is not None:
        _charge_usage(bill, card, consumption, usage, (shares, faults), tier)
    if not (shares or faults) and not consumption.media:
        bill.miss(RESPONSE, "no_usage")
    if grounding:
        charge_grounding(bill, card, grounding)
    if consumption.media:
        charge_media(bill, card, consumption.media)
    _note_assumptions(bill, consumption, card, tier)
    if not consumption.is_complete:
        bill.miss(RESPONSE, "incomplete_usage")
    return bill.close(card.model, tier.name, served)


@functools.lru_cache(maxsize=1_024)
def _settle(  # noqa: PLR0913, PLR0917 - all that decides on a rate card but the length of the prompt
    model: str,
    platform: str,
    at: date | datetime,
    location: str | None,
    tier: str | None,
    traffic_type: str | None,
    requested_tier: str | None,
) -> tuple[Tier, Served]:
    """On which tier it was served, and by what, where and when."""
    settled = settle_tier(tier, traffic_type, requested_tier)
    name = STANDARD if settled.name == PROVISIONED else settled.name
    return settled, Served(model, platform, location, to_pacific_day(at), name)


def _clear(usage: Usage) -> tuple[Usage, tuple[str, ...]]:
    """The usage with 0 for what is no number, and the names of all counts that are none."""
    faults = find_faults(usage)
    return (zero_faults(usage, faults) if faults else usage), faults


def _find_card(catalog: Catalog, served: Served, tier: Tier, usage: Usage | None) -> Card:
    card = catalog.find_card(served, usage.prompt if usage else 0)
    if card.gap and tier.name == UNKNOWN_TIER:
        return card._replace(gap=card.gap._replace(what=tier.said))
    return card


def _charge_usage(  # noqa: PLR0913, PLR0917 - all that the tokens of a bill depend on
    bill: Bill,
    card: Card,
    consumption: Consumption,
    usage: Usage,
    split: Split,
    tier: Tier,
) -> None:
    shares, faults = split
    if tier.name == PROVISIONED:
        charge_prepaid(bill, usage, shares, faults)
        return
    if card.is_banded and not _OF_BANDS.isdisjoint(faults):
        bill.miss(RESPONSE, "malformed_usage", "prompt")
        return
    if consumption.grounding and not card.gap:
        shares = separate_free_tokens(bill, card, consumption.grounding, shares)
    charge_tokens(bill, card, usage, shares, faults)


def _note_assumptions(bill: Bill, consumption: Consumption, card: Card, tier: Tier) -> None:
    if tier.is_assumed:
        bill.assume("service_tier")
    if consumption.is_model_assumed or card.is_routed:
        bill.assume("model")
