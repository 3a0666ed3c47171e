"""Puts what was recorded on disk before an answer goes back to the app, where somebody wants it.

A ledger that must survive a power failure registers a settler: it is called after each billed
response was recorded and before the app gets it, in a thread of the event loop's executor where
the call is asynchronous.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from gemini_otel._guard import guarded


if TYPE_CHECKING:
    import asyncio


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


@guarded
def _settle_one(settle: Settle) -> None:
    settle()


@guarded
def _submit() -> "asyncio.Future[None] | None":
    """The work in the loop's executor; none where there is no such loop, or it shuts down."""
    import asyncio

    try:
        return asyncio.get_running_loop().run_in_executor(None, settle_now)
    except RuntimeError:
        return None
