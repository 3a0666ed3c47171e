"""A WSGI application that asks Gemini, whole and as a stream."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from google.genai import Client

import gemini_otel
from tests.processes.programs.questions import MODEL, ask


gemini_otel.instrument()
client = Client()
Start = Callable[[str, list[tuple[str, str]]], Any]


def app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Hands a stream on as it comes where it is asked for one."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if "stream" in environ["PATH_INFO"]:
        return read()
    ask(client)
    return [str(os.getpid()).encode()]


def read() -> Iterator[bytes]:
    """The texts of a stream."""
    for chunk in client.models.generate_content_stream(model=MODEL, contents="Hello?"):
        yield (chunk.text or "").encode()
