"""Charges the tokens of a response, kind by kind and modality by modality."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from gemini_otel.pricing._bill import Bill
from gemini_otel.pricing._cards import Card, TokenRate
from gemini_otel.pricing._cost import Charge, Rate
from gemini_otel.pricing._doubts import has_contrary_details
from gemini_otel.pricing._kinds import (
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    KIND_UNKNOWN,
)
from gemini_otel.pricing._names import (
    CACHED_INPUT,
    INPUT,
    OUTPUT,
    RESPONSE,
    THINKING,
    TOKEN,
    TOOL_USE,
)
from gemini_otel.pricing._placing import is_open, place
from gemini_otel.pricing._shares import Share
from gemini_otel.pricing._usage import Usage


COMPONENT_OF: Final = {
    KIND_UNCACHED_PROMPT: INPUT,
    KIND_CACHED: CACHED_INPUT,
    KIND_TOOL_USE: TOOL_USE,
    KIND_CANDIDATES: OUTPUT,
    KIND_THOUGHTS: THINKING,
}

_PREPAID: Final = Rate(Fraction(0), 1_000_000, "provisioned_throughput")
_FAULTY: Final = {
    "prompt": (KIND_UNCACHED_PROMPT, KIND_CACHED),
    "cached": (KIND_UNCACHED_PROMPT, KIND_CACHED),
    "tool_use": (KIND_TOOL_USE,),
    "candidates": (KIND_CANDIDATES,),
    "thoughts": (KIND_THOUGHTS,),
}


def charge_tokens(
    bill: Bill, card: Card, usage: Usage, shares: list[Share], faults: Iterable[str] = ()
) -> None:
    """Adds a charge for each share, or says why there is none.

    Args:
        bill: The bill.
        card: The rates.
        usage: What was reported.
        shares: The same, broken down.
        faults: The counts that are none.
    """
    if card.gap:
        bill.gaps.append(card.gap)
        return
    if is_open(shares):
        shares = place(usage, shares)
        if _is_placing_a_choice(card, usage):
            bill.assume("modality")
    if faults:
        shares = _set_faulty_aside(bill, faults, shares)
    _charge_shares(bill, card, usage, shares)
    if has_contrary_details(usage):
        bill.assume("modality")


def _charge_shares(bill: Bill, card: Card, usage: Usage, shares: Iterable[Share]) -> None:
    rates, charges = card.tokens, bill.charges
    for share in shares:
        kind, modality, tokens = share
        found = rates.get((kind, modality))
        if found is None or (found[2] and not _may_assume(share, usage)):
            _miss(bill, share)
            continue
        component, rate, is_assumed = found
        charges.append(Charge(component, modality, TOKEN, tokens, rate, rate.charge(tokens)))
        if is_assumed:
            bill.assume("modality")
        if kind == KIND_CACHED:
            _save(bill, card.tokens.get((KIND_UNCACHED_PROMPT, modality)))


def charge_prepaid(bill: Bill, usage: Usage, shares: list[Share], faults: Iterable[str]) -> None:
    """Adds what provisioned throughput paid for in advance: tokens that cost nothing more."""
    for share in _set_faulty_aside(bill, faults, shares):
        if share.kind == KIND_UNKNOWN:
            _miss(bill, share)
        else:
            component = COMPONENT_OF[share.kind]
            bill.charge(component, share.modality, TOKEN, share.tokens, _PREPAID)
    if has_contrary_details(usage):
        bill.assume("modality")


def _set_faulty_aside(bill: Bill, faults: Iterable[str], shares: list[Share]) -> list[Share]:
    kinds: set[str] = set()
    for fault in faults:
        bad = _FAULTY.get(fault, ())
        kinds.update(bad)
        bill.miss(COMPONENT_OF[bad[0]] if bad else RESPONSE, "malformed_usage", fault)
    return [share for share in shares if share.kind not in kinds]


def _is_placing_a_choice(card: Card, usage: Usage) -> bool:
    """Whether the price depends on which tokens of the prompt were the cached ones."""
    is_partly_cached = 0 < usage.cached < usage.prompt
    found = (card.tokens.get((KIND_CACHED, name)) for name, _ in usage.prompt_details)
    return is_partly_cached and len({one.rate.usd for one in found if one}) > 1


def _miss(bill: Bill, share: Share) -> None:
    if share.kind == KIND_UNKNOWN:
        bill.miss(RESPONSE, "unattributed_tokens", str(share.tokens))
    else:
        bill.miss(COMPONENT_OF[share.kind], "modality_not_priced", share.modality)


def _may_assume(share: Share, usage: Usage) -> bool:
    """Whether tokens of no named modality pass for text.

    Input does (Gemini API: a prompt is text unless parts of it are of another modality). Of an
    answer only a rest does: an image that is not named costs ten times as much as text.
    """
    return share.kind != KIND_CANDIDATES or bool(usage.candidates_details)


def _save(bill: Bill, list_rate: TokenRate | None) -> None:
    """Adds what the cached tokens just charged would have cost more without the cache."""
    if list_rate:
        charge = bill.charges[-1]
        bill.savings_nano += list_rate.rate.charge(charge.quantity) - charge.nano
