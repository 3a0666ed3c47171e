"""Lets an exception arrive at a chosen step: at an await of a coroutine, or at a line of a file."""

import sys
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

import google.genai


_SDK: Final = str(Path(google.genai.__file__).parent)


class Driven:
    """A coroutine into which an exception is thrown at one of the places where it waits.

    Args:
        inner: The coroutine.
        at: At which wait, from 0; -1 for none.
        error: What is thrown.
    """

    def __init__(self, inner: Coroutine[Any, Any, Any], at: int, error: BaseException) -> None:
        self._inner = inner
        self._at = at
        self._error = error
        self.waits = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        """Waits where the coroutine does, until the exception is due."""
        step: Callable[[], Any] = lambda: self._inner.send(None)  # noqa: E731 - it changes
        while True:
            try:
                waited_for = step()
            except StopIteration as end:
                return end.value
            if self.waits == self._at:
                step = self._throw
            else:
                yield waited_for
            self.waits += 1

    def _throw(self) -> Any:
        return self._inner.throw(self._error)


class Line(NamedTuple):
    """A line of the SDK, and whether the answer had come when it was first reached."""

    file: str
    number: int
    is_answered: bool


def find_lines(work: Callable[[], object]) -> list[Line]:
    """Every line of the SDK that a piece of work runs through."""
    found: dict[tuple[str, int], Line] = {}
    answered: list[bool] = []

    def note(frame: FrameType, event: str, _: object) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(_SDK):
            return None
        if event == "line":
            key = (file, frame.f_lineno)
            found.setdefault(key, Line(*key, bool(answered)))
        elif event == "return" and frame.f_code.co_name == "_request_once":
            answered.append(True)
        return note

    _trace(note, work)
    return list(found.values())


def interrupt(line: Line, error: BaseException, work: Callable[[], object]) -> None:
    """Runs a piece of work in which an exception is raised at the first step onto a line."""

    def trip(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename != line.file:
            return None
        if event == "line" and frame.f_lineno == line.number:
            raise error
        return trip

    _trace(trip, work)


def _trace(trace: Callable[[FrameType, str, object], Any], work: Callable[[], object]) -> None:
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
