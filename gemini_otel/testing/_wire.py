"""Turns what a test writes in Python into the JSON names and values Google puts on the wire."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, cast


# What a model says to the user's own functions is theirs: names below these keys stay as given.
_VERBATIM = frozenset({"args", "response"})


def to_wire(value: Any) -> Any:
    """The wire form of a value: camelCase names and base64 bytes, at every depth.

    Args:
        value: JSON-like data, with the SDK's snake_case names or the wire's own.

    Returns:
        The same data as Google's servers spell it. Function arguments and function responses
        keep the names they were given.
    """
    if isinstance(value, Mapping):
        return to_object(cast("Mapping[str, Any]", value))
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_wire(item) for item in cast("list[Any]", value)]
    return value


def to_object(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The wire form of a mapping."""
    return {camel(name): _entry(name, item) for name, item in fields.items()}


def camel(name: str) -> str:
    """`prompt_token_count` as `promptTokenCount`; a name without underscores stays as it is."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def _entry(key: str, item: Any) -> Any:
    return item if key in _VERBATIM else to_wire(item)
