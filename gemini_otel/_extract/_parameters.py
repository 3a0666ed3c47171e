"""Reads the parameters of a request, under the names the conventions give them."""

import math
from collections.abc import Callable, Container, Mapping
from typing import Any, Final, NamedTuple

from gemini_otel._classify._redaction import scrub
from gemini_otel._extract._fields import FIELDS_SET
from gemini_otel._extract._request import name_cache
from gemini_otel._extract._values import read_field, read_list, read_name, read_texts
from gemini_otel._semconv import (
    CACHED_CONTENT,
    OUTPUT_TYPE,
    REQUEST_CHOICE_COUNT,
    REQUEST_FREQUENCY_PENALTY,
    REQUEST_MAX_TOKENS,
    REQUEST_PRESENCE_PENALTY,
    REQUEST_REASONING_LEVEL,
    REQUEST_SEED,
    REQUEST_STOP_SEQUENCES,
    REQUEST_TEMPERATURE,
    REQUEST_TOP_K,
    REQUEST_TOP_P,
    THINKING_BUDGET,
)


_MOST: Final = 2**63
"""OTLP carries signed 64-bit integers."""

_OUTPUT_TYPES: Final = {"IMAGE": "image", "AUDIO": "speech", "TEXT": "text"}


class _Parameter(NamedTuple):
    """The attribute that a field becomes, and what makes its value of what was given."""

    attribute: str
    convert: Callable[[Any], object]


def read_parameters(config: object) -> dict[str, object]:
    """The parameters that a configuration sets.

    Args:
        config: A model, the dict a user may write in its place, or nothing.

    Returns:
        The attributes of those that are set; what is malformed is left out.
    """
    if config is None:
        return {}
    found = _name(config, _OF_REQUESTS)
    thinking = read_field(config, "thinking_config")
    if thinking is not None:
        found.update(_name(thinking, _OF_THINKING))
    return found


def _name(holder: object, parameters: Mapping[str, _Parameter]) -> dict[str, object]:
    # A model knows what was set, which is little.
    may_be_set: Container[str] = getattr(holder, FIELDS_SET, parameters)
    named: dict[str, object] = {}
    for field, parameter in parameters.items():
        if field in may_be_set:
            given = read_field(holder, field)
            if given is not None and (value := parameter.convert(given)) is not None:
                named[parameter.attribute] = value
    return named


def _to_float(given: object) -> float | None:
    return float(given) if isinstance(given, (int, float)) else None


def _to_int(given: object) -> int | None:
    whole = int(given) if isinstance(given, (int, float)) and math.isfinite(given) else None
    return whole if whole is not None and -_MOST <= whole < _MOST else None


def _to_choices(given: object) -> int | None:
    return _to_int(given) if isinstance(given, int) and given != 1 else None


def _to_texts(given: object) -> tuple[str, ...] | None:
    return tuple(map(scrub, read_texts(read_list(given)))) or None


def _to_output_type(given: object) -> str | None:
    types = [_OUTPUT_TYPES.get(str(read_name(one)).upper()) for one in read_list(given)]
    return next((one for one in ("image", "speech", "text") if one in types), None)


def _to_json_type(given: object) -> str | None:
    return "json" if given == "application/json" else None


_OF_REQUESTS: Final = {
    "temperature": _Parameter(REQUEST_TEMPERATURE, _to_float),
    "top_p": _Parameter(REQUEST_TOP_P, _to_float),
    "presence_penalty": _Parameter(REQUEST_PRESENCE_PENALTY, _to_float),
    "frequency_penalty": _Parameter(REQUEST_FREQUENCY_PENALTY, _to_float),
    "top_k": _Parameter(REQUEST_TOP_K, _to_int),
    "seed": _Parameter(REQUEST_SEED, _to_int),
    "max_output_tokens": _Parameter(REQUEST_MAX_TOKENS, _to_int),
    "candidate_count": _Parameter(REQUEST_CHOICE_COUNT, _to_choices),
    "stop_sequences": _Parameter(REQUEST_STOP_SEQUENCES, _to_texts),
    "response_modalities": _Parameter(OUTPUT_TYPE, _to_output_type),
    "response_mime_type": _Parameter(OUTPUT_TYPE, _to_json_type),  # wins over the modalities
    "cached_content": _Parameter(CACHED_CONTENT, name_cache),
}
_OF_THINKING: Final = {
    "thinking_level": _Parameter(REQUEST_REASONING_LEVEL, read_name),
    "thinking_budget": _Parameter(THINKING_BUDGET, _to_int),
}
