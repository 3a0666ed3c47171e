"""A child that is forked while its parent's metrics are being collected.

OpenTelemetry's lock is held then by a thread that the child does not have: it stays held there.
"""

import os
import threading
from collections.abc import Iterable

from google.genai import Client
from opentelemetry.metrics import CallbackOptions, Observation

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import ask, ask_and_read


is_collecting, is_forked = threading.Event(), threading.Event()
providers = Providers().make_global()
gemini_otel.instrument()
client = Client()


def observe(_options: CallbackOptions) -> Iterable[Observation]:
    """A gauge of the program's own, which takes its time."""
    is_collecting.set()
    is_forked.wait()
    return ()


ask(client)
providers.metering.get_meter("mine").create_observable_gauge("slow", callbacks=[observe])
is_collecting.wait()
child = os.fork()
if not child:
    ask_and_read(Client())
    providers.tracing.shutdown()
    providers.journal.shutdown()
    os._exit(0)
is_forked.set()
assert 0 == os.waitpid(child, 0)[1]
