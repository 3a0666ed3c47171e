"""Prices a response: the rules of Google's rate card, in the order of the bill."""

from typing import Final, NamedTuple

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


class Split(NamedTuple):
    """The tokens of a response broken down, and the counts that are none."""

    shares: list[Share]
    faults: tuple[str, ...]


def charge(consumption: Consumption, catalog: Catalog, shares: list[Share] | None = None) -> Cost:
    """What a response costs; its tokens may be broken down already."""
    tier = settle_tier(consumption.tier, consumption.traffic_type, consumption.requested_tier)
    served = Served(
        consumption.model,
        consumption.platform,
        consumption.location,
        to_pacific_day(consumption.at),
        STANDARD if tier.name == PROVISIONED else tier.name,
    )
    usage, faults = _clear(consumption.usage)
    card = _find_card(catalog, served, tier, usage)
    bill = Bill()
    if usage:
        shares = break_down(usage) if shares is None else shares
        _charge_usage(bill, card, consumption, usage, Split(shares, faults), tier)
    if not (shares or faults) and not consumption.media:
        bill.miss(RESPONSE, "no_usage")
    if consumption.grounding:
        charge_grounding(bill, card, consumption.grounding)
    if consumption.media:
        charge_media(bill, card, consumption.media)
    _note_circumstances(bill, consumption, tier, is_routed=card.is_routed)
    return bill.close(card.model, tier.name, served)


def _clear(usage: Usage | None) -> tuple[Usage | None, tuple[str, ...]]:
    """The usage with 0 for what is no number, and the names of all counts that are none."""
    if usage is None:
        return None, ()
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


def _note_circumstances(
    bill: Bill, consumption: Consumption, tier: Tier, *, is_routed: bool
) -> None:
    if not consumption.is_complete:
        bill.miss(RESPONSE, "incomplete_usage")
    if tier.is_assumed:
        bill.assume("service_tier")
    if consumption.is_model_assumed or is_routed:
        bill.assume("model")
