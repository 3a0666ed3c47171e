"""Prices a response: the rules of Google's rate card, in the order of the bill."""

from gemini_otel.pricing._bill import Bill
from gemini_otel.pricing._cards import Card
from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._cost import Cost, Gap, Served
from gemini_otel.pricing._days import to_pacific_day
from gemini_otel.pricing._doubts import find_faults
from gemini_otel.pricing._fees import charge_grounding, separate_free_tokens
from gemini_otel.pricing._media import charge_media
from gemini_otel.pricing._names import PROVISIONED, RESPONSE, STANDARD, UNKNOWN_TIER
from gemini_otel.pricing._shares import Share, break_down
from gemini_otel.pricing._tiers import settle_tier
from gemini_otel.pricing._tokens import charge_prepaid, charge_tokens
from gemini_otel.pricing._usage import Consumption, Grounding, Usage


def charge(consumption: Consumption, catalog: Catalog, shares: list[Share] | None = None) -> Cost:
    """What a response costs; its tokens may be broken down already."""
    usage, grounding = consumption.usage, consumption.grounding
    tier = settle_tier(consumption.tier, consumption.traffic_type, consumption.requested_tier)
    served = Served(
        consumption.model,
        consumption.platform,
        consumption.location,
        to_pacific_day(consumption.at),
        STANDARD if tier.name == PROVISIONED else tier.name,
    )
    card = catalog.find_card(served, usage.prompt if usage else 0)
    if card.gap and tier.name == UNKNOWN_TIER:
        card = card._replace(gap=card.gap._replace(what=tier.said))
    if usage and catalog.has_bands(served) and not _is_band_known(usage):
        card = card._replace(gap=Gap(RESPONSE, "malformed_usage", "prompt"))
    bill = Bill()
    if usage:
        shares = break_down(usage) if shares is None else shares
        if tier.name == PROVISIONED:
            charge_prepaid(bill, usage, shares)
        else:
            _charge_usage(bill, card, usage, grounding, shares)
    elif not consumption.media:
        bill.miss(RESPONSE, "no_usage")
    if grounding:
        charge_grounding(bill, card, grounding)
    if consumption.media:
        charge_media(bill, card, consumption.media)
    _note_circumstances(bill, consumption, is_tier_assumed=tier.is_assumed)
    return bill.close(card.model, tier.name, served)


def _is_band_known(usage: Usage) -> bool:
    return not {"prompt", "cached"} & set(find_faults(usage))


def _charge_usage(
    bill: Bill, card: Card, usage: Usage, grounding: Grounding | None, shares: list[Share]
) -> None:
    if grounding and not card.gap:
        shares = separate_free_tokens(bill, card, grounding, shares)
    charge_tokens(bill, card, usage, shares)


def _note_circumstances(bill: Bill, consumption: Consumption, *, is_tier_assumed: bool) -> None:
    if not consumption.is_complete:
        bill.miss(RESPONSE, "incomplete_usage")
    if is_tier_assumed:
        bill.assume("service_tier")
    if consumption.is_model_assumed:
        bill.assume("model")
