"""Turns a finished call into increments of the totals."""

import functools
from collections.abc import Iterable, Iterator
from typing import Final

from gemini_otel._call import Call
from gemini_otel._labels import Labels
from gemini_otel._metrics import (
    BLOCKED,
    CACHE_SAVINGS,
    CALLS,
    COST,
    GROUNDING_QUERIES,
    INCIDENTS,
    INFERENCE_USAGE_CACHE_READ,
    INFERENCE_USAGE_INPUT,
    INFERENCE_USAGE_OUTPUT,
    INFERENCE_USAGE_REASONING,
    RETRIES,
    TOKENS,
    UNPRICED,
)
from gemini_otel._semconv import (
    BLOCK_REASON,
    BLOCK_STAGE,
    COST_COMPONENT,
    ERROR_TYPE,
    FINISH_REASON,
    GROUNDING_TOOL,
    INCIDENT,
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    SAFETY_CATEGORY,
    SERVICE_TIER,
    TOKEN_KIND,
    TOKEN_MODALITY,
    UNPRICED_REASON,
)
from gemini_otel._tally import Increment, Pairs
from gemini_otel.pricing import Cost, Grounding
from gemini_otel.pricing._shares import Share


OUR_TOTALS: Final = (
    TOKENS,
    CALLS,
    COST,
    CACHE_SAVINGS,
    UNPRICED,
    BLOCKED,
    INCIDENTS,
    RETRIES,
    GROUNDING_QUERIES,
)
LATEST_TOTALS: Final = (
    INFERENCE_USAGE_INPUT,
    INFERENCE_USAGE_OUTPUT,
    INFERENCE_USAGE_CACHE_READ,
    INFERENCE_USAGE_REASONING,
)
_LATEST_BY_KIND: Final = {
    KIND_UNCACHED_PROMPT: (INFERENCE_USAGE_INPUT,),
    KIND_CACHED: (INFERENCE_USAGE_INPUT, INFERENCE_USAGE_CACHE_READ),
    KIND_TOOL_USE: (INFERENCE_USAGE_INPUT,),
    KIND_CANDIDATES: (INFERENCE_USAGE_OUTPUT,),
    KIND_THOUGHTS: (INFERENCE_USAGE_OUTPUT, INFERENCE_USAGE_REASONING),
}


def count_call(call: Call, labels: Labels, shares: Iterable[Share]) -> list[Increment]:
    """What a call adds to our totals."""
    shared = labels.pairs
    ending = _ending(call.error_type, call.finish_reason)
    counted = [Increment(CALLS.name, shared, ending, 1)]
    counted += [
        Increment(TOKENS.name, shared, _kind(kind, modality), tokens)
        for kind, modality, tokens in shares
    ]
    if not call.answer.is_plain:
        counted += _count_exceptions(call, shared)
    return counted


def _count_exceptions(call: Call, shared: Pairs) -> Iterator[Increment]:
    """What few calls have to count."""
    if call.answer.block:
        yield Increment(BLOCKED.name, shared, _pairs(_block(call)), 1)
    yield from _count_queries(call, shared)


def count_cost(cost: Cost, labels: Labels) -> list[Increment]:
    """What the cost of a call adds to our totals, in nano-dollars."""
    shared = labels.pairs
    counted = [
        Increment(COST.name, shared, _component(charge.component, cost.tier), charge.nano)
        for charge in cost.charges
    ]
    if cost.savings_nano > 0:
        counted.append(Increment(CACHE_SAVINGS.name, shared, (), cost.savings_nano))
    if cost.gaps:
        reasons = dict.fromkeys(gap.reason for gap in cost.gaps)
        counted += [Increment(UNPRICED.name, shared, _reason(one), 1) for one in reasons]
    return counted


def count_latest(labels: Labels, shares: Iterable[Share]) -> Iterator[Increment]:
    """What a call adds to the totals of the newest conventions."""
    for kind, modality, tokens in shares:
        for metric in _LATEST_BY_KIND.get(kind, ()):
            yield Increment(metric.name, labels.pairs, ((TOKEN_MODALITY, modality),), tokens)


def count_retry(labels: Labels, error_type: str) -> list[Increment]:
    """What a failed attempt adds that the SDK follows with another."""
    return [Increment(RETRIES.name, labels.pairs, ((ERROR_TYPE, error_type),), 1)]


def count_incidents(labels: Labels, events: Iterable[str]) -> list[Increment]:
    """What the incidents of a call add, each under the name of its event."""
    return [Increment(INCIDENTS.name, labels.pairs, ((INCIDENT, event),), 1) for event in events]


@functools.lru_cache(maxsize=256)
def _ending(error_type: str | None, finish_reason: str | None) -> Pairs:
    return _pairs(((ERROR_TYPE, error_type), (FINISH_REASON, finish_reason)))


@functools.lru_cache(maxsize=256)
def _kind(kind: str, modality: str) -> Pairs:
    return ((TOKEN_KIND, kind), (TOKEN_MODALITY, modality))


@functools.lru_cache(maxsize=256)
def _component(component: str, tier: str) -> Pairs:
    return ((COST_COMPONENT, component), (SERVICE_TIER, tier))


@functools.lru_cache(maxsize=64)
def _reason(reason: str) -> Pairs:
    return ((UNPRICED_REASON, reason),)


def _block(call: Call) -> Iterator[tuple[str, str | None]]:
    block = call.answer.block
    if block:
        yield from ((BLOCK_STAGE, block.stage), (BLOCK_REASON, block.reason))
        yield SAFETY_CATEGORY, block.category


def _count_queries(call: Call, shared: Pairs) -> Iterator[Increment]:
    grounding = call.answer.grounding or Grounding()
    for tool, queries in (
        ("google_search", grounding.web_queries),
        ("image_search", grounding.image_queries),
        ("retrieval", grounding.retrieval_queries),
    ):
        if queries:
            yield Increment(GROUNDING_QUERIES.name, shared, ((GROUNDING_TOOL, tool),), queries)


def _pairs(named: Iterable[tuple[str, str | None]]) -> Pairs:
    return tuple((name, value) for name, value in named if value is not None)
