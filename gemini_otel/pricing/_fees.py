"""Charges what Google's tools cost beside the tokens: searches, maps, the user's own data."""

import functools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from gemini_otel.pricing._bill import Bill
from gemini_otel.pricing._cards import Card
from gemini_otel.pricing._cost import Rate
from gemini_otel.pricing._kinds import KIND_TOOL_USE
from gemini_otel.pricing._names import GROUNDING, QUERY, TOKEN, TOOL_USE
from gemini_otel.pricing._records import Fee
from gemini_otel.pricing._shares import Share
from gemini_otel.pricing._usage import MOST, Grounding


GOOGLE_SEARCH: Final = "google_search"
GOOGLE_MAPS: Final = "google_maps"
ENTERPRISE_SEARCH: Final = "web_grounding_for_enterprise"
OWN_DATA: Final = "grounding_with_your_data"


def charge_grounding(bill: Bill, card: Card, grounding: Grounding) -> None:
    """Adds the fee of every tool that was used."""
    counts = _list_counts(grounding)
    if min(counts) < 0 or max(counts) > MOST:
        bill.miss(GROUNDING, "malformed_usage", "queries")
        return
    for tool in find_tools(grounding):
        if tool not in card.fees:
            bill.miss(GROUNDING, "fee_not_priced", tool)
            continue
        fee, rate = card.fees[tool]
        if fee.unit != QUERY:
            _charge_once(bill, fee, rate, grounding)
        elif tool == GOOGLE_MAPS:
            _charge_maps(bill, rate, grounding)
        else:
            _charge_searches(bill, fee, rate, grounding)


def _list_counts(grounding: Grounding) -> tuple[int, ...]:
    return (
        grounding.web_queries,
        grounding.image_queries,
        grounding.maps_chunks,
        grounding.maps_queries or 0,
    )


def find_tools(grounding: Grounding) -> Iterator[str]:
    """The tools with a fee that were used; a filled-in record of URL context is none of them."""
    if (grounding.web_queries or grounding.image_queries) and not grounding.is_maps_only:
        yield ENTERPRISE_SEARCH if grounding.is_enterprise else GOOGLE_SEARCH
    if grounding.maps_chunks or grounding.maps_queries:
        yield GOOGLE_MAPS
    if grounding.is_own_data:
        yield OWN_DATA


def separate_free_tokens(
    bill: Bill, card: Card, grounding: Grounding, shares: list[Share]
) -> list[Share]:
    """Takes out the tool-use tokens that are free of charge.

    What Google Search and Maps bring into the prompt is not billed on Gemini 3 and later (Gemini
    API, "Pricing"). Where another tool brought tokens too, nothing says which are which.
    """
    tools = list(find_tools(grounding))
    free = [fee for tool in tools if (fee := _find_free(card, tool))]
    brought = [share for share in shares if share.kind == KIND_TOOL_USE]
    if not free or not brought:
        return shares
    if grounding.other_tools or len(free) < len(tools):
        bill.miss(TOOL_USE, "mixed_tool_tokens", str(sum(share.tokens for share in brought)))
    else:
        rate = _make_free_rate(free[0].id)
        for _, modality, tokens in brought:
            bill.charge(TOOL_USE, modality, TOKEN, tokens, rate)
    return [share for share in shares if share.kind != KIND_TOOL_USE]


@functools.cache
def _make_free_rate(fee_id: str) -> Rate:
    return Rate(Fraction(0), 1_000_000, fee_id)


def _find_free(card: Card, tool: str) -> Fee | None:
    fee, _ = card.fees.get(tool, (None, None))
    return fee if fee and not fee.bills_retrieved_tokens else None


def _charge_once(bill: Bill, fee: Fee, rate: Rate, grounding: Grounding) -> None:
    """Once for the response, however many queries ran."""
    is_searched = fee.tool in (GOOGLE_SEARCH, ENTERPRISE_SEARCH)
    if not (is_searched and fee.needs_sources and not grounding.sources):
        bill.charge(GROUNDING, fee.tool, fee.unit, 1, rate)


def _charge_searches(bill: Bill, fee: Fee, rate: Rate, grounding: Grounding) -> None:
    if grounding.sources or not fee.needs_sources:
        queries = grounding.web_queries + grounding.image_queries
        bill.charge(GROUNDING, fee.tool, QUERY, queries, rate)


def _charge_maps(bill: Bill, rate: Rate, grounding: Grounding) -> None:
    """By query, of which there was at least one where the server does not count them."""
    queries = grounding.maps_queries
    if queries is None and grounding.is_maps_only:
        queries = grounding.web_queries
    bill.charge(GROUNDING, GOOGLE_MAPS, QUERY, queries or 1, rate)
    if not queries:
        bill.miss(GROUNDING, "query_count_unknown", GOOGLE_MAPS)
