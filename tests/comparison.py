"""Plays one script bare and under instrumentation, each time against a server of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gemini_otel.testing import Answer, FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry


T = TypeVar("T")


@dataclass(frozen=True)
class Both(Generic[T]):
    """What a script saw without us and with us, and what we recorded of it."""

    bare: T
    watched: T
    telemetry: Telemetry


def play_twice(
    script: Callable[[FakeGemini], T], answers: Sequence[Answer | str] = (), **settings: Any
) -> Both[T]:
    """What a script sees without us, and with us."""
    bare = _play(script, answers)
    with record_telemetry(**settings) as telemetry:
        watched = _play(script, answers)
    return Both(bare, watched, telemetry)


def _play(script: Callable[[FakeGemini], T], answers: Sequence[Answer | str]) -> T:
    with FakeGemini() as gemini:
        gemini.queue(*answers)
        return script(gemini)


def describe(error: BaseException | None) -> Any:
    """An exception as plain values: what it is, what it says, and what it follows from."""
    if error is None:
        return None
    return (
        type(error),
        str(error),
        describe(error.__cause__),
        describe(error.__context__),
        error.__suppress_context__,
    )


def catch(work: Callable[[], object]) -> BaseException | None:
    """What a piece of work raises."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is compared
        return error
    return None


def release(error: BaseException | None) -> None:
    """Lets go of the frames an exception came through, and so of the streams in them.

    An event loop's frame is in a cycle with the exception that leaves it: without the collector
    the stream would end in some later run, or in none.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__context__
