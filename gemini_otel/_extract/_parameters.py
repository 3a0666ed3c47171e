"""Reads the parameters of a request, under the names the conventions give them."""

import math
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from gemini_otel._extract._fields import Fields
from gemini_otel._extract._values import read_list, read_name, read_text, read_texts
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


_OUTPUT_TYPES: Final = {"IMAGE": "image", "AUDIO": "speech", "TEXT": "text"}


class _Parameter(NamedTuple):
    """A field, the attribute it becomes, and what makes its value of what was given."""

    field: str
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
    thinking, *given = _REQUEST_FIELDS.read(config)
    found = _name(given, _OF_REQUESTS)
    if thinking is not None:
        found.update(_name(_THINKING_FIELDS.read(thinking), _OF_THINKING))
    return found


def _name(values: Iterable[object], parameters: tuple[_Parameter, ...]) -> dict[str, object]:
    named: dict[str, object] = {}
    for given, parameter in zip(values, parameters, strict=True):
        if given is not None and (value := parameter.convert(given)) is not None:
            named[parameter.attribute] = value
    return named


def _to_float(given: object) -> float | None:
    return float(given) if isinstance(given, (int, float)) else None


def _to_int(given: object) -> int | None:
    return int(given) if isinstance(given, (int, float)) and math.isfinite(given) else None


def _to_choices(given: object) -> int | None:
    return given if isinstance(given, int) and given != 1 else None


def _to_texts(given: object) -> tuple[str, ...] | None:
    return read_texts(read_list(given)) or None


def _to_output_type(given: object) -> str | None:
    types = [_OUTPUT_TYPES.get(str(read_name(one)).upper()) for one in read_list(given)]
    return next((one for one in ("image", "speech", "text") if one in types), None)


def _to_json_type(given: object) -> str | None:
    return "json" if given == "application/json" else None


_OF_REQUESTS: Final = (
    _Parameter("temperature", REQUEST_TEMPERATURE, _to_float),
    _Parameter("top_p", REQUEST_TOP_P, _to_float),
    _Parameter("presence_penalty", REQUEST_PRESENCE_PENALTY, _to_float),
    _Parameter("frequency_penalty", REQUEST_FREQUENCY_PENALTY, _to_float),
    _Parameter("top_k", REQUEST_TOP_K, _to_int),
    _Parameter("seed", REQUEST_SEED, _to_int),
    _Parameter("max_output_tokens", REQUEST_MAX_TOKENS, _to_int),
    _Parameter("candidate_count", REQUEST_CHOICE_COUNT, _to_choices),
    _Parameter("stop_sequences", REQUEST_STOP_SEQUENCES, _to_texts),
    _Parameter("response_modalities", OUTPUT_TYPE, _to_output_type),
    _Parameter("response_mime_type", OUTPUT_TYPE, _to_json_type),  # wins over the modalities
    _Parameter("cached_content", CACHED_CONTENT, read_text),
)
_OF_THINKING: Final = (
    _Parameter("thinking_level", REQUEST_REASONING_LEVEL, read_name),
    _Parameter("thinking_budget", THINKING_BUDGET, _to_int),
)
_REQUEST_FIELDS: Final = Fields("thinking_config", *(one.field for one in _OF_REQUESTS))
_THINKING_FIELDS: Final = Fields(*(one.field for one in _OF_THINKING))
