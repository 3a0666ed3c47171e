"""Reads single values out of what a server or a user sent, whatever their type turns out to be.

A server may put anything where a word belongs, a key that it was sent as well: none goes on.
"""

import functools
import itertools
import re
from collections.abc import Iterable
from typing import Final, cast

from gemini_otel._classify._redaction import scrub, scrub_token
from gemini_otel.pricing._usage import MOST


MOST_CHARACTERS: Final = 256
"""Longest string taken from a server."""

MOST_ITEMS: Final = 128
"""Longest list of strings taken from a server."""

_WHOLE: Final = re.compile(r"[0-9]{1,13}")


def read_count(value: object) -> int:
    """A count of tokens: a whole number from 0 to `MOST`, else 0."""
    return value if type(value) is int and 0 <= value <= MOST else max(judge_count(value), 0)


def judge_count(value: object) -> int:
    """The same, but -1 for what is no count."""
    count = value if type(value) is int else _to_whole(value)
    return count if 0 <= count <= MOST else -1


def _to_whole(value: object) -> int:
    if isinstance(value, float):
        return int(value) if value.is_integer() else -1
    if isinstance(value, str):  # as JSON of Google's writes integers of 64 bits
        return int(value) if _WHOLE.fullmatch(value) else -1
    return 0 if value is None else -1


def read_text(value: object) -> str | None:
    """A bounded, non-empty string, else `None`."""
    return scrub_token(value[:MOST_CHARACTERS]) if isinstance(value, str) and value else None


def read_name(value: object) -> str | None:
    """The value of an enum member, also of one newer than the SDK, or of a plain string."""
    # `_value_` is documented, and not a property, which would take four times as long.
    name = getattr(value, "_value_", value)
    return _scrub_name(name[:MOST_CHARACTERS]) if isinstance(name, str) and name else None


@functools.lru_cache(maxsize=256)
def _scrub_name(name: str) -> str:
    # Names are few, and are told on metrics: what they hold is looked at as long as it takes.
    return scrub(name)


def read_list(value: object) -> list[object]:
    """The items of a list or a tuple, else none."""
    if isinstance(value, list):
        return value  # pyright: ignore[reportUnknownVariableType] - a cast is a call, for each chunk
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else []


def read_texts(values: Iterable[object]) -> tuple[str, ...]:
    """The first strings among the values, each bounded."""
    texts = (text for value in values if (text := read_text(value)))
    return tuple(itertools.islice(texts, MOST_ITEMS))


def read_field(holder: object, name: str) -> object:
    """A field of a model, or of the dict a user may write in its place, in snake or camel case."""
    if isinstance(holder, dict):
        fields = cast("dict[str, object]", holder)
        return fields.get(name, fields.get(to_camel(name)))
    return getattr(holder, name, None)


def to_camel(name: str) -> str:
    """A field's name as JSON of the REST API spells it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
