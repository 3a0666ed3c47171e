"""Doubts a usage report: counts that are none, and details that contradict their totals."""

from typing import Any, Final

from gemini_otel.pricing._usage import MOST, Details, Usage


_COUNTS: Final = ("prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")


def find_faults(usage: Usage) -> tuple[str, ...]:
    """The counts that are none: negative, too large, or more cached than read."""
    prompt, cached, tool_use, candidates, thoughts, unknown, *_ = usage
    counts = (prompt, cached, tool_use, candidates, thoughts, unknown)
    try:
        is_sound = min(counts) >= 0 and sum(counts) <= MOST and cached <= prompt
    except TypeError:
        is_sound = False
    if is_sound and type(sum(counts)) is int and not usage.faults:
        return ()
    wrong = [name for name in _COUNTS if not _is_count(getattr(usage, name))]
    contrary = ["cached"] if not wrong and cached > prompt else []
    return tuple(dict.fromkeys([*usage.faults, *wrong, *contrary]))


def zero_faults(usage: Usage, faults: tuple[str, ...]) -> Usage:
    """The usage with 0 in the place of what is no number, so that the rest can be charged."""
    wrong: dict[str, Any] = {
        name: 0 for name in faults if not isinstance(getattr(usage, name, 0), int)
    }
    return usage._replace(**wrong)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= MOST


def has_contrary_details(usage: Usage) -> bool:
    """Whether the details say more than the totals: then the split is not what was reported."""
    read, cached, brought, written = usage[6:10]
    return bool(
        (read and _exceeds(read, usage.prompt))
        or (written and _exceeds(written, usage.candidates))
        or (brought and _exceeds(brought, usage.tool_use))
        or (cached and (_exceeds(cached, usage.cached) or _is_more_cached_than_read(usage)))
    )


def _exceeds(details: Details, total: int) -> bool:
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
