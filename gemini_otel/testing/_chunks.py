"""Splits a reply into the bodies of a stream."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import Any

from gemini_otel.testing._bodies import candidate, candidates, ending, envelope
from gemini_otel.testing._reply import Reply
from gemini_otel.testing._request import Request
from gemini_otel.testing._running import running_usages
from gemini_otel.testing._usage import to_usage, wire_name
from gemini_otel.testing._wire import to_object
from gemini_otel.testing.parts import Part, listed


Groups = Sequence[Sequence[Part]]

_USUAL = 3


def chunk_bodies(reply: Reply, request: Request) -> list[dict[str, Any]]:
    """The bodies of a reply as streamGenerateContent sends them, one after the other."""
    if reply.chunks is not None and not isinstance(reply.chunks, int):
        return [to_object(chunk) for chunk in reply.chunks]
    if reply.prompt_feedback is not None:
        return [_final_usage(reply) | envelope(reply, request)]
    parts = listed(reply.parts or [])
    return list(_bodies(reply, request, split(parts, reply.chunks or _usual_count(parts))))


def split(parts: Sequence[Part], count: int) -> Groups:
    """The answer's parts in as many groups as a stream has chunks.

    Args:
        parts: The parts of the answer.
        count: How many groups to make. The longest text is cut into equal pieces where they
            are too few; where they are too many, neighbours share a group.

    Returns:
        The groups in order; read one after the other they are the answer.
    """
    pieces = _cut_longest(_units(parts), count)
    return [list(chain(*pieces[start:end])) for start, end in _bounds(len(pieces), count)]


def _usual_count(parts: Sequence[Part]) -> int:
    return _USUAL if any(map(_text, parts)) else 1


def _units(parts: Sequence[Part]) -> list[list[Part]]:
    """Texts one by one, and what stands between them together."""
    runs = (list(run) for _, run in groupby(parts, key=lambda part: bool(_text(part))))
    return [unit for run in runs for unit in ([[part] for part in run] if _text(run[0]) else [run])]


def _cut_longest(units: Sequence[list[Part]], count: int) -> list[list[Part]]:
    """The units with the longest text in as many pieces as make up the count."""
    longest = max(range(len(units)), key=lambda index: len(_text(units[index][0])), default=0)
    missing = count - len(units)
    if missing <= 0 or not units or not _text(units[longest][0]):
        return list(units)
    cut = [[piece] for piece in _cut(units[longest][0], missing + 1)]
    return [*units[:longest], *cut, *units[longest + 1 :]]


def _cut(part: Part, count: int) -> list[Part]:
    text = _text(part)
    texts = [text[start:end] for start, end in _bounds(len(text), count)]
    return [*texts] if isinstance(part, str) else [{**part, "text": piece} for piece in texts]


def _text(part: Part) -> str:
    return part if isinstance(part, str) else str(part.get("text") or "")


def _bounds(length: int, count: int) -> Iterator[tuple[int, int]]:
    return pairwise(length * index // count for index in range(count + 1))


def _bodies(reply: Reply, request: Request, groups: Groups) -> Iterator[dict[str, Any]]:
    about = envelope(reply, request)
    last = len(groups) - 1
    for index, (group, usage) in enumerate(zip(groups, _usages(reply, groups), strict=True)):
        parts = None if reply.parts is None else group
        said = [candidate(parts)] if index < last else _last_candidates(reply, request, parts)
        yield {"candidates": said} | usage | about
    if reply.usage_apart:
        yield _final_usage(reply) | about


def _last_candidates(
    reply: Reply, request: Request, parts: Sequence[Part] | None
) -> list[dict[str, Any]]:
    return [candidate(parts) | ending(reply, request), *candidates(reply, request)[1:]]


def _usages(reply: Reply, groups: Groups) -> list[dict[str, Any]]:
    """What each chunk with candidates says about tokens."""
    usages: list[dict[str, Any]] = [{} for _ in groups]
    if reply.usage is not None and reply.usage_on == "every":
        running = running_usages(to_usage(reply.usage), groups)
        usages = [{"usageMetadata": usage} for usage in running]
    return usages if reply.usage_apart else [*usages[:-1], _final_usage(reply)]


def _final_usage(reply: Reply) -> dict[str, Any]:
    if reply.usage is None or reply.usage_on == "never":
        return {}
    lacking = {wire_name(name) for name in reply.last_usage_lacks}
    usage = {name: count for name, count in to_usage(reply.usage).items() if name not in lacking}
    return {"usageMetadata": usage}
