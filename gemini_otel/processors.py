"""Processors for your own structlog configuration: whose trace an event is of, on whose behalf."""

from collections.abc import Callable, MutableMapping
from typing import Any, Final

from opentelemetry import context, trace

from gemini_otel._capture._activation import find_recorder
from gemini_otel._config import Settings
from gemini_otel._guard import guarded
from gemini_otel.attribution import read_attribution


EventDict = MutableMapping[str, Any]
Processor = Callable[[Any, str, EventDict], EventDict]

__all__ = ["add_attribution", "add_trace_ids", "overwrite"]

_OF_STRUCTLOG: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "exc_info",
        "stack_info",
        "exception",
        "stack",
        "positional_args",
        "_record",
        "_from_structlog",
    }
)
"""Keys that structlog's own processors give a meaning to; no attribution takes their place."""

_NO_SETTINGS: Final = Settings()


def add_trace_ids(logger: Any, name: str, event_dict: EventDict) -> EventDict:
    """Adds `trace_id` and `span_id` of the current OpenTelemetry span, where there is one.

    It works with any tracing set-up, with or without `gemini_otel.instrument()`. Keys that the
    event has already are left as they are; see `overwrite`.

    Args:
        logger: As structlog hands it over; not used.
        name: The name of the log method; not used.
        event_dict: The event; it is added to.

    Returns:
        The same event: 32 and 16 hexadecimal digits, as spans have them.
    """
    del logger, name
    _add_missing(event_dict, _read_trace() or {})
    return event_dict


def add_attribution(logger: Any, name: str, event_dict: EventDict) -> EventDict:
    """Adds `tenant`, `feature` and every other key of `gemini_otel.attribution()`.

    Keys that the event has already are left as they are, and so are those that structlog itself
    gives a meaning to, such as `event` or `exc_info`. Baggage counts where the setting
    `attribution_keys` allows it.

    Args:
        logger: As structlog hands it over; not used.
        name: The name of the log method; not used.
        event_dict: The event; it is added to.

    Returns:
        The same event.
    """
    del logger, name
    _add_missing(event_dict, _read_attribution() or {})
    return event_dict


def overwrite(processor: Processor) -> Processor:
    """Lets a processor win over keys that the event has already: `overwrite(add_trace_ids)`.

    Args:
        processor: One of this module.

    Returns:
        A processor that adds the same keys whether the event has them or not.
    """

    def add(logger: Any, name: str, event_dict: EventDict) -> EventDict:
        event_dict.update(processor(logger, name, {}))
        return event_dict

    return add


def _add_missing(event_dict: EventDict, facts: dict[str, str]) -> None:
    for key, value in facts.items():
        event_dict.setdefault(key, value)


@guarded
def _read_trace() -> dict[str, str]:
    current = trace.get_current_span().get_span_context()
    if not current.is_valid:
        return {}
    return {
        "trace_id": trace.format_trace_id(current.trace_id),
        "span_id": trace.format_span_id(current.span_id),
    }


@guarded
def _read_attribution() -> dict[str, str]:
    recorder = find_recorder()
    settings = _NO_SETTINGS if recorder is None else recorder.settings
    found = read_attribution(settings, context.get_current())
    return {key: value for key, value in found if key not in _OF_STRUCTLOG}
