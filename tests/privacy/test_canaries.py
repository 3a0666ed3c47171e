"""What was said, and every credential, stays out of all that we emit, unless the user asked."""

from collections.abc import Iterator
from typing import Final

import pytest

from gemini_otel.testing import FakeGemini
from tests.privacy.acts import ACTS, CONTENT, NEVER
from tests.privacy.canaries import find_canaries
from tests.privacy.listening import Ears
from tests.privacy.stage import Scene
from tests.shapes import SHAPES, Caller


# The SDK warns of words that it does not know.
pytestmark = pytest.mark.filterwarnings("ignore:.* is not a valid :UserWarning")

_EVERYTHING: Final = (*NEVER, *CONTENT)
_CLASSES: Final = {
    "api_key_invalid",
    "capacity",
    "connection",
    "deadline_exceeded",
    "internal",
    "invalid_argument",
    "overloaded",
    "parse",
    "permission_denied",
    "rate_limited",
    "resource_not_found",
    "sdk_usage",
    "unauthenticated",
    "unknown",
}
_MESSAGES: Final = (
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
)


@pytest.fixture(params=SHAPES)
def scene(request: pytest.FixtureRequest, gemini: FakeGemini, ears: Ears) -> Iterator[Scene]:
    """Each of the four ways to ask."""
    caller = Caller.of(request.param)
    yield Scene(gemini, caller, ears.hear_baggage)
    caller.close()


def _play_all(scene: Scene) -> None:
    for act in ACTS.values():
        with FakeGemini() as gemini:  # what an act leaves unasked is not for the next one
            act(scene._replace(gemini=gemini))


def _find(told: dict[str, str], places: tuple[str, ...]) -> dict[str, list[str]]:
    return {where: found for where, text in told.items() if (found := find_canaries(text, places))}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_told_while_capture_is_off(scene: Scene, ears: Ears, name: str) -> None:
    """No signal, line, output or baggage has a piece of what was said or of a key."""
    with ears.listen():
        ACTS[name](scene)
        told = ears.tell()

    assert {} == _find(told, _EVERYTHING)


@pytest.mark.parametrize("mode", ["SPAN_ONLY", "EVENT_ONLY", "SPAN_AND_EVENT"])
def test_what_was_said_is_told_only_where_it_was_asked_for(
    scene: Scene, ears: Ears, mode: str
) -> None:
    """In the attributes made for it, on the signal that was named; everything else as ever."""
    spans = _MESSAGES if mode != "EVENT_ONLY" else ()
    events = _MESSAGES if mode != "SPAN_ONLY" else ()
    with ears.listen(capture_content=mode):
        _play_all(scene)
        whole, rest = ears.tell(), ears.tell(spans=spans, events=events)

    assert {} == _find(rest, _EVERYTHING)
    assert {} == _find(whole, NEVER)
    assert [] == [one for one in CONTENT if spans and not find_canaries(whole["spans"], [one])]
    assert [] == [one for one in CONTENT if events and not find_canaries(whole["events"], [one])]


def test_the_acts_fail_in_many_ways(scene: Scene, ears: Ears) -> None:
    """The secrets above went through errors of these classes, and not past them."""
    with ears.listen():
        _play_all(scene)
        told = ears.tell()["spans"]

    assert set() == {error for error in _CLASSES if f"'{error}'" not in told}
