"""The user's own redaction, after ours and before anything is exported."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias, cast

from gemini_otel._content._copier import Copier
from gemini_otel._content._limits import Limits
from gemini_otel._content._shape import SYSTEM, Answer, Json, Message, Part


Redactor: TypeAlias = Callable[[Message], Message | None]
"""Takes a message and returns it changed, or None to drop it; it may change it in place."""

_MARKER_LENGTH: Final = 64
"""Room for the marker of a text that is cut already, so that it is not cut again."""


class RedactionError(Exception):
    """The redact hook failed; nothing of the content it was asked about may be exported."""


def redact(messages: Sequence[Message], redactor: Redactor | None, limits: Limits) -> list[Message]:
    """Lets the user's hook change or drop each message.

    What it returns is scrubbed and bounded again: it may have brought in anything.

    Args:
        messages: What `input_messages` or `output_messages` made.
        redactor: The user's hook; None changes nothing.
        limits: The bounds that the messages were made with.

    Returns:
        The messages that are left.

    Raises:
        RedactionError: The hook raised, or returned something else than a message or None.
    """
    if redactor is None:
        return list(messages)
    answers = [_ask(redactor, message) for message in messages]
    kept = [_check(redactor, answer) for answer in answers if answer is not None]
    return [Copier(_roomier(limits)).frame(frame) for frame in kept]


def redact_instructions(
    parts: Sequence[Part], redactor: Redactor | None, limits: Limits
) -> list[Part]:
    """Lets the user's hook change or drop the system instruction, as a message of role `system`.

    Args:
        parts: What `system_instructions` made.
        redactor: The user's hook; None changes nothing.
        limits: The bounds that the parts were made with.

    Returns:
        The parts that are left.

    Raises:
        RedactionError: The hook raised, or returned something else than a message or None.
    """
    if not parts:
        return []
    message: Message = {"role": str(SYSTEM), "parts": list[Json](parts)}
    return [
        cast("Part", part)
        for answer in redact([message], redactor, limits)
        for part in cast("list[Json]", answer["parts"])
    ]


def _ask(redactor: Redactor, message: Message) -> object:
    try:
        return redactor(message)
    except Exception as error:
        raise RedactionError(
            f"The redact hook {_name(redactor)} raised {type(error).__name__}, so this content is "
            "not exported; the hook must return every message, changed or not, or None."
        ) from error


def _check(redactor: Redactor, answer: object) -> Answer:
    """Checks an answer of the hook's, and gives it our shape again."""
    message = _entries(answer)
    given = message.get("parts")
    parts = cast("list[object]", given) if isinstance(given, list) else [None]
    if not isinstance(message.get("role"), str) or not all(_is_part(part) for part in parts):
        raise RedactionError(
            f"The redact hook {_name(redactor)} returned {type(answer).__name__}, so this content "
            "is not exported; expected a dict with a string 'role' and a list 'parts' of dicts "
            "with a string 'type', or None to drop the message."
        )
    return Answer(message, parts=[Answer(_entries(part)) for part in parts])


def _is_part(part: object) -> bool:
    return isinstance(_entries(part).get("type"), str)


def _entries(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _roomier(limits: Limits) -> Limits:
    return replace(
        limits, max_length=limits.max_length + _MARKER_LENGTH, max_total=2 * limits.max_total
    )


def _name(redactor: Redactor) -> str:
    return str(getattr(redactor, "__qualname__", type(redactor).__qualname__))
