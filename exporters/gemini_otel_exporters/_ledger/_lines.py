"""The form of a spool's lines: each stands for itself, and says which form it has."""

import json
from types import NoneType
from typing import Any, Final, NamedTuple, cast

import orjson


FORM: Final = 1
_LENGTH: Final = 7
_ORIGIN: Final = 3
_TYPES: Final[tuple[Any, ...]] = (int, int, (str, NoneType), (str, NoneType), list, int, dict)


class Line(NamedTuple):
    """One usage event.

    `origin` is the service, the environment and the instance; `cut` says how many attributes
    OpenTelemetry dropped.
    """

    form: int
    time_ns: int
    trace_id: str | None
    span_id: str | None
    origin: tuple[str | None, str | None, str | None]
    cut: int
    attributes: dict[str, Any]


class UnreadableLineError(ValueError):
    """A line is none of ours, or of a form that is not known here."""


UNREADABLE: Final = (UnreadableLineError, ArithmeticError, LookupError, TypeError, ValueError)
"""What is raised on the way from a line to a row, where a part of it is no such thing."""


def write_line(line: tuple[Any, ...]) -> bytes:
    """The line as bytes, between two line ends: what was left half-written before it ends there."""
    try:
        return b"\n" + orjson.dumps(line, None, orjson.OPT_APPEND_NEWLINE)
    except (TypeError, ValueError):
        told = json.dumps(_mend(line), default=str, ensure_ascii=False, separators=(",", ":"))
        return b"\n" + told.encode() + b"\n"


def read_line(raw: bytes) -> Line:
    """The event of a line.

    Raises:
        UnreadableLineError: It has none; the message says why.
    """
    try:
        read: Any = orjson.loads(raw)
    except ValueError as error:
        raise UnreadableLineError(f"it is no JSON ({error})") from error
    if not isinstance(read, list) or not read or not isinstance(read[0], int):
        raise UnreadableLineError("it is no line of a ledger")
    if read[0] != FORM:
        raise UnreadableLineError(f"it has form {read[0]}, only form {FORM} is known here")
    parts = cast("list[Any]", read if b"\\u0000" not in raw else _mend(read))
    is_sound = all(isinstance(part, kind) for part, kind in zip(parts, _TYPES, strict=False))
    if not is_sound or len(parts) != _LENGTH or len(parts[4]) != _ORIGIN:
        raise UnreadableLineError("its parts are others than a ledger's")
    return Line(*parts)


def _mend(value: Any) -> Any:
    """The same without half characters and without NUL, which databases refuse."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, dict):
        told = cast("dict[object, Any]", value)
        return {_mend(str(key)): _mend(one) for key, one in told.items()}
    if isinstance(value, (list, tuple)):
        return [_mend(one) for one in cast("list[Any]", value)]
    return value
