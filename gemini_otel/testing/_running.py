"""The running total of tokens that a stream reports on its way."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from gemini_otel.testing.parts import Part


_THOUGHTS = "thoughtsTokenCount"
_CANDIDATES = "candidatesTokenCount"
_DETAILS = "candidatesTokensDetails"
_TOTAL = "totalTokenCount"


def running_usages(
    final: Mapping[str, Any], groups: Sequence[Sequence[Part]]
) -> Iterator[dict[str, Any]]:
    """What a server reports with each group of an answer's parts.

    Thoughts grow with the parts that show them and are complete from the start where none does;
    candidates grow with the other parts; the prompt is known at once. A count of zero is left
    out, as Google does.

    Args:
        final: The usage of the complete answer, in wire names.
        groups: The parts of the answer, as they are sent.

    Yields:
        The usage so far, in wire names.
    """
    shown = list(accumulate(sum(map(_is_thought, group)) for group in groups))
    sent = list(accumulate(map(len, groups)))
    for thoughts, parts in zip(shown, sent, strict=True):
        thinking = _share(final.get(_THOUGHTS), thoughts, shown[-1], unshown=1)
        writing = _share(final.get(_CANDIDATES), parts - thoughts, sent[-1] - shown[-1], unshown=0)
        yield _usage(final, thinking, writing)


def _is_thought(part: Part) -> bool:
    return not isinstance(part, str) and bool(part.get("thought"))


def _share(count: int | None, done: int, whole: int, *, unshown: int) -> int:
    """The part of a count that is done; all or nothing where no part of the answer shows it."""
    return (count or 0) * done // whole if whole else (count or 0) * unshown


def _usage(final: Mapping[str, Any], thoughts: int, candidates: int) -> dict[str, Any]:
    ahead = (final.get(_THOUGHTS) or 0) - thoughts + (final.get(_CANDIDATES) or 0) - candidates
    changed = {
        _THOUGHTS: thoughts,
        _CANDIDATES: candidates,
        _TOTAL: max((final.get(_TOTAL) or 0) - ahead, 0),
        _DETAILS: _cut_details(final.get(_DETAILS), candidates),
    }
    present = {name: changed.get(name, value) for name, value in final.items()}
    return {name: value for name, value in present.items() if value or name not in changed}


def _cut_details(details: Any, tokens: int) -> list[dict[str, Any]]:
    """The details of the first tokens: the modalities are written one after the other."""
    cut: list[dict[str, Any]] = []
    left = tokens
    for detail in details or ():
        taken = min(detail["tokenCount"], left)
        left -= taken
        cut += [{**detail, "tokenCount": taken}] if taken else []
    return cut
