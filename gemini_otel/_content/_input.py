"""What the user sent, as input messages."""

from typing import Final

from gemini_otel._content._copier import Copier
from gemini_otel._content._fields import string
from gemini_otel._content._limits import Limits
from gemini_otel._content._parts import parts_of
from gemini_otel._content._shape import (
    ASSISTANT,
    OMITTED,
    SYSTEM,
    TOOL,
    TOOL_CALL_RESPONSE,
    USER,
    Frame,
    Message,
    omitted,
)
from gemini_otel._content._turns import Turn, turns


_ROLES: Final = {
    "user": USER,
    "model": ASSISTANT,
    "assistant": ASSISTANT,
    "system": SYSTEM,
    "function": TOOL,
    "tool": TOOL,
}


def input_messages(contents: object, limits: Limits) -> list[Message]:
    """The messages of a request, in the order sent.

    Nothing of the user's is changed, kept, converted by the SDK, or run: only stored fields of
    models and entries of dicts are read.

    Args:
        contents: The argument `contents` of `generate_content`, in any form the SDK takes.
        limits: Bounds on the export; where they are reached the newest messages stay, behind a
            first message of role `omitted` that says how many older ones do not.

    Returns:
        Messages of the semantic conventions, as plain JSON values.
    """
    conversation = turns(contents)
    copier = Copier(limits)
    newest = copier.take((_message(turn) for turn in reversed(conversation)), len(conversation))
    left_out = len(conversation) - len(newest)
    if left_out:
        newest.append(copier.frame(Frame(role=OMITTED, parts=[omitted(left_out)])))
    return newest[::-1]


def _message(turn: Turn) -> Frame:
    parts = [frame for part in turn.parts for frame in parts_of(part)]
    answers = parts and all(part["type"] is TOOL_CALL_RESPONSE for part in parts)
    return Frame(role=TOOL if answers else _role(turn.role), parts=parts)


def _role(given: object) -> str:
    role = string(given) or USER
    return _ROLES.get(role.lower(), role)
