"""Our log lines: structlog over the standard `gemini_otel` logger, whatever the app configured."""

import contextlib
import logging
from typing import Any, Final

import structlog


_PROCESSORS: Final[list[Any]] = [
    structlog.stdlib.filter_by_level,
    structlog.processors.KeyValueRenderer(key_order=["event"]),
]
_said: Final[set[str]] = set()


def _make_logger() -> Any:
    # `structlog.get_logger()` would follow the app's global configuration: unconfigured it
    # prints to the app's standard output, and a configured processor can raise.
    return structlog.wrap_logger(
        logging.getLogger("gemini_otel"),
        processors=_PROCESSORS,
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=True,
    )


_logger: Final = _make_logger()


def warn(event: str, **facts: object) -> None:
    """Writes one warning line."""
    # The app's own log handlers may raise.
    with contextlib.suppress(Exception):
        _logger.warning(event, **facts)


def warn_once(event: str, key: str = "", /, **facts: object) -> None:
    """Writes a warning the first time it is asked for this event and key; the key is not shown."""
    mark = f"{event}:{key}"
    # Without a lock, which a fork could leave held: at worst two threads say it once each.
    if mark not in _said:
        _said.add(mark)
        warn(event, **facts)


def forget() -> None:
    """Lets every warning be said again, as after a new `instrument()`."""
    _said.clear()
