"""Tasks of a group of which one fails: the others are cancelled in the middle of a stream."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import anyio
from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask_async


STREAMS = 8

Providers().make_global()
gemini_otel.instrument()
client = Client()


class _Barrier:
    """Where the streams say that they have come as far as they can."""

    def __init__(self) -> None:
        self.arrived = 0
        self.is_full = anyio.Event()

    def arrive(self) -> None:
        self.arrived += 1
        if self.arrived == STREAMS:
            self.is_full.set()


async def read_some(barrier: _Barrier) -> None:
    """A stream that stops after its second chunk."""
    chunks = 0
    async for _ in await client.aio.models.generate_content_stream(model=PAUSED, contents="Hi"):
        chunks += 1
        if chunks == 2:
            barrier.arrive()


async def fail(barrier: _Barrier) -> None:
    """Answers one question, and fails once all streams are half read."""
    await ask_async(client)
    await barrier.is_full.wait()
    raise ValueError("one of the tasks failed")


async def use_asyncio(group: Callable[[], Any]) -> None:
    """The task group of the standard library, from Python 3.11."""
    barrier = _Barrier()
    async with group() as tasks:
        for _ in range(STREAMS):
            tasks.create_task(read_some(barrier))
        tasks.create_task(fail(barrier))


async def use_anyio() -> None:
    """The task group of anyio."""
    barrier = _Barrier()
    async with anyio.create_task_group() as tasks:
        for _ in range(STREAMS):
            tasks.start_soon(read_some, barrier)
        tasks.start_soon(fail, barrier)


async def main() -> None:
    """The group fails with the error of its task, and one more call is made under a deadline."""
    group = getattr(asyncio, "TaskGroup", None)
    try:
        await (use_asyncio(group) if group and sys.argv[1] == "asyncio" else use_anyio())
    except Exception as error:  # noqa: BLE001 - a group of exceptions from Python 3.11
        print([type(one).__name__ for one in getattr(error, "exceptions", [error])])
    with anyio.move_on_after(60):
        await ask_async(client)
    await client.aio.aclose()


if sys.argv[1] == "asyncio":
    asyncio.run(main())
else:
    anyio.run(main)
