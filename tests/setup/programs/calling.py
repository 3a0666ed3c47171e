"""A program of one line of set-up, a few calls, and one of the ways in which processes end.

The first argument is the JSON of what `setup` is given, the second the way.
"""

import json
import multiprocessing
import os
import signal
import sys
import warnings
from typing import Any

from google.genai import Client

from gemini_otel_exporters import setup
from tests.processes.programs.questions import PAUSED, ask, ask_and_read


# OpenTelemetry's own batches are sent by threads, of which Python 3.12 warns at a fork.
warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)

_left_open: list[Any] = []
pipeline = setup(**json.loads(sys.argv[1]))


def call() -> None:
    """Two answers, through a client of this process."""
    ask_and_read(Client())


def leave_open() -> None:
    """A stream that is half read when everything ends."""
    opened = Client()
    stream = opened.models.generate_content_stream(model=PAUSED, contents="Hello?")
    next(stream)
    next(stream)
    _left_open.extend([opened, stream])


def fork(*, is_normal: bool) -> None:
    """A child that leaves as Python does, or at once after it shut down."""
    child = os.fork()
    if not child:
        call()
        if is_normal:
            sys.exit(0)
        pipeline.shutdown()
        os._exit(0)
    assert 0 == os.waitpid(child, 0)[1]


def start_process(way: str) -> None:
    """A child by `multiprocessing`, which knows nothing of telemetry."""
    context: Any = multiprocessing.get_context(way)
    process = context.Process(target=call)
    process.start()
    process.join()
    assert 0 == process.exitcode


def terminate_child() -> None:
    """A child that its parent ends by SIGTERM, once it has called."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        call()
        os.write(writing, b".")
        signal.pause()
    os.read(reading, 1)
    os.kill(child, signal.SIGTERM)
    assert signal.SIGTERM == os.waitpid(child, 0)[1]


if __name__ == "__main__":
    client = Client()
    ask(client)
    match sys.argv[2]:
        case "exit":
            ask(client)
        case "exception":
            raise ValueError("nobody handles this")
        case "SIGTERM":
            leave_open()
            os.kill(os.getpid(), signal.SIGTERM)
        case "with":
            with pipeline:
                ask(client)
            os._exit(7)
        case "os.fork":
            fork(is_normal=True)
            ask(client)
        case "os._exit":
            fork(is_normal=False)
        case "SIGTERM in a child":
            terminate_child()
        case way:
            start_process(way)
            ask(client)
