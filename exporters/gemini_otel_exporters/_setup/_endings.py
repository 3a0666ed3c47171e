"""Lets a pipeline end with its process: at exit, by SIGTERM, and where `multiprocessing` leaves."""

import atexit
import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, Final

from gemini_otel._guard import guarded
from gemini_otel_exporters._setup._deadline import run_within
from gemini_otel_exporters._setup._pipeline import Pipeline, end_open_streams


_PATIENCE_S: Final = 5.0
_LAST: Final = -100
"""After the finalizers of others, as `multiprocessing` orders them."""
_INIT: Final = 1
"""The first process of a container, which a signal without a handler does not end."""


def watch_end(pipeline: Pipeline, *, sigterm: bool) -> None:
    """Ends a pipeline with its process.

    Args:
        pipeline: What ends.
        sigterm: Whether by SIGTERM too, where the program has no handler of its own.
    """
    atexit.register(end, pipeline)
    if sigterm:
        _take_sigterm(pipeline)
    watch_multiprocessing(pipeline)


def end(pipeline: Pipeline) -> None:
    """What a process does last."""
    end_open_streams()
    pipeline.shutdown()


@guarded
def _take_sigterm(pipeline: Pipeline) -> None:
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _Terminated(pipeline))


class _Terminated:
    """Exports what is left, and lets the signal do what it would have done."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def __call__(self, number: int, frame: FrameType | None) -> None:
        del frame
        # A handler of the program's own, which hands on to the one before it, ends what it likes.
        is_handed_on = signal.getsignal(number) is not self
        if is_handed_on or os.getpid() == _INIT:
            run_within(_PATIENCE_S, self._pipeline.flush)
            return
        # A second signal ends it at once, as if nobody had handled the first.
        signal.signal(number, signal.SIG_DFL)
        run_within(_PATIENCE_S, self._end)
        os.kill(os.getpid(), number)

    def _end(self) -> None:
        end(self._pipeline)


@guarded
def watch_multiprocessing(pipeline: Pipeline) -> None:
    """Its children leave by `os._exit`, after finalizers of its own."""
    util: Any = sys.modules.get("multiprocessing.util")
    if util is not None:
        util.register_after_fork(pipeline, _finalize)


def _finalize(pipeline: Pipeline) -> None:
    util: Any = sys.modules["multiprocessing.util"]
    util.Finalize(None, end, args=(pipeline,), exitpriority=_LAST)
