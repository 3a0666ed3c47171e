"""Doubts a usage report: counts that are none, and details that contradict their totals."""

from typing import Final

from gemini_otel.pricing._usage import MOST, Details, Usage


_COUNTS: Final = ("prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")


def find_faults(usage: Usage) -> tuple[str, ...]:
    """The counts that are none: negative, too large, or more cached than read."""
    prompt, cached, tool_use, candidates, thoughts, unknown, *_ = usage
    counts = (prompt, cached, tool_use, candidates, thoughts, unknown)
    is_sound = min(counts) >= 0 and max(counts) <= MOST and cached <= prompt
    if is_sound and not usage.faults:
        return ()
    wrong = [name for name in _COUNTS if not 0 <= getattr(usage, name) <= MOST]
    contrary = ["cached"] if usage.cached > usage.prompt else []
    return tuple(dict.fromkeys([*usage.faults, *wrong, *contrary]))


def has_contrary_details(usage: Usage) -> bool:
    """Whether the details say more than the totals: then the split is not what was reported."""
    return (
        _exceeds(usage.prompt_details, usage.prompt)
        or _exceeds(usage.cached_details, usage.cached)
        or _exceeds(usage.tool_use_details, usage.tool_use)
        or _exceeds(usage.candidates_details, usage.candidates)
        or (bool(usage.cached_details) and _is_more_cached_than_read(usage))
    )


def _exceeds(details: Details, total: int) -> bool:
    if not details:
        return False
    told = 0
    for _, tokens in details:
        if tokens < 0:
            return True
        told += tokens
    return told > total


def _is_more_cached_than_read(usage: Usage) -> bool:
    if not usage.prompt_details:
        return False
    read = dict.fromkeys((name for name, _ in usage.cached_details), 0)
    for name, tokens in usage.prompt_details:
        if name in read:
            read[name] += tokens
    unnamed = usage.prompt - sum(tokens for _, tokens in usage.prompt_details)
    return any(tokens > read[name] + unnamed for name, tokens in usage.cached_details)
