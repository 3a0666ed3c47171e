"""A program under trio, with the client that the SDK takes by itself or with one of httpx."""

import importlib
import sys

import trio
from google.genai import Client, types, version

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask_async, read_async


CHUNKS = 2

Providers().make_global()
gemini_otel.instrument()


def find_httpx() -> types.HttpOptions | None:
    """Options with a client of httpx, which runs under trio; of httpx2 from google-genai 3."""
    if sys.argv[1] == "usual":
        return None
    name = "httpx" if int(version.__version__.split(".")[0]) < 3 else "httpx2"
    return types.HttpOptions(httpx_async_client=importlib.import_module(name).AsyncClient())


async def leave(client: Client) -> None:
    """A stream that is left by a cancelled scope after its second chunk."""
    chunks = 0
    with trio.CancelScope() as scope:
        stream = await client.aio.models.generate_content_stream(model=PAUSED, contents="Hello?")
        async for _ in stream:
            chunks += 1
            if chunks == CHUNKS:
                scope.cancel()


async def main(client: Client) -> None:
    """Whole, streamed and left."""
    async with trio.open_nursery() as nursery:
        for _ in range(8):
            nursery.start_soon(ask_async, client)
            nursery.start_soon(read_async, client)
            nursery.start_soon(leave, client)


async def try_once(client: Client) -> None:
    """What comes of the client that the SDK takes by itself where aiohttp is installed."""
    try:
        await ask_async(client)
    except RuntimeError as error:
        print(error)


usual = Client(http_options=find_httpx())
trio.run(try_once if sys.argv[1] == "usual" else main, usual)
