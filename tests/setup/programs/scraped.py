"""A program whose metrics are on a page that Prometheus reads; it prints the page.

An argument makes it fork, and print what its child says and whether the page is still there.
"""

import os
import sys
import urllib.request
from typing import Any

from google.genai import Client
from opentelemetry import metrics

from gemini_otel._doctor._pipelines import find_stages
from gemini_otel_exporters import setup
from tests.processes.programs.questions import ask_and_read


setup(metrics="prometheus", prometheus_port=0, ledger=False, console="off", first_value_hold_s=0)
ask_and_read(Client())
foreign = metrics.get_meter("another.instrumentation")
foreign.create_histogram("gen_ai.invoke_workflow.duration", "s", "Duration.").record(3)
(reader,) = find_stages(metrics.get_meter_provider())
served: Any = reader

if "fork" in sys.argv:
    child = os.fork()
    if not child:
        ask_and_read(Client())
        sys.exit(0)
    assert 0 == os.waitpid(child, 0)[1]

with urllib.request.urlopen(served.page.address) as response:  # noqa: S310 - our own page
    print(response.read().decode())
