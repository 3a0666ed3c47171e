"""The circumstances of a response that it does not tell itself."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from gemini_otel._extract._values import MOST_CHARACTERS, read_field
from gemini_otel._raw._refusal import RecordError
from gemini_otel._raw._times import parse_time
from gemini_otel._raw._words import describe


_PLACE: Final = re.compile(r"projects/[^/]+/locations/([^/]+)/")


class Context(NamedTuple):
    """Who was asked, where, when and how; `None` for what nobody said.

    Attributes:
        at: When: a Pacific calendar day, or a time with its zone.
        platform: `gemini_api` or `vertex`.
        location: The location of Vertex AI.
        service_tier: The tier that was asked for.
        operation: What was asked for, such as `generate_content` or `count_tokens`.
        model: The model that was asked for.
    """

    at: date | datetime | None = None
    platform: str | None = None
    location: str | None = None
    service_tier: str | None = None
    operation: str | None = None
    model: str | None = None

    def over(self, defaults: "Context") -> "Context":
        """This context, with what it leaves open from another."""
        return defaults._replace(
            **{name: one for name, one in self._asdict().items() if one is not None}
        )


def read_context(record: Mapping[str, object]) -> Context:
    """The context that a record carries, under names in snake or camel case.

    Raises:
        RecordError: A part of it is no string, or no time.
    """
    at = read_field(record, "at")
    return Context(
        parse_time(at) if at is not None else None,
        *(_read_word(record, name) for name in Context._fields[1:]),
    )


def read_place(model: str) -> str | None:
    """The location in the full name of a model of Vertex AI."""
    match = _PLACE.match(model)
    return match[1] if match else None


def _read_word(record: Mapping[str, object], name: str) -> str | None:
    value = read_field(record, name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise RecordError(f"{name} is {describe(value)}", f"write {name} as a short string")
    return value
