"""Ends that come at a bad moment: noted then, settled when it is safe to."""

import gc
import inspect
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final


Settle = Callable[[], None]

_waiting: Final[deque[Settle]] = deque()
_collecting: set[int] = set()
_recording: set[int] = set()
_settling: set[int] = set()


def watch_collector() -> None:
    """Starts to notice cyclic collections; asking twice changes nothing."""
    if _note_collection not in gc.callbacks:
        gc.callbacks.append(_note_collection)


def is_collecting() -> bool:
    """Whether this thread is inside a cyclic collection.

    One can begin at any allocation, also while the thread holds a lock of OpenTelemetry's:
    recording from a finalizer would then wait for itself.
    """
    return threading.get_ident() in _collecting


def postpone(settle: Settle) -> None:
    """Keeps an end for the next call or the next reading of metrics."""
    _waiting.append(settle)


def record_alone(record: Settle) -> None:
    """Records, or postpones it where this thread is at it already, or inside a collection.

    A signal handler, a finalizer or a processor of the app's may call Gemini in the middle of a
    recording, while the thread holds a lock of OpenTelemetry's that it cannot take twice.
    """
    if _is_busy():
        postpone(record)
        return
    _record_marked(record)
    settle_all()


def _record_marked(record: Settle) -> None:
    thread = threading.get_ident()
    _recording.add(thread)
    try:
        record()
    finally:
        _recording.discard(thread)


def _is_busy() -> bool:
    thread = threading.get_ident()
    return thread in _collecting or (thread in _recording and _is_running(_record_marked))


def _is_running(function: Any) -> bool:
    """Whether this thread is inside a function, where a mark says so that may have been left.

    A signal handler can raise between any two steps, that which takes the mark back included.
    """
    frame = inspect.currentframe()
    while frame is not None and frame.f_code is not function.__code__:
        frame = frame.f_back
    return frame is not None


def settle_all() -> None:
    """Records what waits, unless this thread is at it already, or at a bad moment."""
    thread = threading.get_ident()
    if not _waiting or _is_busy() or (thread in _settling and _is_running(_settle_marked)):
        return
    _settle_marked()


def _settle_marked() -> None:
    thread = threading.get_ident()
    _settling.add(thread)
    try:
        _settle_each()
    finally:
        _settling.discard(thread)


def _settle_each() -> None:
    while _waiting:
        try:
            settle = _waiting.popleft()
        except IndexError:  # another thread took the last one
            return
        settle()


def forget() -> None:
    """Drops what waits: in a forked child it is the parent's."""
    _waiting.clear()
    _collecting.clear()
    _recording.clear()
    _settling.clear()


def _note_collection(phase: str, _info: dict[str, int]) -> None:
    if phase == "start":
        _collecting.add(threading.get_ident())
    else:
        _collecting.discard(threading.get_ident())
