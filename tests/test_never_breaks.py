"""Whatever fails inside the library, the program does not notice."""

import functools
import gc
import logging
from collections.abc import Iterator
from typing import Any, Final

import pytest

from gemini_otel import _guard
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_telemetry
from tests.faults.rehearsal import EVERYTHING, SWALLOWS, TAKE_BACK, play
from tests.paths import Path, Stage, find_paths
from tests.planting import Place, find_places, plant
from tests.shapes import Caller


_tried: Final[set[Place]] = set()


@pytest.fixture
def no_collection() -> Iterator[None]:
    """The garbage collector does not run in between, so that every run takes the same lines."""
    gc.disable()
    yield
    gc.enable()


def _find_places(stage: Stage, path: Path) -> list[Place]:
    places: list[Place] = []
    play(stage, path, lambda work: places.extend(find_places(work)))
    return places


def _complain(place: Place, got: Any, bare: Any) -> Iterator[str]:
    if got != bare and not (place.function in TAKE_BACK and got[0][0] == bare[0][0]):
        yield f"{place}: the program got {got} in place of {bare}"
    if not sum(_guard.faults.values()) and SWALLOWS not in place.file:
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
        bare = play(stage, path)
        with record_telemetry(**EVERYTHING):
            assert bare == play(stage, path)
            places = [
                place
                for place in _find_places(stage, path)
                if place.is_entry or place not in _tried
            ]
            for place in places:
                got = play(stage, path, functools.partial(plant, place))
                complaints += [f"{name}: {what}" for what in _complain(place, got, bare)]
            _tried.update(places)

    assert [] == complaints
