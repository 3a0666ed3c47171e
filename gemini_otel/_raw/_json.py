"""Tells JSON objects from other values."""

from collections.abc import Mapping
from typing import Final, cast

from gemini_otel._extract._values import read_list


Body = Mapping[str, object]
"""A JSON object."""

NOTHING: Final[Body] = {}


def to_body(value: object) -> Body | None:
    """The value, if it is an object."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def list_bodies(value: object) -> list[Body]:
    """The objects of an array; of anything else none."""
    return [body for one in read_list(value) if (body := to_body(one)) is not None]
