"""An application that is set up in its lifespan, around all requests of a worker."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from google.genai import Client

from gemini_otel_exporters import setup
from tests.processes.programs.questions import ask_async, read_async


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
    """Runs in each worker: it ends by its signal, after this."""
    with setup(console="off"):
        yield


app = FastAPI(lifespan=lifespan)
client = Client()


@app.get("/", response_class=PlainTextResponse)
async def answer() -> str:
    """Asks Gemini twice, and says in which process."""
    await ask_async(client)
    await read_async(client)
    return str(os.getpid())
