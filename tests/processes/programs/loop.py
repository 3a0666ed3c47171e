"""A thousand calls at once in one asyncio loop, of which every third is cancelled."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask_async, read_async


CALLS = 1_000
PATIENCE_S = 0.05

Providers().make_global()
gemini_otel.instrument()
client = Client()


async def leave_stream() -> None:
    """Two chunks, and then the task is cancelled that waits for the third."""
    chunks = 0
    task = asyncio.current_task()
    stream = await client.aio.models.generate_content_stream(model=PAUSED, contents="Hello?")
    async for _ in stream:
        chunks += 1
        if task and chunks == 2:
            asyncio.get_running_loop().call_soon(task.cancel)


async def wait_in_vain() -> None:
    """An answer that never comes, until a timeout cancels it."""
    answer = client.aio.models.generate_content(model=PAUSED, contents="Hello?")
    await asyncio.wait_for(answer, PATIENCE_S)


def start(number: int) -> Coroutine[Any, Any, None]:
    """The first half of each three is asked for, the other half is cancelled."""
    if number % 3:
        return ask_async(client) if number % 2 else read_async(client)
    return wait_in_vain() if number % 2 else leave_stream()


async def main() -> None:
    """All at once; what was cancelled is counted by its exceptions."""
    done = await asyncio.gather(*map(start, range(CALLS)), return_exceptions=True)
    print(sorted(Counter(type(one).__name__ for one in done).items()))
    await client.aio.aclose()


asyncio.run(main())
