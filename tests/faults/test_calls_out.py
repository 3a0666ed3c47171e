"""Whatever we call may raise: the program sees no difference, and the failure is counted."""

import functools
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from gemini_otel import _guard
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.faults.calls import Call, break_call, find_calls, readable_models
from tests.faults.conftest import Lines
from tests.faults.rehearsal import EVERYTHING, SWALLOWS, TAKE_BACK, forget, play, replay
from tests.paths import Path, Stage, find_paths
from tests.shapes import MODEL, Caller


_LOG: Final = "gemini_otel._log.warn"
_OFTEN: Final = ("opentelemetry", "structlog", "gemini_otel.pricing")
"""Whose calls are broken on every path; a field of the SDK's types on the first of each shape."""


def _ask_with_price(stage: Stage) -> object:
    """An answer of a model that is in the catalog, as those of the other paths are not."""
    usage = {"prompt": 40, "cached": 15, "thoughts": 9, "candidates": 12}
    return stage.ask(Reply("Hello.", model_version=MODEL, usage=usage))


def _find_calls(stage: Stage, path: Path, tried: set[Call]) -> list[Call]:
    calls: list[Call] = []
    play(stage, path, lambda work: calls.extend(find_calls(work)))
    return [call for call in calls if call.whose in _OFTEN or call not in tried]


def _complain(call: Call, got: Any, bare: Any, lines: Lines) -> Iterator[str]:
    if got != bare and not (call.function in TAKE_BACK and got[0][0] == bare[0][0]):
        yield f"{call}: the program got {got} in place of {bare}"
    if not _guard.faults and SWALLOWS not in call.file:
        yield f"{call}: the fault was not counted"
    told = Counter(place for place in _guard.faults if place != _LOG)
    if lines.places != told and call.whose != "structlog":
        yield f"{call}: {dict(_guard.faults)} failed, and {dict(lines.places)} was said"


def _break(call: Call, stage: Stage, path: Path, lines: Lines) -> object:
    lines.places.clear()
    return play(stage, path, functools.partial(break_call, call))


def test_a_call_out_that_raises_changes_nothing(
    call: Caller,
    gemini: FakeGemini,
    production_guard: dict[str, int],
    no_collection: None,
    lines: Lines,
) -> None:
    """OpenTelemetry, structlog, the catalog and the SDK's types raise in turn, on every path.

    The program gets the same value or exception, in the same context, after the same requests;
    the fault is counted, and a line names each place once.
    """
    stage, tried, complaints = Stage(call, gemini), set[Call](), list[str]()
    for name, path in {**find_paths(call), "priced": _ask_with_price}.items():
        bare = play(stage, path)
        with record_telemetry(**EVERYTHING), readable_models():
            assert bare == play(stage, path)
            calls = _find_calls(stage, path, tried)
            for one in calls:
                got = _break(one, stage, path, lines)
                complaints += [f"{name}: {what}" for what in _complain(one, got, bare, lines)]
            tried.update(calls)

    assert [] == complaints
    assert {*_OFTEN, "google.genai.types"} <= {one.whose for one in tried}


def test_a_call_out_that_is_made_once_may_raise(
    call: Caller, gemini: FakeGemini, production_guard: dict[str, int], lines: Lines
) -> None:
    """What is called at the first call only, such as for instruments, is no exception to that."""
    stage, once, complaints = Stage(call, gemini), set[Call](), list[str]()
    for path in (find_paths(call)["rich"], _ask_with_price):
        bare = play(stage, path)
        with record_telemetry(**EVERYTHING):
            first = _find_calls(stage, path, set())
            often = _find_calls(stage, path, set())
        for one in set(first) - set(often) - once:
            with record_telemetry(**EVERYTHING):
                got = _break(one, stage, path, lines)
                complaints += _complain(one, got, bare, lines)
            once.add(one)

    assert [] == complaints
    assert {"create_histogram", "find_life"} <= {one.callee for one in once}


def test_a_place_that_fails_again_is_counted_and_not_said_again(
    call: Caller,
    gemini: FakeGemini,
    production_guard: dict[str, int],
    no_collection: None,
    lines: Lines,
) -> None:
    """Twice the same failure: twice in `gemini.internal.errors`, and one line, at every place."""
    stage, tried = Stage(call, gemini), set[str]()
    path = find_paths(call)["rich"]
    with record_telemetry(**EVERYTHING) as telemetry:
        play(stage, path)  # what is called once a provider is not called again
        for one in _find_calls(stage, path, set()):
            _break(one, stage, path, lines)
            if lines.places.keys() <= tried or one.whose == "structlog":
                continue
            tried.update(lines.places)
            once = telemetry.total("gemini.internal.errors")
            replay(stage, path, functools.partial(break_call, one))

            assert {1} == set(lines.places.values())
            assert 2 * once == telemetry.total("gemini.internal.errors") > 0
    forget()

    assert 8 < len(tried)
