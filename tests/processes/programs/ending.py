"""A short script, and the ways in which it ends; its providers shut themselves down at exit."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask_and_read


_left_open: list[Any] = []
providers = Providers().make_global()
if "bare" not in sys.argv:
    gemini_otel.instrument()
client = Client()
ask_and_read(client)


def open_stream() -> None:
    """A stream that is half read when everything ends."""
    stream = client.models.generate_content_stream(model=PAUSED, contents="Hello?")
    next(stream)
    next(stream)
    _left_open.append(stream)


def shut_down(number: int, _frame: FrameType | None) -> None:
    """What a program does that is told to end."""
    providers.shut_down()
    sys.exit(128 + number)


def leave(number: int, _frame: FrameType | None) -> None:
    """What a program does that leaves the rest to its exit."""
    sys.exit(128 + number)


match sys.argv[1]:
    case "sys.exit":
        sys.exit(3)
    case "exception":
        raise ValueError("nobody handles this")
    case "SIGTERM":
        signal.signal(signal.SIGTERM, shut_down)
        os.kill(os.getpid(), signal.SIGTERM)
    case "SIGTERM in a call":
        signal.signal(signal.SIGTERM, leave)
        open_stream()
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM)).start()
        next(_left_open.pop())
    case "SIGINT":
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job
        os.kill(os.getpid(), signal.SIGINT)
    case _:
        open_stream()
