"""Splits a usage report into kinds and modalities: disjoint, and summing to what was reported."""

from typing import NamedTuple

from gemini_otel.pricing._kinds import (
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    KIND_UNKNOWN,
    MODALITY_TEXT,
    MODALITY_UNKNOWN,
)
from gemini_otel.pricing._usage import Details, Usage


class Share(NamedTuple):
    """Some tokens of one kind and one modality."""

    kind: str
    modality: str
    tokens: int


Split = dict[str, int]


def break_down(usage: Usage) -> list[Share]:
    """Every token of a report once, by kind and modality; shares of no tokens are left out.

    Where the details of a report do not account for its totals, the totals hold and the rest is
    of modality `unknown`.
    """
    shares = _share_plainly(KIND_UNCACHED_PROMPT, usage.prompt, usage.prompt_details)
    if usage.cached or not shares:
        shares = _share_prompt(usage)
    if usage.tool_use > 0:
        shares += _of_kind(KIND_TOOL_USE, split_by_modality(usage.tool_use, usage.tool_use_details))
    written = _share_plainly(KIND_CANDIDATES, usage.candidates, usage.candidates_details)
    if written:
        shares += written
    elif usage.candidates > 0:
        shares += _of_kind(
            KIND_CANDIDATES, split_by_modality(usage.candidates, usage.candidates_details)
        )
    if usage.thoughts > 0:
        # Google reports no modality for thinking and bills it at the text rate.
        shares.append(Share(KIND_THOUGHTS, MODALITY_TEXT, usage.thoughts))
    if usage.unknown > 0:
        shares.append(Share(KIND_UNKNOWN, MODALITY_UNKNOWN, usage.unknown))
    return shares


def _share_plainly(kind: str, total: int, details: Details) -> list[Share]:
    """The one share of a count that has one modality or names none, as most do; else nothing."""
    if total <= 0:
        return []
    if not details:
        return [Share(kind, MODALITY_UNKNOWN, total)]
    is_one = len(details) == 1 and details[0][1] == total
    return [Share(kind, details[0][0], total)] if is_one else []


def _share_prompt(usage: Usage) -> list[Share]:
    prompt = split_by_modality(usage.prompt, usage.prompt_details)
    if not usage.cached:
        return _of_kind(KIND_UNCACHED_PROMPT, prompt)
    cached = _settle(split_by_modality(usage.cached, usage.cached_details), prompt)
    uncached = _subtract(prompt, cached)
    return _of_kind(KIND_UNCACHED_PROMPT, uncached) + _of_kind(KIND_CACHED, cached)


def _of_kind(kind: str, split: Split) -> list[Share]:
    return [Share(kind, modality, tokens) for modality, tokens in split.items() if tokens > 0]


def split_by_modality(total: int, details: Details) -> Split:
    """Details cut down to the total, in their order; what they leave over is `unknown`."""
    split: Split = {}
    left = total
    for modality, tokens in details:
        taken = min(max(tokens, 0), left)
        split[modality] = split.get(modality, 0) + taken
        left -= taken
    if left > 0:
        split[MODALITY_UNKNOWN] = split.get(MODALITY_UNKNOWN, 0) + left
    return split


def _settle(cached: Split, prompt: Split) -> Split:
    """A cached part without details has the prompt's modality where the prompt has only one."""
    if len(prompt) == 1 and MODALITY_UNKNOWN in cached:
        return {next(iter(prompt)): sum(cached.values())}
    return cached


def _subtract(prompt: Split, cached: Split) -> Split:
    """What is surely uncached, by modality; the rest of the uncached total is `unknown`.

    A cached token of unknown modality could be any of the prompt's, so it is taken off all.
    """
    unplaced = cached.get(MODALITY_UNKNOWN, 0) + sum(
        max(tokens - prompt.get(modality, 0), 0)
        for modality, tokens in cached.items()
        if modality != MODALITY_UNKNOWN
    )
    sure = {
        modality: max(tokens - cached.get(modality, 0) - unplaced, 0)
        for modality, tokens in prompt.items()
        if modality != MODALITY_UNKNOWN
    }
    rest = sum(prompt.values()) - sum(cached.values()) - sum(sure.values())
    return {**sure, MODALITY_UNKNOWN: rest}
