"""Thirty-two threads that share one client."""

from concurrent.futures import ThreadPoolExecutor

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import ask_and_read


THREADS = 32

Providers().make_global()
gemini_otel.instrument()
client = Client()
with ThreadPoolExecutor(THREADS) as threads:
    for _ in range(5 * THREADS):
        threads.submit(ask_and_read, client)
