"""Places the tokens whose modality a report leaves open, so that they can be priced."""

from gemini_otel.pricing._kinds import (
    KIND_CACHED,
    KIND_UNCACHED_PROMPT,
    MODALITY_TEXT,
    MODALITY_UNKNOWN,
)
from gemini_otel.pricing._shares import Share, Split, split_by_modality
from gemini_otel.pricing._usage import Usage


def is_open(shares: list[Share]) -> bool:
    """Whether the modality of some part of the prompt is not known."""
    for kind, modality, _ in shares:
        if modality == MODALITY_UNKNOWN and kind in (KIND_UNCACHED_PROMPT, KIND_CACHED):
            return True
    return False


def place(usage: Usage, shares: list[Share]) -> list[Share]:
    """The shares with every cached token in a modality that the prompt has.

    What is cached and of no known modality is taken from the text first, then from what has no
    modality either, then from the others: so the split of the prompt holds, which says more.
    """
    prompt = split_by_modality(usage.prompt, usage.prompt_details)
    cached = _settle(split_by_modality(usage.cached, usage.cached_details), prompt)
    uncached = {modality: tokens - cached.get(modality, 0) for modality, tokens in prompt.items()}
    others = [one for one in shares if one.kind not in (KIND_UNCACHED_PROMPT, KIND_CACHED)]
    return _of(KIND_UNCACHED_PROMPT, uncached) + _of(KIND_CACHED, cached) + others


def _settle(cached: Split, prompt: Split) -> Split:
    settled = {
        modality: min(tokens, prompt.get(modality, 0))
        for modality, tokens in cached.items()
        if modality != MODALITY_UNKNOWN
    }
    left = sum(cached.values()) - sum(settled.values())
    for modality in sorted(prompt, key=_rank):
        taken = min(left, prompt[modality] - settled.get(modality, 0))
        settled[modality] = settled.get(modality, 0) + taken
        left -= taken
    return settled


def _rank(modality: str) -> tuple[int, str]:
    return {MODALITY_TEXT: 0, MODALITY_UNKNOWN: 1}.get(modality, 2), modality


def _of(kind: str, parts: Split) -> list[Share]:
    return [Share(kind, modality, tokens) for modality, tokens in parts.items() if tokens > 0]
