"""A WSGI application that is set up in one line at the top of its module."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from google.genai import Client

from gemini_otel_exporters import setup
from tests.processes.programs.questions import ask_and_read


setup(console="off")
client = Client()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Asks Gemini twice, and says in which process."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    ask_and_read(client)
    return [str(os.getpid()).encode()]
