"""Whatever fails inside the library, the program does not notice."""

import contextvars
import functools
import gc
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from opentelemetry import context as otel_context

import gemini_otel
from gemini_otel import _guard, _log
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_telemetry
from tests.paths import Path, Stage, find_paths
from tests.planting import Place, find_places, plant
from tests.shapes import Caller


pytestmark = pytest.mark.filterwarnings("ignore:Unclosed connection:ResourceWarning")

_EVERYTHING: Final[dict[str, Any]] = {
    "capture_content": "SPAN_AND_EVENT",
    "semconv": "both",
    "credential_fingerprint_key": "a key of sixteen",
    "attribution_keys": ["team"],
    "metric_attribution_keys": ["team"],
}
_tried: Final[set[Place]] = set()

# Nothing can make up for a context that cannot be taken back.
_TAKE_BACK: Final = ("leave", "detach")
# `classify` never raises: what it cannot read is an unknown error.
_SWALLOWS: Final = "/_classify/"


@functools.cache
def _find_caches() -> list[Callable[[], None]]:
    modules = [module for name, module in sys.modules.items() if name.startswith("gemini_otel._")]
    values = [value for module in modules for value in vars(module).values()]
    return [value.cache_clear for value in values if hasattr(value, "cache_clear")]


def _forget() -> None:
    """Lets every line be reached anew: what is cached or said once would be skipped."""
    _guard.faults.clear()
    _log.forget()
    for clear in _find_caches():
        clear()


@pytest.fixture
def no_collection() -> Iterator[None]:
    """The garbage collector does not run in between, so that every run takes the same lines."""
    gc.disable()
    yield
    gc.enable()


Through = Callable[[Callable[[], Any]], Any]


def _run(stage: Stage, path: Path, through: Through = lambda work: work()) -> object:
    """What the program got, the context it was left in, and how many requests were made."""
    _forget()
    before = len(stage.gemini.requests)

    def work() -> object:
        with gemini_otel.attribution(team="red"):
            context = otel_context.get_current()
            outcome = through(lambda: path(stage))
            return outcome, otel_context.get_current() == context or "context left attached"

    outcome = contextvars.copy_context().run(work)
    return outcome, len(stage.gemini.requests) - before


def _find_places(stage: Stage, path: Path) -> list[Place]:
    places: list[Place] = []
    _run(stage, path, lambda work: places.extend(find_places(work)))
    return places


def _complain(place: Place, got: Any, bare: Any) -> Iterator[str]:
    if got != bare and not (place.function in _TAKE_BACK and got[0][0] == bare[0][0]):
        yield f"{place}: the program got {got} in place of {bare}"
    if not sum(_guard.faults.values()) and _SWALLOWS not in place.file:
        yield f"{place}: the fault was not counted"


def test_a_fault_at_any_line_changes_nothing(
    call: Caller,
    gemini: FakeGemini,
    production_guard: dict[str, int],
    no_collection: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Wherever the library fails, the program gets what it gets without us, and the fault counts.

    Each line is tried on the first path that reaches it, and the functions that are called from
    outside the guard on every path.
    """
    caplog.set_level(logging.CRITICAL, "gemini_otel")
    stage = Stage(call, gemini)
    complaints: list[str] = []
    for name, path in find_paths(call).items():
        bare = _run(stage, path)
        with record_telemetry(**_EVERYTHING):
            assert bare == _run(stage, path)
            places = [
                place
                for place in _find_places(stage, path)
                if place.is_entry or place not in _tried
            ]
            for place in places:
                got = _run(stage, path, functools.partial(plant, place))
                complaints += [f"{name}: {what}" for what in _complain(place, got, bare)]
            _tried.update(places)

    assert [] == complaints
