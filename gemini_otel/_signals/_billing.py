"""Spells the cost of a call as attributes of spans and events."""

import functools
import json
from typing import Any, Final

from gemini_otel._call import Answer
from gemini_otel._semconv import (
    COST_ASSUMPTIONS,
    COST_COMPLETE,
    COST_COMPONENTS,
    COST_MODEL,
    COST_NANO_USD,
    COST_SAVINGS_NANO_USD,
    COST_SOURCE_LOCAL,
    COST_TIER,
    CURRENCY_USD,
    UNPRICED_REASONS,
    USAGE_COST_AMOUNT,
    USAGE_COST_CURRENCY,
    USAGE_COST_SOURCE,
)
from gemini_otel.pricing import Charge, Cost


Attributes = dict[str, Any]

_NANO: Final = 10**9


def describe_cost(cost: Cost) -> Attributes:
    """What a span and an event say of a cost; without any price there is no amount."""
    described: Attributes = {}
    nano = cost.nano
    if nano is not None:
        described[USAGE_COST_AMOUNT] = nano / _NANO
        described[USAGE_COST_CURRENCY] = CURRENCY_USD
        described[USAGE_COST_SOURCE] = COST_SOURCE_LOCAL
    if cost.gaps:
        described[COST_COMPLETE] = False
    described.update(_describe_doubts(cost))
    return described


def _describe_doubts(cost: Cost) -> Attributes:
    described: Attributes = {}
    if cost.savings_nano:
        described[COST_SAVINGS_NANO_USD] = cost.savings_nano
    if cost.assumptions:
        described[COST_ASSUMPTIONS] = cost.assumptions
    if cost.gaps:
        described[UNPRICED_REASONS] = tuple(dict.fromkeys(gap.reason for gap in cost.gaps))
    return described


def itemise_cost(cost: Cost, answer: Answer) -> Attributes:
    """The whole bill, as the usage event has it: a ledger can be made of it.

    Args:
        cost: The cost.
        answer: What the server says; only another model or tier than it names is told.
    """
    described: Attributes = {COST_COMPLETE: not cost.gaps}
    if cost.tier != answer.service_tier:
        described[COST_TIER] = cost.tier
    if cost.model and cost.model != answer.model:
        described[COST_MODEL] = cost.model
    if cost.nano is not None:
        described[COST_NANO_USD] = cost.nano
        # As JSON, because nested attributes cost the pipeline a third more for the event, and
        # many backends flatten them anyway.
        described[COST_COMPONENTS] = f"[{','.join(map(_spell_charge, cost.charges))}]"
    described.update(_describe_doubts(cost))
    return described


def _spell_charge(charge: Charge) -> str:
    """One line of the bill; rates are strings, because a float is not exact."""
    component, modality, unit, quantity, rate, nano = charge
    counted = quantity if isinstance(quantity, int) else _quote(f"{quantity:f}")
    return (
        f'{{"component":"{component}","modality":{_quote(modality)},"unit":"{unit}",'
        f'"quantity":{counted},"nano_usd":{nano},{rate.json}}}'
    )


@functools.lru_cache(maxsize=256)
def _quote(text: str) -> str:
    return json.dumps(text)
