"""Reads usage reports: the SDK's, and the raw JSON of those it drops."""

import functools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, cast

from gemini_otel._extract._fields import FIELDS_SET, Fields
from gemini_otel._extract._values import judge_count, read_count, read_list, read_name, to_camel
from gemini_otel.pricing import Details, Usage
from gemini_otel.pricing._usage import MOST


_MOST_MODALITIES: Final = 32

_FIELDS: Final = Fields(
    "prompt_token_count",
    "cached_content_token_count",
    "tool_use_prompt_token_count",
    "candidates_token_count",
    "thoughts_token_count",
    "total_token_count",
    "prompt_tokens_details",
    "cache_tokens_details",
    "tool_use_prompt_tokens_details",
    "candidates_tokens_details",
)
_KINDS: Final = ("prompt", "cached", "tool_use", "candidates", "thoughts", "total")
_COUNTS: Final = len(_KINDS)
"""So many fields are counts; the others are the details of the first of them, in their order."""

_ALL: Final = 10

_DETAIL: Final = Fields("modality", "token_count")
_RESPONSE: Final = Fields("response_token_count", "response_tokens_details")
_READ: Final = frozenset(
    spelled
    for name in (*_FIELDS.names, *_RESPONSE.names, "traffic_type")
    for spelled in (name, to_camel(name))
)
"""All that is read of a report; a raw one can have members without end."""


def read_usage(*reports: object) -> Usage:
    """The usage of `generate_content`, Live or embeddings, from models or raw JSON.

    Args:
        reports: Each `usage_metadata` or `usageMetadata` of one response, in their order. They
            are running totals, but the last may leave out a count that an earlier one had: of
            each count the last that was named holds.

    Returns:
        Counts that are never negative; what `totalTokenCount` has beyond them is `unknown`, so
        that their sum is never below what the server says it served. Counts that were none are 0
        and named in `faults`.
    """
    given = _FIELDS.read(reports[-1]) if len(reports) == 1 else _merge(reports)
    # Most counts are what they should be, and a call for each would take longer than the test.
    counts = [
        (count if type(count) is int and 0 < count <= MOST else judge_count(count))
        if count
        else (0 if count is None or type(count) is int else judge_count(count))
        for count in given[:_COUNTS]
    ]
    faults: tuple[str, ...] = ()
    if min(counts) < 0 or counts[1] > counts[0] or not counts[0]:
        counts, faults = _set_faulty_aside(counts)
    prompt, cached, tool_use, candidates, thoughts, total = counts
    read, cached_read, brought, written = given[_COUNTS:_ALL]
    written = _read_details(written) if written else ()
    if not candidates:  # Live, whose total leaves the thoughts out
        candidates, written, more = _read_response(reports)
        is_short = 0 < total < prompt + tool_use + candidates
        faults += (*more, "total") if is_short else more
    elif 0 < thoughts <= candidates and total == prompt + tool_use + candidates:
        candidates -= thoughts  # this report has the thoughts inside the candidates
    elif 0 < total < prompt + tool_use + candidates + thoughts:
        faults = (*faults, "total")
    return Usage(
        prompt,
        min(cached, prompt),
        tool_use,
        candidates,
        thoughts,
        max(total - prompt - tool_use - candidates - thoughts, 0),
        _read_details(read) if read else (),
        _read_details(cached_read) if cached_read else (),
        _read_details(brought) if brought else (),
        written,
        faults,
    )


def _set_faulty_aside(judged: Sequence[int]) -> tuple[list[int], tuple[str, ...]]:
    """The counts with 0 for what is none, and the names of those; so for more cached than read."""
    faults = [kind for kind, count in zip(_KINDS, judged, strict=True) if count < 0]
    counts = [max(count, 0) for count in judged]
    prompt, cached, _, candidates, thoughts, _ = counts
    if cached > prompt and not faults:
        faults = ["cached"]
    if candidates + thoughts > 0 and not prompt and "prompt" not in faults:
        faults.append("prompt")  # nothing is answered that was not asked
    return counts, tuple(faults)


def drop_repeated(reports: list[object]) -> None:
    """Drops the reports of a stream that say nothing which a later one does not say as well.

    So few stay, however long the stream: each has a count that no later one has.
    """
    last = reports[-1]
    kept, told = [last], set(_read_names(last))
    for report in reversed(reports[:-1]):
        # In most streams all name the same; to look for nulls takes longer than this.
        given = getattr(report, FIELDS_SET, None)
        if isinstance(given, set) and given <= told:
            continue
        names = _read_names(report)
        if not names <= told:
            kept.append(report)
            told |= names
    reports[:] = reversed(kept)


def _read_names(report: object) -> AbstractSet[str]:
    names = getattr(report, FIELDS_SET, None)
    if isinstance(names, set):
        named = cast("set[str]", names)
        # A null says nothing: it must not take the place of what an earlier report said.
        told = report.__dict__
        nulls = [name for name in named if told.get(name) is None]
        return named.difference(nulls) if nulls else named
    given = cast("dict[str, object]", report) if isinstance(report, dict) else {}
    return {name for name in _READ.intersection(given) if given[name] is not None}


def _merge(reports: Sequence[object]) -> Sequence[object]:
    """Each count from the last report that names it, and the last details of that very count."""
    merged: list[object] = [None] * (2 * _COUNTS)
    for report in reversed(reports):
        values = _FIELDS.read(report)
        for place, count in enumerate(values[:_COUNTS]):
            if count is None:
                continue
            if merged[place] is None:
                merged[place] = count
            if merged[place + _COUNTS] is None and count == merged[place]:
                merged[place + _COUNTS] = next(iter(values[place + _COUNTS :]), None)
    return merged


def _read_response(reports: Sequence[object]) -> tuple[int, Details, tuple[str, ...]]:
    """What the model wrote, as Live calls it, and whether that is a count."""
    for said in reversed(reports):
        count, details = _RESPONSE.read(said)
        if count is not None:
            judged = judge_count(count)
            faults = ("candidates",) if judged < 0 else ()
            return max(judged, 0), _read_details(details), faults
    return 0, (), ()


def _read_details(given: object) -> Details:
    details = read_list(given)
    if len(details) == 1:
        return (_read_detail(details[0]),)
    return tuple([_read_detail(one) for one in details[:_MOST_MODALITIES]])


def _read_detail(detail: object) -> tuple[str, int]:
    modality, count = _DETAIL.read(detail)
    return _normalise_modality(read_name(modality)), read_count(count)


@functools.lru_cache(maxsize=256)
def _normalise_modality(name: str | None) -> str:
    modality = (name or "unknown").lower()
    return "unknown" if modality == "modality_unspecified" else modality[:32]
