"""Our log lines: structlog over the standard `gemini_otel` logger, whatever the app configured."""

import contextlib
import functools
import logging
from typing import Any, Final


_PLACE: Final = "gemini_otel._log.warn"

faults: Final[dict[str, int]] = {}
"""How often each place of ours failed; read by the counter of internal errors."""

_said: Final[set[str]] = set()
_MOST_SAID: Final = 1_000
"""Servers and users make up names without end; what comes after so many is not said."""


@functools.cache
def _make_logger() -> Any:
    # Late, because structlog takes 10 ms, and 50 ms where rich is installed, which it loads:
    # who only imports us need not wait for it.
    import structlog

    # `structlog.get_logger()` would follow the app's global configuration: unconfigured it
    # prints to the app's standard output, and a configured processor can raise.
    return structlog.wrap_logger(
        logging.getLogger("gemini_otel"),
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        context_class=dict,
        cache_logger_on_first_use=True,
    )


def load() -> None:
    """Loads what lines are written with, so that no call of the user's has to wait for it."""
    with contextlib.suppress(Exception):  # a line that cannot be written is counted then
        _make_logger()


def warn(event: str, **facts: object) -> None:
    """Writes one warning line."""
    try:
        _make_logger().warning(event, **facts)
    except Exception:  # noqa: BLE001 - the app's own log handlers may raise anything
        faults[_PLACE] = faults.get(_PLACE, 0) + 1


def warn_once(event: str, key: str = "", /, **facts: object) -> None:
    """Writes a warning the first time it is asked for this event and key; the key is not shown."""
    mark = f"{event}:{key}"
    # Without a lock, which a fork could leave held: at worst two threads say it once each.
    if mark not in _said and len(_said) < _MOST_SAID:
        _said.add(mark)
        warn(event, **facts)


def is_said(event: str) -> bool:
    """Whether a warning without a key was written, so that its facts need not be found again."""
    return f"{event}:" in _said


def forget() -> None:
    """Lets every warning be said again, as after a new `instrument()`."""
    _said.clear()
