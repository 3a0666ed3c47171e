"""Messages in the two forms that OpenTelemetry takes: JSON text for spans, values for events."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from gemini_otel._content._shape import Json


def encode(messages: Sequence[Mapping[str, Json]]) -> str:
    """Writes messages, parts or tool definitions as compact JSON for a span attribute."""
    return _dump(messages)


def structure(messages: Sequence[Mapping[str, Json]]) -> list[dict[str, Json]]:
    """Makes messages, parts or tool definitions fit for an attribute or body of a log record.

    SDKs up to at least 1.41 drop a list whose items differ in type, and all of them drop an entry
    with an empty key, each with a warning in the user's log: a list of integers and floats becomes
    floats, any other mixed list a list of JSON texts, an empty key `(empty)`.
    """
    return [_object(message) for message in messages]


def _value(value: Json) -> Json:
    if isinstance(value, dict):
        return _object(value)
    return _array(value) if isinstance(value, list) else value


def _object(value: Mapping[str, Json]) -> dict[str, Json]:
    return {key or "(empty)": _value(entry) for key, entry in value.items()}


def _array(values: list[Json]) -> list[Json]:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1:
        return [_value(value) for value in values]
    if kinds == {int, float}:
        numbers = cast("list[int | float | None]", values)
        return [None if number is None else float(number) for number in numbers]
    return [value if value is None or isinstance(value, str) else _dump(value) for value in values]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
