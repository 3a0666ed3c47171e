"""Leaves a call while the SDK waits between two attempts, as a deadline of the app's does."""

import asyncio
import contextlib
import signal
from collections.abc import Generator
from types import FrameType
from typing import Any, Final

from tests.shapes import Caller


_LOOK_EVERY_S: Final = 0.01
_LONG_S: Final = 1.0
_WAKE: Final = vars(asyncio.futures)["_set_result_unless_cancelled"]
"""What a loop calls at the end of `asyncio.sleep`."""


class DeadlineError(Exception):
    """What a signal handler of the app raises."""


def leave_at_rest(call: Caller, client: Any) -> None:
    """Asks, and leaves the call as soon as the SDK sleeps for long."""
    if call.is_async:
        call.run(_cancel_at_rest(call, client))
    else:
        with _raised_at_rest():
            call.ask(client)


async def _cancel_at_rest(call: Caller, client: Any) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(call.ask_async(client))

    def look() -> None:
        if _waits_long(loop):
            task.cancel()
        elif not task.done():
            loop.call_later(_LOOK_EVERY_S, look)

    look()
    await task


def _waits_long(loop: Any) -> bool:
    """Whether something on a loop sleeps; its other timers are time-outs of connections."""
    return any(
        one._callback is _WAKE and one.when() - loop.time() > _LONG_S for one in loop._scheduled
    )


@contextlib.contextmanager
def _raised_at_rest() -> Generator[None]:
    """An alarm every few milliseconds, which raises where a function sleeps for many `seconds`."""

    def look(_number: int, frame: FrameType | None) -> None:
        while frame is not None:
            if float(frame.f_locals.get("seconds") or 0) > _LONG_S:
                raise DeadlineError
            frame = frame.f_back

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY_S, _LOOK_EVERY_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
