"""Reads what a line says out of an event: names, numbers and our own advice, never content."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from gemini_otel._semconv import (
    ADVICE,
    ATTEMPTS,
    ATTRIBUTION_PREFIX,
    BLOCK_REASON,
    CALL_DURATION,
    COST_COMPLETE,
    COST_MODEL,
    COST_NANO_USD,
    ERROR_CLASS,
    ERROR_HINT,
    ERROR_RETRY_AFTER,
    ERROR_RETRYABLE,
    ERROR_TYPE,
    EVENT_EXCEPTION,
    EVENT_USAGE,
    FINISH_REASON,
    OPERATION_NAME,
    PROVIDER_NAME,
    REQUEST_MODEL,
    RESPONSE_FINISH_REASONS,
    RESPONSE_MODEL,
    STREAM_END,
    UNPRICED_REASONS,
    USAGE_COMPLETE,
    USAGE_TOKENS_PREFIX,
    USAGE_TOTAL_TOKENS,
)


Attributes = Mapping[str, Any]
Facts = dict[str, Any]

_OF_ALL: Final = (
    ("operation", OPERATION_NAME),
    ("provider", PROVIDER_NAME),
)
_OF_USAGE: Final = (
    ("total_tokens", USAGE_TOTAL_TOKENS),
    ("usage_complete", USAGE_COMPLETE),
    ("cost_nano_usd", COST_NANO_USD),
    ("cost_complete", COST_COMPLETE),
    ("unpriced", UNPRICED_REASONS),
    ("duration_s", CALL_DURATION),
    ("attempts", ATTEMPTS),
    ("finish_reasons", RESPONSE_FINISH_REASONS),
    ("block_reason", BLOCK_REASON),
    ("stream_end", STREAM_END),
    ("error_type", ERROR_TYPE),
)
_OF_FAILURE: Final = (
    ("error_class", ERROR_CLASS),
    ("error_type", ERROR_TYPE),
    ("retryable", ERROR_RETRYABLE),
    ("retry_after_s", ERROR_RETRY_AFTER),
    ("hint", ERROR_HINT),
    ("duration_s", CALL_DURATION),
    ("attempts", ATTEMPTS),
)
_OF_WARNING: Final = (
    ("finish_reason", FINISH_REASON),
    ("block_reason", BLOCK_REASON),
    ("advice", ADVICE),
)
_BY_EVENT: Final = {EVENT_USAGE: _OF_USAGE, EVENT_EXCEPTION: _OF_FAILURE}
_WHO: Final = ("tenant", "feature")
_NANO: Final = 10**9
_MOST_CHARACTERS: Final = 300


def describe(event: str, attributes: Attributes, timestamp_ns: int) -> Facts:
    """What a line says of an event.

    Args:
        event: The name of the event.
        attributes: What it has.
        timestamp_ns: When it was, in nanoseconds since 1970.

    Returns:
        Names and plain values; what the event does not say is not there.
    """
    told = (*_OF_ALL, *_BY_EVENT.get(event, _OF_WARNING))
    facts: Facts = {
        "timestamp": _spell_time(timestamp_ns),
        "level": "warning",
        "event": event,
        "model": _find_model(attributes),
        **{name: attributes[key] for name, key in told if attributes.get(key) is not None},
    }
    if event == EVENT_USAGE:
        _add_bill(facts, attributes)
    elif event == EVENT_EXCEPTION:
        facts["level"] = "error"
    facts.update(_describe_attribution(attributes))
    return {name: _tame(value) for name, value in facts.items()}


def _find_model(attributes: Attributes) -> str:
    names = (COST_MODEL, RESPONSE_MODEL, REQUEST_MODEL)
    return next((str(attributes[name]) for name in names if attributes.get(name)), "unknown")


def _add_bill(facts: Facts, attributes: Attributes) -> None:
    facts["tokens"] = _add_up_kinds(attributes)
    nano = facts.get("cost_nano_usd")
    if nano is not None:
        facts["cost_usd"] = spell_amount(nano)
    facts["level"] = "info" if is_exact(facts) else "warning"


def is_exact(facts: Facts) -> bool:
    """Whether a response was read and priced to its end."""
    is_priced = facts.get("cost_nano_usd") is not None and bool(facts.get("cost_complete"))
    return is_priced and bool(facts.get("usage_complete", True)) and "error_type" not in facts


def _add_up_kinds(attributes: Attributes) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, tokens in attributes.items():
        if name.startswith(USAGE_TOKENS_PREFIX):
            kind = name.removeprefix(USAGE_TOKENS_PREFIX).partition(".")[0]
            sums[kind] = sums.get(kind, 0) + tokens
    return sums


def spell_amount(nano: int) -> str:
    """An amount in USD, exact: nano-dollars are integers, and no float is on the way."""
    digits = f"{abs(nano) // _NANO}.{abs(nano) % _NANO:09d}".rstrip("0")
    whole, _, rest = digits.partition(".")
    return f"{'-' if nano < 0 else ''}{whole}.{rest.ljust(2, '0')}"


def _describe_attribution(attributes: Attributes) -> Facts:
    keys = {
        name.removeprefix(ATTRIBUTION_PREFIX): str(value)
        for name, value in attributes.items()
        if name.startswith(ATTRIBUTION_PREFIX)
    }
    named: Facts = {key: keys.pop(key) for key in _WHO if key in keys}
    return {**named, "attribution": keys} if keys else named


def _spell_time(timestamp_ns: int) -> str:
    moment = dt.datetime.fromtimestamp(timestamp_ns // _NANO, dt.timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{timestamp_ns % _NANO // 1000:06d}Z"


def _tame(value: Any) -> Any:
    """Words of a server or a tenant, which shall command no terminal."""
    if isinstance(value, str):
        shown = (char if char.isprintable() else "?" for char in value[:_MOST_CHARACTERS])
        return "".join(shown)
    if isinstance(value, Mapping):
        return {_tame(key): _tame(one) for key, one in value.items()}  # pyright: ignore[reportUnknownVariableType] - values of any kind
    if isinstance(value, list | tuple):
        return [_tame(one) for one in value]  # pyright: ignore[reportUnknownVariableType] - values of any kind
    return value
