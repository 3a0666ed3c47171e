"""Waits for work no longer than a while, from a signal handler or a forked child too."""

import _thread
from collections.abc import Callable

from gemini_otel._guard import guarded


def run_within(seconds: float, work: Callable[[], object]) -> bool:
    """Runs work in a thread of its own, and goes on without it after a while.

    The caller may have been interrupted while it held a lock that the work needs, one of
    `threading`'s own too, and then only its going on lets the work go on.

    Args:
        seconds: How long to wait.
        work: What to run.

    Returns:
        Whether it ended in time.
    """
    done = _thread.allocate_lock()
    done.acquire()

    def run() -> None:
        try:
            guarded(work)()
        finally:
            done.release()

    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:  # Python 3.12 starts no thread once the interpreter exits
        run()
    return done.acquire(timeout=seconds)
