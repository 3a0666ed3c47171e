"""Adds up what was served, in kinds of tokens that do not overlap."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gemini_otel.testing._ledger import Served


KINDS: Final[tuple[str, ...]] = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")
"""The kinds of tokens that are billed; a reported total beyond their sum is `unknown`."""


def by_kind(usages: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Tokens by kind, each counted once; every kind is there, `unknown` only where it occurs."""
    totals: Counter[str] = Counter()
    for usage in usages:
        totals.update(_kinds(usage))
    return {kind: totals[kind] for kind in (*KINDS, "unknown") if kind in KINDS or totals[kind]}


def by_modality(usages: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Tokens by kind and lower-case modality; what has no known modality is `unknown`."""
    totals: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS, "unknown")}
    for usage in usages:
        for kind, tokens in _kinds(usage).items():
            totals[kind].update(_fit(_modalities(usage, kind), tokens))
    return {kind: dict(counts) for kind, counts in totals.items() if counts or kind in KINDS}


def usages(
    served: Iterable[Served], *, model: str | None, planned: bool
) -> list[Mapping[str, Any]]:
    """The usage of every billed answer, as written or as planned."""
    billed = (one for one in served if one.is_billed and model in {None, one.model})
    found = (one.usage_planned if planned else one.usage for one in billed)
    return [usage for usage in found if usage]


def _kinds(usage: Mapping[str, Any]) -> dict[str, int]:
    cached = _count(usage, "cachedContentTokenCount")
    kinds = {
        "uncached_prompt": _count(usage, "promptTokenCount") - cached,
        "cached": cached,
        "tool_use": _count(usage, "toolUsePromptTokenCount"),
        "candidates": _count(usage, "candidatesTokenCount"),
        "thoughts": _count(usage, "thoughtsTokenCount"),
    }
    return kinds | {"unknown": max(_count(usage, "totalTokenCount") - sum(kinds.values()), 0)}


def _count(usage: Mapping[str, Any], name: str) -> int:
    return usage.get(name) or 0


def _modalities(usage: Mapping[str, Any], kind: str) -> Counter[str]:
    """What the server said about the modalities of one kind; thinking is billed as text."""
    match kind:
        case "uncached_prompt":
            return _details(usage, "promptTokensDetails") - _details(usage, "cacheTokensDetails")
        case "cached":
            return _details(usage, "cacheTokensDetails")
        case "tool_use":
            return _details(usage, "toolUsePromptTokensDetails")
        case "candidates":
            return _details(usage, "candidatesTokensDetails")
        case "thoughts":
            return Counter(text=_count(usage, "thoughtsTokenCount"))
        case _:
            return Counter()


def _details(usage: Mapping[str, Any], name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for detail in usage.get(name) or ():
        counts[detail["modality"].lower()] += detail["tokenCount"]
    return counts


def _fit(modalities: Counter[str], tokens: int) -> dict[str, int]:
    """Modalities cut down to the tokens there are; what they leave over is `unknown`."""
    fitted: dict[str, int] = {}
    left = tokens
    for modality, count in [*modalities.items(), ("unknown", left)]:
        taken = min(count, left)
        left -= taken
        fitted |= {modality: fitted.get(modality, 0) + taken} if taken else {}
    return fitted
