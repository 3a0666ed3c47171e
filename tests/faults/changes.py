"""What can be wrong with an answer: each change takes its choices from a source of them."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from tests.faults.bodies import Chunks


Choice = random.Random
Change = Callable[[Choice, Chunks], None]

COUNTS: Final = (
    "promptTokenCount",
    "cachedContentTokenCount",
    "toolUsePromptTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
    "totalTokenCount",
)
_WRONG: Final[tuple[Any, ...]] = (
    "", "text", "12", 0, -1, 7, 12.0, 12.5, 10**12, 10**12 + 1, 2**63, 10**40, True, False,
    [], {}, [None], {"a": 1}, [[]], "\x00", "\ud83d\ude00", "x" * 5_000,
)  # fmt: skip
_STRANGE: Final = (float("nan"), float("inf"), float("-inf"), -0.0, 1e308)
NESTED: Final = "@nested"
"""Stands for lists in lists, deeper than JSON is written by Python."""


def _find_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield cast("dict[str, Any]", value)
    for one in _list_inner(value):
        yield from _find_objects(one)


def _list_inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*cast("dict[str, Any]", value).values()]
    return [*value] if isinstance(value, list) else []


def find_object(choice: Choice, chunks: Chunks) -> dict[str, Any]:
    """Some object of an answer."""
    return choice.choice([*_find_objects(chunks)] or [{}])


def _find_member(choice: Choice, chunks: Chunks) -> tuple[dict[str, Any], str]:
    """Something to change: a count every other time."""
    usages = [one for one in _find_usages(chunks) if one]
    if usages and choice.random() < 0.5:
        usage = choice.choice(usages)
        return usage, choice.choice([*usage, *COUNTS])
    holders = [one for one in _find_objects(chunks) if one] or [{"nothing": 0}]
    holder = choice.choice(holders)
    return holder, choice.choice([*holder])


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _find_usages(chunks: Chunks) -> list[dict[str, Any]]:
    found: list[Any] = [chunk.get("usageMetadata") for chunk in chunks]
    return [one for one in found if _is_object(one)]


def _put(*values: Any) -> Change:
    def change(choice: Choice, chunks: Chunks) -> None:
        holder, name = _find_member(choice, chunks)
        holder[name] = copy.deepcopy(choice.choice(values))

    return change


def _drop(choice: Choice, chunks: Chunks) -> None:
    holder, name = _find_member(choice, chunks)
    holder.pop(name, None)


def _add(choice: Choice, chunks: Chunks) -> None:
    find_object(choice, chunks)["brandNew"] = choice.choice((1, "x", {"deep": [1]}, None))


def _rename_word(choice: Choice, chunks: Chunks) -> None:
    """A value of an enum that no SDK knows."""
    names = ("finishReason", "blockReason", "modality", "category", "trafficType", "role")
    holders = [(o, n) for o in _find_objects(chunks) for n in names if n in o]
    if holders:
        holder, name = choice.choice(holders)
        holder[name] = "BRAND_NEW_" + "X" * choice.choice((0, 1, 500))


def _grow(choice: Choice, chunks: Chunks) -> None:
    for usage in _find_usages(chunks)[-1:]:
        _scale(usage, choice.choice((1_000, 10**6)))


def _shrink(choice: Choice, chunks: Chunks) -> None:
    for usage in _find_usages(chunks)[-1:]:
        _scale(usage, choice.choice((0, 0.5)))


def _scale(usage: dict[str, Any], factor: float) -> None:
    for name in COUNTS:
        if type(usage.get(name)) is int:
            usage[name] = int(usage[name] * factor)


def _repeat(choice: Choice, chunks: Chunks) -> None:
    if chunks:
        at = choice.randrange(len(chunks))
        chunks.insert(at, copy.deepcopy(chunks[at]))


def _say_again(_choice: Choice, chunks: Chunks) -> None:
    """The usage once more, in a chunk of its own."""
    chunks += [{"usageMetadata": copy.deepcopy(one)} for one in _find_usages(chunks)[-1:]]


def _only(at: slice) -> Change:
    def change(_choice: Choice, chunks: Chunks) -> None:
        kept = [id(one) for one in _find_usages(chunks)[at]]
        for chunk in chunks:
            if id(chunk.get("usageMetadata")) not in kept:
                chunk.pop("usageMetadata", None)

    return change


def _empty(choice: Choice, chunks: Chunks) -> None:
    empty: tuple[Any, ...] = ([], [{}], [None], None)
    for chunk in chunks:
        chunk["candidates"] = choice.choice(empty)


def _shuffle(choice: Choice, chunks: Chunks) -> None:
    choice.shuffle(chunks)


def _leave_out(choice: Choice, chunks: Chunks) -> None:
    if chunks:
        del chunks[choice.randrange(len(chunks)) :]


CHANGES: Final[dict[str, Change]] = {
    "missing": _drop,
    "null": _put(None),
    "wrong type": _put(*_WRONG),
    "NaN": _put(*_STRANGE),
    "nested": _put(NESTED),
    "unknown word": _rename_word,
    "unknown field": _add,
    "usage jumps": _grow,
    "usage shrinks": _shrink,
    "usage twice": _say_again,
    "usage first only": _only(slice(1)),
    "usage last only": _only(slice(-1, None)),
    "chunk twice": _repeat,
    "chunks in disorder": _shuffle,
    "chunks left out": _leave_out,
    "no candidates": _empty,
}
