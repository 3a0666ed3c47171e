"""Streams the garbage collector took: noted while it runs, settled when it is safe to."""

import gc
import threading
from collections import deque
from collections.abc import Callable
from typing import Final


Settle = Callable[[], None]

_waiting: Final[deque[Settle]] = deque()
_collecting: set[int] = set()


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
    """Keeps the end of a stream for the next call or the next reading of metrics."""
    _waiting.append(settle)


def settle_all() -> None:
    """Ends the streams that wait."""
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


def _note_collection(phase: str, _info: dict[str, int]) -> None:
    if phase == "start":
        _collecting.add(threading.get_ident())
    else:
        _collecting.discard(threading.get_ident())
