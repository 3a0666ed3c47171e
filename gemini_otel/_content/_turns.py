"""The turns of a conversation, in every form `contents` may have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from gemini_otel._content._fields import read, sequence


@dataclass(frozen=True, slots=True)
class Turn:
    """Parts of one role, as the user gave them."""

    role: object
    parts: Sequence[object]
    lone: bool = False
    """Whether it came as a part without a turn around it."""


def turns(contents: object) -> list[Turn]:
    """Groups contents into turns as the SDK does, without converting or changing anything.

    Args:
        contents: A string, part, turn, file, image, or dict, or a list of any of these.

    Returns:
        One turn for each content, and one for each run of lone parts of the same role.
    """
    if contents is None:
        return []
    if isinstance(contents, (list, tuple)):
        return _joined(_turn(content) for content in cast("Sequence[object]", contents))
    return [_turn(contents)]


def _turn(content: object) -> Turn:
    if isinstance(content, (list, tuple)):
        return Turn("user", cast("Sequence[object]", content))
    fields = read(content)
    if fields is None:
        return Turn("user", (content,), lone=True)
    if not fields or "parts" in fields or "role" in fields:
        return Turn(fields.get("role"), sequence(fields.get("parts")))
    asks = fields.get("function_call") is not None
    return Turn("model" if asks else "user", (content,), lone=True)


def _joined(given: Iterable[Turn]) -> list[Turn]:
    runs: list[list[Turn]] = []
    for turn in given:
        last = runs[-1][-1] if runs else None
        if last is not None and last.lone and turn.lone and last.role == turn.role:
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return [Turn(run[0].role, [part for turn in run for part in turn.parts]) for run in runs]
