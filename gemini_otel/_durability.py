"""Puts what was recorded on disk before an answer goes back to the app, where somebody wants it.

A ledger that must survive a power failure registers a settler: it is called after each billed
response was recorded and before the app gets it, in a thread of ours where the call is
asynchronous.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from gemini_otel._guard import guarded


if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Executor


Settle = Callable[[], None]

SETTLERS: Final[list[Settle]] = []
"""Those that are registered; empty in most programs, which then pay for one look at it."""


def add_settler(settle: Settle) -> None:
    """Has a function called before each billed response goes back to the app.

    Args:
        settle: Returns once all that this process recorded so far is safe. It is called from many
            threads at once, and asking for the same function twice changes nothing.
    """
    if settle not in SETTLERS:
        SETTLERS.append(settle)


def remove_settler(settle: Settle) -> None:
    """Takes back `add_settler`; a function that is not registered is no error."""
    if settle in SETTLERS:
        SETTLERS.remove(settle)


def settle_now() -> None:
    """Waits, in this thread, until what was recorded is safe."""
    for settle in tuple(SETTLERS):
        _settle_one(settle)


async def settle_aside() -> None:
    """Waits for the same without holding up the event loop."""
    running = _submit()
    if running is None:
        settle_now()
    else:
        await running


async def settle_failure_aside(error: BaseException) -> None:
    """The same ahead of an error; a task that is cancelled waits for nothing any more."""
    if isinstance(error, Exception):
        await settle_aside()
    else:
        _settle_unawaited()


@guarded
def _settle_one(settle: Settle) -> None:
    settle()


@guarded
def _submit() -> "asyncio.Future[None] | None":
    """The work in a thread; none where there is no such loop, or the interpreter ends."""
    import asyncio

    try:
        return asyncio.get_running_loop().run_in_executor(_threads.find(), settle_now)
    except RuntimeError:
        return None


@guarded
def _settle_unawaited() -> None:
    try:
        _threads.find().submit(settle_now)
    except RuntimeError:  # the interpreter ends
        settle_now()


class _Threads:
    """Threads of our own: those of the loop may all wait for the very answer that waits here."""

    def __init__(self) -> None:
        self._executor: Executor | None = None

    def find(self) -> "Executor":
        """The threads of this process, which are started as they are needed."""
        from concurrent.futures import ThreadPoolExecutor

        executor = self._executor
        if executor is None:
            executor = self._executor = ThreadPoolExecutor(_MOST_THREADS, "gemini-otel-settle")
        return executor

    def forget(self) -> None:
        """Lets a forked child, which has none of these threads, start its own."""
        self._executor = None


_MOST_THREADS: Final = 4
"""One waits for the disk, and what it writes serves those who wait for it."""

_threads: Final = _Threads()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.forget)
