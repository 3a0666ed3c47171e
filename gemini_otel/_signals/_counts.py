"""Turns a finished call into increments of the totals."""

from collections.abc import Iterable, Iterator
from typing import Final

from gemini_otel._call import Call
from gemini_otel._classification import Classification, ErrorClass
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
    QUOTA_EXCEEDED,
    RETRIES,
    TOKENS,
    UNPRICED,
    WASTE,
)
from gemini_otel._semconv import (
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    OUTCOME_ANSWERED,
)
from gemini_otel._signals._labels import Labels
from gemini_otel._signals._tally import Increment
from gemini_otel.pricing import Cost, Grounding
from gemini_otel.pricing._shares import Share


OUR_TOTALS: Final = (
    TOKENS,
    CALLS,
    COST,
    CACHE_SAVINGS,
    WASTE,
    UNPRICED,
    QUOTA_EXCEEDED,
    BLOCKED,
    INCIDENTS,
    RETRIES,
    GROUNDING_QUERIES,
)
_REFUSALS: Final = (ErrorClass.RATE_LIMITED, ErrorClass.QUOTA_EXHAUSTED, ErrorClass.CAPACITY)
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
    line = labels.line
    problem, endings = call.problem, call.answer.finish_reasons
    outcome = (problem.error_type if problem else None, endings[0] if endings else None)
    counted = [(line(CALLS, *outcome), 1)]
    for kind, modality, tokens in shares:
        counted.append((line(TOKENS, kind, modality), tokens))
    if not call.answer.is_plain:
        counted += _count_exceptions(call, labels)
    if problem:
        counted += _count_refusal(problem, labels)
    return counted


def _count_refusal(problem: Classification, labels: Labels) -> Iterator[Increment]:
    """An attempt that was refused for want of quota or capacity."""
    if problem.error_class in _REFUSALS:
        quota = problem.quota
        named = (quota.metric, quota.window) if quota else (None, None)
        yield labels.line(QUOTA_EXCEEDED, problem.error_class, *named), 1


def _count_exceptions(call: Call, labels: Labels) -> Iterator[Increment]:
    """What few calls have to count."""
    if call.answer.block:
        yield labels.line(BLOCKED, *call.answer.block), 1
    if call.answer.grounding:
        yield from _count_queries(call.answer.grounding, labels)


def count_cost(call: Call, cost: Cost, labels: Labels) -> list[Increment]:
    """What the cost of a call adds to our totals, in nano-dollars."""
    line, tier = labels.line, cost.tier
    counted = [(line(COST, charge.component, tier), charge.nano) for charge in cost.charges]
    if cost.savings_nano > 0:
        counted.append((line(CACHE_SAVINGS), cost.savings_nano))
    if cost.nano and (outcome := call.outcome) != OUTCOME_ANSWERED:
        counted.append((line(WASTE, outcome), cost.nano))
    if cost.gaps:
        reasons = dict.fromkeys(gap.reason for gap in cost.gaps)
        counted += [(line(UNPRICED, reason), 1) for reason in reasons]
    return counted


def count_latest(labels: Labels, shares: Iterable[Share]) -> Iterator[Increment]:
    """What a call adds to the totals of the newest conventions."""
    for kind, modality, tokens in shares:
        for metric in _LATEST_BY_KIND.get(kind, ()):
            yield labels.line(metric, modality), tokens


def count_retry(labels: Labels, problem: Classification) -> list[Increment]:
    """What a failed attempt adds that the SDK follows with another."""
    return [(labels.line(RETRIES, problem.error_type), 1), *_count_refusal(problem, labels)]


def count_incidents(labels: Labels, events: Iterable[str]) -> list[Increment]:
    """What the incidents of a call add, each under the name of its event."""
    return [(labels.line(INCIDENTS, event), 1) for event in events]


def _count_queries(grounding: Grounding, labels: Labels) -> Iterator[Increment]:
    for tool, queries in (
        ("google_search", grounding.web_queries),
        ("image_search", grounding.image_queries),
        ("retrieval", grounding.retrieval_queries),
    ):
        if queries:
            yield labels.line(GROUNDING_QUERIES, tool), queries
