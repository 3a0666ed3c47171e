"""A FastAPI application that asks Gemini, in a coroutine, in a thread and as a stream."""

import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import MODEL, ask, ask_async


gemini_otel.instrument()
client = Client()


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
    """Runs in each worker, around all of its requests."""
    providers = Providers().make_global()
    yield
    providers.shut_down()


app = FastAPI(lifespan=lifespan)


@app.get("/coroutine")
async def coroutine() -> int:
    """One whole answer in the worker's loop; says which worker it was."""
    await ask_async(client)
    return os.getpid()


@app.get("/thread")
def thread() -> int:
    """One whole answer in a thread of the worker's."""
    ask(client)
    return os.getpid()


@app.get("/stream")
async def stream(model: str = MODEL) -> StreamingResponse:
    """An answer that is handed on as it comes; a reader may leave it."""
    return StreamingResponse(read(model), media_type="text/plain")


async def read(model: str) -> AsyncIterator[str]:
    """The texts of a stream."""
    async for chunk in await client.aio.models.generate_content_stream(
        model=model, contents="Hello?"
    ):
        yield chunk.text or ""


@app.get("/threaded-stream")
def threaded_stream() -> StreamingResponse:
    """The same by the synchronous method: each step may run in another thread."""
    return StreamingResponse(read_in_threads(), media_type="text/plain")


def read_in_threads() -> Iterator[str]:
    """The texts of a stream."""
    for chunk in client.models.generate_content_stream(model=MODEL, contents="Hello?"):
        yield chunk.text or ""
