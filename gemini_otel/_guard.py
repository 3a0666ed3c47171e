"""The guard: a fault of ours is counted and logged once a place, and never reaches the app."""

import contextlib
import functools
from collections.abc import Callable, Iterable
from typing import Any, Final, ParamSpec, Protocol, TypeVar

from gemini_otel import _log


P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

faults: Final = _log.faults
"""How often each place failed; read by the counter of internal errors."""


class FaultHandler(Protocol):
    """Decides what becomes of a fault of ours."""

    def __call__(self, place: str, fault: Exception) -> None:
        """Deals with a fault; what it raises reaches the caller of the guarded function."""


def log_fault(place: str, fault: Exception) -> None:
    """Counts a fault and logs the first of its place; the fault's own words may hold content."""
    # Logging can itself be what is broken.
    with contextlib.suppress(Exception):
        faults[place] = faults.get(place, 0) + 1
        _log.warn_once(
            "internal_error",
            place,
            place=place,
            fault=type(fault).__qualname__,
            consequence="the program goes on, with less telemetry",
        )


_handler: FaultHandler = log_fault


def handle_faults_with(handler: FaultHandler) -> FaultHandler:
    """Replaces the fault handler.

    Args:
        handler: The new one. Tests pass one that raises, so that no fault of ours hides.

    Returns:
        The handler it replaces.
    """
    global _handler
    before, _handler = _handler, handler
    return before


def guarded(function: Callable[P, R]) -> Callable[P, R | None]:
    """Keeps every `Exception` of a function from its caller, who then gets `None`.

    `BaseException` passes: an interrupt or a cancellation belongs to the app.
    """
    place = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def protect(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return function(*args, **kwargs)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is not the app's
            _handler(place, fault)
            return None

    return protect


def keep_from_app(place: Callable[..., object], fault: Exception) -> None:
    """Deals with a fault that a function caught itself, where each microsecond counts."""
    _handler(f"{place.__module__}.{place.__qualname__}", fault)


def run_each(steps: Iterable[Callable[[S], None]], subject: S) -> None:
    """Takes something through steps of which a fault in one keeps none of the others from it.

    To guard each of them as a function would take as long as some of the steps do.
    """
    for step in steps:
        try:
            step(subject)
        except Exception as fault:  # noqa: BLE001, PERF203 - each step has its own
            keep_from_app(step, fault)


def reraise(place: str, fault: Exception) -> Any:
    """A fault handler for tests: lets the fault through, with the place in its notes."""
    del place
    raise fault
