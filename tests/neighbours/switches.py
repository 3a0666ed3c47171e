"""How each of the other instrumentations is switched on, as its documentation says."""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


Spans: TypeAlias = Callable[[], int]
"""How many spans it has recorded so far."""


@cache
def _find_spans() -> InMemorySpanExporter:
    """What goes to the global provider, which is set at the first question."""
    spans = InMemorySpanExporter()
    tracing = TracerProvider(shutdown_on_exit=False)
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(tracing)
    metrics.set_meter_provider(MeterProvider([InMemoryMetricReader()], shutdown_on_exit=False))
    return spans


def _count(spans: InMemorySpanExporter, scope: str) -> int:
    scopes = [span.instrumentation_scope for span in spans.get_finished_spans()]
    return sum(one is not None and one.name.startswith(scope) for one in scopes)


@contextmanager
def _instrumentor(module: str, name: str, scope: str) -> Generator[Spans]:
    """One that follows OpenTelemetry's interface."""
    spans = _find_spans()
    getattr(import_module(module), name)().instrument()
    yield lambda: _count(spans, scope)


@contextmanager
def _logfire() -> Generator[Spans]:
    logfire, spans = import_module("logfire"), InMemorySpanExporter()
    logfire.configure(
        send_to_logfire=False,
        console=False,
        inspect_arguments=False,
        additional_span_processors=[SimpleSpanProcessor(spans)],
    )
    logfire.instrument_google_genai()
    yield lambda: len(spans.get_finished_spans())


@contextmanager
def _openlit() -> Generator[Spans]:
    spans = _find_spans()
    with TemporaryDirectory() as folder:
        # Without a file of one's own it fetches its prices from a public repository.
        prices = Path(folder) / "prices.json"
        prices.write_text(json.dumps({"chat": {}}), encoding="utf-8")
        import_module("openlit").init(pricing_json=str(prices), disable_batch=True)
        yield lambda: _count(spans, "openlit")


@contextmanager
def _sentry() -> Generator[Spans]:
    sentry = import_module("sentry_sdk")
    integration = import_module("sentry_sdk.integrations.google_genai").GoogleGenAIIntegration
    nobody = "http://key@127.0.0.1:9/1"
    sentry.init(dsn=nobody, traces_sample_rate=1.0, integrations=[integration()])
    with sentry.start_transaction(name="calls") as transaction:
        recorded = transaction._span_recorder
        yield lambda: sum(str(span.op).startswith("gen_ai") for span in recorded.spans)


SWITCHES: Final[Mapping[str, Callable[[], AbstractContextManager[Spans]]]] = {
    "official": lambda: _instrumentor(
        "opentelemetry.instrumentation.google_genai",
        "GoogleGenAiSdkInstrumentor",
        "opentelemetry.instrumentation.google_genai",
    ),
    "openinference": lambda: _instrumentor(
        "openinference.instrumentation.google_genai", "GoogleGenAIInstrumentor", "openinference"
    ),
    "traceloop": lambda: _instrumentor(
        "opentelemetry.instrumentation.google_generativeai",
        "GoogleGenerativeAiInstrumentor",
        "opentelemetry.instrumentation.google_generativeai",
    ),
    "logfire": _logfire,
    "openlit": _openlit,
    "sentry": _sentry,
}
