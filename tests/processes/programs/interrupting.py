"""What comes in between while the main thread holds a lock of OpenTelemetry's.

The histograms of the SDK call `bisect_left` under the lock that no thread can take twice: that is
where this program is interrupted, by a signal whose handler calls Gemini, or by the collector.
"""

import gc
import signal
import sys
import threading
from typing import Any

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask, ask_and_read


TIMES = 5

Providers().make_global()
gemini_otel.instrument()
client, of_the_handler = Client(), Client()  # a pool of connections has locks of its own
busy = threading.Event()


def call_gemini(*_signal: object) -> None:
    """The handler: one whole answer and one stream."""
    ask_and_read(of_the_handler)


def drop_stream() -> None:
    """A half-read stream that only the collector can find."""
    stream: Any = client.models.generate_content_stream(model=PAUSED, contents="Hello?")
    next(stream)
    next(stream)
    cycle: list[Any] = [stream]
    cycle.append(cycle)


def interrupt() -> None:
    """Comes in between, as it may anywhere."""
    if sys.argv[1] == "signal":
        signal.raise_signal(signal.SIGUSR1)
    else:
        gc.collect()


def watch(_frame: object, event: str, argument: Any) -> None:
    """Interrupts where the lock of a histogram is held, but not the interruption itself."""
    if event == "c_call" and argument.__name__ == "bisect_left" and not busy.is_set():
        busy.set()
        interrupt()


signal.signal(signal.SIGUSR1, call_gemini)
gc.disable()
for _ in range(TIMES):
    busy.set()
    drop_stream()
    busy.clear()
    sys.setprofile(watch)
    ask(client)
    sys.setprofile(None)
