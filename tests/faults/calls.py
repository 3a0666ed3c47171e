"""Finds what the library calls outside of itself, by watching, and makes one such call raise."""

import inspect
import sysconfig
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, NamedTuple, TypeVar

from google.genai._common import BaseModel

import gemini_otel
from tests.planting import PlantedError, is_shell, tracing


T = TypeVar("T")

_LIBRARY: Final = str(Path(gemini_otel.__file__).parent)
_CATALOG: Final = f"{_LIBRARY}/pricing/"
_APART: Final = (_CATALOG, f"{_LIBRARY}/testing/", f"{_LIBRARY}/demo/")
_PACKAGES: Final = (f"{sysconfig.get_path('purelib')}/", f"{sysconfig.get_path('platlib')}/")


class Call(NamedTuple):
    """A place in the library, and what it calls from there."""

    file: str
    function: str
    line: int
    callee_file: str
    callee: str

    @property
    def whose(self) -> str:
        """Whom the call goes to: the catalog, the SDK's types or a package."""
        if self.callee_file == __file__:
            return "google.genai.types"
        if self.callee_file.startswith(_CATALOG):
            return "gemini_otel.pricing"
        for packages in _PACKAGES:
            if self.callee_file.startswith(packages):
                return self.callee_file.removeprefix(packages).split("/")[0].removesuffix(".py")
        return self.callee_file

    def __str__(self) -> str:
        place = f"{self.file.removeprefix(_LIBRARY)}:{self.line} in {self.function}"
        return f"{place} -> {self.whose}: {self.callee}"


def find_calls(work: Callable[[], object]) -> list[Call]:
    """Every call out of the library that a piece of work makes."""
    found: dict[Call, None] = {}

    def note(frame: FrameType, _event: str, _: object) -> None:
        call = _read_call(frame)
        if call:
            found[call] = None

    with tracing(note):
        work()
    return list(found)


def break_call(call: Call, work: Callable[[], T]) -> T:
    """The outcome of a piece of work in which a call raises, the first time it is made."""
    is_pending = [True]

    def trip(frame: FrameType, _event: str, _: object) -> None:
        is_near = is_pending and frame.f_back and frame.f_back.f_lineno == call.line
        if is_near and call == _read_call(frame):
            is_pending.clear()
            raise PlantedError(str(call))

    with tracing(trip):
        outcome = work()
    if is_pending:
        raise LookupError(f"{call} was not made again")
    return outcome


@contextmanager
def readable_models() -> Generator[None]:
    """Within, each field that is read of the SDK's types is a call that can be found."""
    BaseModel.__getattribute__ = _read_field  # type: ignore[assignment, method-assign]  # until below
    try:
        yield
    finally:
        del BaseModel.__getattribute__


_read: Final = BaseModel.__getattribute__


def _read_field(self: BaseModel, name: str) -> Any:
    return _read(self, name)


def _read_call(frame: FrameType) -> Call | None:
    """The call that begins with this frame, if the library makes it."""
    caller, callee = frame.f_back, frame.f_code
    if caller is None or not _is_ours(caller.f_code) or not _is_outside(callee):
        return None
    name = callee.co_name
    if callee is _read_field.__code__:
        name = f"{type(frame.f_locals['self']).__name__}.{frame.f_locals['name']}"
    code = caller.f_code
    return Call(code.co_filename, code.co_name, caller.f_lineno, callee.co_filename, name)


def _is_ours(code: CodeType) -> bool:
    """Whether this is the library's own, and not around the program's call."""
    file = code.co_filename
    return file.startswith(_LIBRARY) and not file.startswith(_APART) and not is_shell(code)


def _is_outside(code: CodeType) -> bool:
    """Whether this is a package's, the SDK's types' or the catalog's.

    Not where nobody would see what is raised: in finalizers and what the collector calls
    (Hypothesis measures it), and in generators, which are resumed to be closed as well.
    """
    if code.co_flags & inspect.CO_GENERATOR or code.co_name in ("__del__", "gc_callback"):
        return False
    file = code.co_filename
    if code is _read_field.__code__ or file.startswith(_CATALOG):
        return True
    return file.startswith(_PACKAGES) and not file.startswith(_LIBRARY)
