"""Plays a path again and again, each time as if it were the first in the process."""

import contextvars
import functools
import sys
from collections.abc import Callable
from typing import Any, Final

from opentelemetry import context as otel_context

import gemini_otel
from gemini_otel import _guard, _log
from tests.paths import Path, Stage


Through = Callable[[Callable[[], Any]], Any]

EVERYTHING: Final[dict[str, Any]] = {
    "capture_content": "SPAN_AND_EVENT",
    "semconv": "both",
    "credential_fingerprint_key": "a key of sixteen",
    "attribution_keys": ["team"],
    "metric_attribution_keys": ["team"],
}
"""Settings under which as much of the library runs as can."""

TAKE_BACK: Final = ("leave", "detach")
"""Nothing can make up for a context that cannot be taken back."""

SWALLOWS: Final = "/_classify/"
"""What reads errors never raises: what it cannot read is an unknown error."""


def play(stage: Stage, path: Path, through: Through = lambda work: work()) -> object:
    """What the program got, the context it was left in, and how many requests were made."""
    forget()
    return replay(stage, path, through)


def replay(stage: Stage, path: Path, through: Through = lambda work: work()) -> object:
    """The same, as something that went wrong before is known."""
    before = len(stage.gemini.requests)

    def work() -> object:
        with gemini_otel.attribution(team="red"):
            context = otel_context.get_current()
            outcome = through(lambda: path(stage))
            return outcome, otel_context.get_current() == context or "context left attached"

    outcome = contextvars.copy_context().run(work)
    return outcome, len(stage.gemini.requests) - before


def forget() -> None:
    """Lets every line be reached anew: what is cached or said once would be skipped."""
    _guard.faults.clear()
    _log.forget()
    for clear in _find_caches():
        clear()


@functools.cache
def _find_caches() -> list[Callable[[], None]]:
    modules = [module for name, module in sys.modules.items() if name.startswith("gemini_otel.")]
    values = [value for module in modules for value in vars(module).values()]
    return [value.cache_clear for value in values if hasattr(value, "cache_clear")]
