"""Narrow values of unknown shape to the shape the reader takes, or to an empty one."""

from collections.abc import Mapping
from typing import Final, cast


TEXT_LIMIT: Final = 2_000
"""Characters of a message that are looked at; what tells errors apart stands at the beginning."""

_MOST: Final = 10**18
"""Whatever is as large is no code and no quota, and does not go into 64 bits for long."""

ITEM_LIMIT: Final = 32
"""Entries of a list that are looked at; the longest list in public reports has five."""


def record(value: object) -> Mapping[str, object]:
    """The value if it is a JSON object, else an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The first entries of the value if it is a JSON array, else none."""
    return cast("list[object]", value)[:ITEM_LIMIT] if isinstance(value, list) else []


def text(value: object) -> str:
    """The beginning of the value if it is a string, else an empty string."""
    return value[:TEXT_LIMIT] if isinstance(value, str) else ""


def whole(value: object) -> int | None:
    """The value if it is a whole number, also one written as a string, else None."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Made plain, because an `http.HTTPStatus` would print its name.
        return int(value) if abs(value) < _MOST else None
    if isinstance(value, str) and len(value) < len(str(_MOST)) and value.isdecimal():
        return int(value)
    return None


def attribute(owner: object, name: str) -> object:
    """The attribute, or None where it is missing or reading it fails."""
    try:
        return getattr(owner, name, None)
    except Exception:  # noqa: BLE001 - a property of a foreign class may raise anything
        return None


def entry(mapping: object, name: str) -> object:
    """The entry of a mapping of any class, or None where it is missing or reading it fails."""
    try:
        known = cast("Mapping[str, object]", mapping)
        return known[name] if mapping is not None and name in known else None
    except Exception:  # noqa: BLE001 - a mapping of a foreign class may raise anything
        return None
