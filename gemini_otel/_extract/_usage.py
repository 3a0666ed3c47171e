"""Reads usage reports: the SDK's, and the raw JSON of those it drops."""

import functools
from collections.abc import Sequence
from typing import Final

from gemini_otel._call import Details, Usage
from gemini_otel._extract._values import read_count, read_field, read_list, read_name


_MOST_MODALITIES: Final = 32


def read_usage(*reports: object) -> Usage:
    """The usage of `generate_content`, Live or embeddings, from models or raw JSON.

    Args:
        reports: Each `usage_metadata` or `usageMetadata` of one response, in their order. They
            are running totals, but the last may leave out a count that an earlier one had: of
            each count the last that was named holds.

    Returns:
        Counts that are never negative; what `totalTokenCount` has beyond them is `unknown`, so
        that their sum is never below what the server says it served.
    """
    prompt, prompt_details = _read(reports, "prompt_token_count", "prompt_tokens_details")
    cached, cached_details = _read(reports, "cached_content_token_count", "cache_tokens_details")
    tool_use, tool_use_details = _read(
        reports, "tool_use_prompt_token_count", "tool_use_prompt_tokens_details"
    )
    candidates, candidates_details = _read_candidates(reports)
    thoughts, _ = _read(reports, "thoughts_token_count")
    total, _ = _read(reports, "total_token_count")
    if 0 < thoughts <= candidates and total == prompt + tool_use + candidates:
        candidates -= thoughts  # this report has the thoughts inside the candidates
    return Usage(
        prompt,
        min(cached, prompt),
        tool_use,
        candidates,
        thoughts,
        max(total - prompt - tool_use - candidates - thoughts, 0),
        prompt_details,
        cached_details,
        tool_use_details,
        candidates_details,
    )


def _read_candidates(reports: Sequence[object]) -> tuple[int, Details]:
    """What the model wrote: Live and embeddings call it the response."""
    known = _read(reports, "candidates_token_count", "candidates_tokens_details")
    return (
        known if any(known) else _read(reports, "response_token_count", "response_tokens_details")
    )


def _read(reports: Sequence[object], count: str, details: str = "") -> tuple[int, Details]:
    """A count and, from the same report, its details."""
    for report in reversed(reports):
        given = read_field(report, count)
        if given is not None:
            return read_count(given), _read_details(report, details)
    return 0, ()


def _read_details(report: object, name: str) -> Details:
    details = read_list(read_field(report, name)) if name else None
    return tuple(map(_modality_count, details[:_MOST_MODALITIES])) if details else ()


def _modality_count(detail: object) -> tuple[str, int]:
    modality = _normalise_modality(read_name(read_field(detail, "modality")))
    return modality, read_count(read_field(detail, "token_count"))


@functools.lru_cache(maxsize=256)
def _normalise_modality(name: str | None) -> str:
    modality = (name or "unknown").lower()
    return "unknown" if modality == "modality_unspecified" else modality[:32]
