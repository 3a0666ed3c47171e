"""A program that has set up a part of OpenTelemetry's SDK itself, before or beside ours.

The first argument is the JSON of what `setup` is given; the others are the signals that it has a
provider of its own for, each with what it exports to: `traces`, `metrics`, `logs`, `traces=otlp`,
or `logs=FILE` for a ledger there.
It prints the stages of each provider, and which providers are still its own.
"""

import json
import sys
from typing import Any

from google.genai import Client
from opentelemetry import metrics, trace
from opentelemetry._logs import get_logger_provider, set_logger_provider
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from gemini_otel._doctor._pipelines import read_pipeline
from gemini_otel_exporters import LedgerProcessor, setup
from tests.processes.programs.questions import ask


given, *own = sys.argv[1:]
mine: dict[str, Any] = {}
for one in own:
    signal, _, exporter = one.partition("=")
    if signal == "traces":
        mine[signal] = TracerProvider()
        if exporter:
            mine[signal].add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(mine[signal])
    elif signal == "metrics":
        mine[signal] = MeterProvider()
        metrics.set_meter_provider(mine[signal])
    else:
        mine[signal] = LoggerProvider()
        if exporter:
            mine[signal].add_log_record_processor(LedgerProcessor(exporter))
        set_logger_provider(mine[signal])

first = setup(**json.loads(given))
second = setup(**json.loads(given))
ask(Client())
providers = {
    "traces": trace.get_tracer_provider(),
    "metrics": metrics.get_meter_provider(),
    "logs": get_logger_provider(),
}
print(
    json.dumps(
        {
            "same": first is second,
            "kept": sorted(name for name in mine if mine[name] is providers[name]),
            **{name: read_pipeline(one).stages for name, one in providers.items()},
        }
    )
)
