"""Work that is handed to other threads and tasks, on behalf of somebody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import ask


Providers().make_global()
gemini_otel.instrument()
client = Client()


async def hand_to_threads() -> None:
    """`asyncio.to_thread` takes the context along, an executor of one's own does not."""
    with gemini_otel.attribution(tenant="to_thread"):
        await asyncio.gather(*(asyncio.to_thread(ask, client) for _ in range(4)))
    with gemini_otel.attribution(tenant="executor"):
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor() as threads:
            await loop.run_in_executor(threads, ask, client, "Hello?")
            await loop.run_in_executor(threads, gemini_otel.carry(ask), client, "Hello?")


asyncio.run(hand_to_threads())
with gemini_otel.attribution(tenant="thread"), ThreadPoolExecutor() as of_threads:
    of_threads.submit(ask, client).result()
    for _ in range(3):
        of_threads.submit(gemini_otel.carry(ask), client)
