"""Plants a fault at a chosen line of the library, as if that line had raised."""

import dis
import functools
import linecache
import re
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, NamedTuple, TypeVar

import gemini_otel


T = TypeVar("T")

_LIBRARY: Final = str(Path(gemini_otel.__file__).parent)
_NOT_ON_THE_PATH: Final = (f"{_LIBRARY}/testing/", f"{_LIBRARY}/demo/")

# The shell around the app's own call: what holds that call cannot be inside the guard. It is all
# of the stream proxies, the wrappers themselves and the guard.
_SHELL: Final = {
    f"{_LIBRARY}/_guard.py": (),
    f"{_LIBRARY}/_capture/_stream.py": (),
    f"{_LIBRARY}/_capture/_wrap.py": ("wrapper", "choose", "_refuse_wrong_arguments"),
    # The collector calls it, at no particular step, and nobody sees what it raises.
    f"{_LIBRARY}/_abandoned.py": ("_note_collection",),
}
_CANNOT_RAISE: Final = re.compile(
    r"try:|except\b.*|return( None| True| False)?|pass|continue|break"
)
_CONSTANT: Final = {"LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "RESUME", "NOP"}


class PlantedError(Exception):
    """The planted fault; nothing in the library expects it."""


class Place(NamedTuple):
    """A line of a function of the library; `is_entry` if the shell calls that function."""

    file: str
    function: str
    line: int
    is_entry: bool

    def __str__(self) -> str:
        return f"{self.file.removeprefix(_LIBRARY)}:{self.line} in {self.function}"


def find_places(work: Callable[[], object]) -> list[Place]:
    """Every line of the library that a piece of work runs through and that can raise."""
    found: dict[tuple[str, int], Place] = {}
    entered: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> Any:
        code = frame.f_code
        if not _can_raise(code):
            return None
        key = (code.co_filename, frame.f_lineno)
        if event == "line" and key not in found and not _CANNOT_RAISE.fullmatch(_read(*key)):
            is_entry = code not in entered and is_shell(_caller(frame))
            found[key] = Place(code.co_filename, code.co_name, frame.f_lineno, is_entry)
            entered.add(code)
        return note

    with tracing(note):
        work()
    return list(found.values())


def plant(place: Place, work: Callable[[], T], fault: type[BaseException] = PlantedError) -> T:
    """The outcome of a piece of work in which a line raises, the first time it is reached."""
    is_pending = [True]

    def trip(frame: FrameType, event: str, _: object) -> Any:
        code = frame.f_code
        if code.co_name != place.function or code.co_filename != place.file:
            return None
        if event == "line" and frame.f_lineno == place.line and is_pending:
            is_pending.clear()
            raise fault(str(place))
        return trip

    with tracing(trip):
        outcome = work()
    if is_pending:
        raise LookupError(f"{place} was not reached again")
    return outcome


@contextmanager
def tracing(trace: Callable[[FrameType, str, object], Any]) -> Generator[None]:
    """Traces this thread and those that start within."""
    before = sys.gettrace()
    threading.settrace(trace)
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
        threading.settrace(before)


def _read(file: str, line: int) -> str:
    return linecache.getline(file, line).strip()


def _caller(frame: FrameType) -> CodeType | None:
    return frame.f_back.f_code if frame.f_back else None


@functools.cache
def _can_raise(code: CodeType) -> bool:
    """Whether a function is the library's, not of its shell, and more than a constant."""
    file = code.co_filename
    if not file.startswith(_LIBRARY) or file.startswith(_NOT_ON_THE_PATH) or is_shell(code):
        return False
    return not _CONSTANT.issuperset(each.opname for each in dis.get_instructions(code))


@functools.cache
def is_shell(code: CodeType | None) -> bool:
    names = _SHELL.get(code.co_filename) if code else None
    return code is not None and names is not None and (not names or code.co_name in names)
