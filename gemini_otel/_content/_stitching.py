"""Parts that a stream tore apart, put together again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from gemini_otel._content._fields import read
from gemini_otel._content._parts import is_text
from gemini_otel._content._streamed import joined_arguments


Fields = Mapping[str, object]

_CALL: Final = "function_call"
_IDENTITY: Final = ("id", "name")


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring parts that are pieces of one."""

    kind: str | None
    pieces: list[object]


def stitch(parts: Iterable[object]) -> list[object]:
    """Joins neighbouring texts, neighbouring thoughts, and the pieces of a function call.

    Args:
        parts: The parts of one candidate, over all chunks, in order.

    Returns:
        As many parts as the model meant; a text that is empty is none.
    """
    runs: list[_Run] = []
    for part in parts:
        kind, piece = _classified(part)
        if kind in ("text", "thought") and not cast("Fields", piece)["text"]:
            continue
        if runs and runs[-1].kind == kind and _continues(runs[-1], piece):
            runs[-1].pieces.append(piece)
        else:
            runs.append(_Run(kind, [piece]))
    return [_joined(run) for run in runs]


def _classified(part: object) -> tuple[str | None, object]:
    fields = read(part)
    if fields is None:
        return None, part
    if is_text(fields):
        return ("thought" if fields.get("thought") is True else "text"), fields
    call = read(fields.get(_CALL))
    return (None, part) if call is None else (_CALL, call)


def _continues(run: _Run, piece: object) -> bool:
    if run.kind != _CALL:
        return run.kind is not None
    earlier, later = cast("Sequence[Fields]", run.pieces), cast("Fields", piece)
    if earlier[-1].get("will_continue") is not True:
        return False
    return all(later.get(key) in (None, _first(earlier, key)) for key in _IDENTITY)


def _joined(run: _Run) -> object:
    if run.kind is None:
        return run.pieces[0]
    pieces = cast("Sequence[Fields]", run.pieces)
    if run.kind == _CALL:
        return {_CALL: pieces[0] if _is_whole(pieces) else _call(pieces)}
    return {"text": "".join(cast("str", piece["text"]) for piece in pieces)} | {
        "thought": run.kind == "thought"
    }


def _is_whole(pieces: Sequence[Fields]) -> bool:
    return len(pieces) == 1 and not pieces[0].get("partial_args")


def _call(pieces: Sequence[Fields]) -> dict[str, object]:
    identity = {key: _first(pieces, key) for key in _IDENTITY}
    return identity | {"args": joined_arguments(pieces)}


def _first(pieces: Sequence[Fields], key: str) -> object:
    return next((piece[key] for piece in pieces if piece.get(key) is not None), None)
