"""Where spans, metrics and events go, and whether they leave the process."""

from typing import Any

import pytest
from opentelemetry._logs import NoOpLoggerProvider
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    InMemoryLogRecordExporter,
    SimpleLogRecordProcessor,
)
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    ConsoleMetricExporter,
    InMemoryMetricReader,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    DEFAULT_ON,
    ParentBased,
    Sampler,
    TraceIdRatioBased,
)
from opentelemetry.trace import NoOpTracerProvider

import gemini_otel
from tests.doctor.examining import examine


_SIGNALS = ("traces", "metrics", "events")
_NAMES = {"traces": "tracer_provider", "metrics": "meter_provider", "events": "logger_provider"}


def _make(signal: str, *stages: Any) -> Any:
    """A provider of one signal."""
    if signal == "metrics":
        return MeterProvider(stages, shutdown_on_exit=False)
    if signal == "traces":
        tracing = TracerProvider(shutdown_on_exit=False)
        for stage in stages:
            tracing.add_span_processor(stage)
        return tracing
    logging = LoggerProvider(shutdown_on_exit=False)
    for stage in stages:
        logging.add_log_record_processor(stage)
    return logging


def _make_stage(signal: str) -> Any:
    logs: Any = InMemoryLogRecordExporter
    if signal == "metrics":
        return InMemoryMetricReader()
    if signal == "traces":
        return SimpleSpanProcessor(InMemorySpanExporter())
    return SimpleLogRecordProcessor(logs())


@pytest.mark.parametrize("signal", _SIGNALS)
def test_no_provider(signal: str) -> None:
    """Without a provider nothing is exported; the advice says how to set one."""
    found = examine(f"{signal}.provider")

    assert "warning" == found.status
    assert "No provider is set" in found.seen
    assert "opentelemetry-instrument" in str(found.advice)
    assert () == gemini_otel.doctor().find(f"{signal}.export")


@pytest.mark.parametrize(
    ("signal", "provider"),
    [
        ("traces", NoOpTracerProvider()),
        ("metrics", NoOpMeterProvider()),
        ("events", NoOpLoggerProvider()),
    ],
)
def test_a_provider_that_does_nothing(signal: str, provider: Any) -> None:
    """A no-op provider is told by its name."""
    found = examine(f"{signal}.provider", **{_NAMES[signal]: provider})

    assert "warning" == found.status
    assert f"{type(provider).__name__} drops all" in found.seen


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_provider_of_the_sdk(signal: str) -> None:
    """A provider of the SDK is fine, with what exports for it."""
    provider = _make(signal, _make_stage(signal))

    found = examine(f"{signal}.provider", **{_NAMES[signal]: provider})
    assert ("ok", True) == (found.status, type(provider).__name__ in found.seen)
    assert "ok" == examine(f"{signal}.export", **{_NAMES[signal]: provider}).status


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_provider_that_exports_nothing(signal: str) -> None:
    """A provider without a processor or a reader makes everything for nobody."""
    found = examine(f"{signal}.export", **{_NAMES[signal]: _make(signal)})

    name = {"events": "logs"}.get(signal, signal)
    assert ("warning", True) == (found.status, "not exported" in found.seen)
    assert f'gemini_otel_exporters.setup({name}="otlp")' in str(found.advice)


def test_exporters() -> None:
    """Processors and readers are told with their exporters, by class."""
    exporter: Any = InMemoryLogRecordExporter
    stages: dict[str, Any] = {
        "traces": BatchSpanProcessor(InMemorySpanExporter()),
        "metrics": PeriodicExportingMetricReader(ConsoleMetricExporter()),
        "events": BatchLogRecordProcessor(exporter()),
    }
    providers = {_NAMES[name]: _make(name, stage) for name, stage in stages.items()}
    gemini_otel.instrument(**providers)

    diagnosis = gemini_otel.doctor()
    gemini_otel.uninstrument()
    for stage in stages.values():
        stage.shutdown()
    assert [
        "Exported by BatchSpanProcessor -> InMemorySpanExporter.",
        "Exported by PeriodicExportingMetricReader -> ConsoleMetricExporter.",
        "Exported by BatchLogRecordProcessor -> InMemoryLogRecordExporter.",
    ] == [diagnosis.find(f"{name}.export")[0].seen for name in _SIGNALS]


def test_a_provider_that_hides_its_processors() -> None:
    """Where an SDK does not show its processors, nothing is claimed of them."""
    provider = TracerProvider(shutdown_on_exit=False)
    gemini_otel.instrument(tracer_provider=provider)
    delattr(provider, "_active_span_processor")  # as in an SDK that keeps them elsewhere

    (found,) = gemini_otel.doctor().find("traces.export")
    assert ("note", True) == (found.status, "does not show" in found.seen)


class _OwnProvider(NoOpTracerProvider):
    """A provider of somebody's own."""


def test_a_provider_of_somebodys_own() -> None:
    """What cannot be looked into is a note."""
    found = examine("traces.provider", tracer_provider=_OwnProvider())

    assert ("note", True) == (found.status, "_OwnProvider" in found.seen)


def _make_batch(signal: str) -> Any:
    logs: Any = InMemoryLogRecordExporter
    if signal == "metrics":
        return PeriodicExportingMetricReader(ConsoleMetricExporter())
    if signal == "traces":
        return BatchSpanProcessor(InMemorySpanExporter())
    return BatchLogRecordProcessor(logs())


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_provider_that_is_shut_down(signal: str) -> None:
    """A provider that is shut down takes nothing any more."""
    provider = _make(signal, _make_batch(signal))
    gemini_otel.instrument(**{_NAMES[signal]: provider})
    provider.shutdown()

    (found,) = gemini_otel.doctor().find(f"{signal}.provider")
    assert ("warning", True) == (found.status, "shut down" in found.seen)


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_provider_that_was_made_disabled(monkeypatch: pytest.MonkeyPatch, signal: str) -> None:
    """What OTEL_SDK_DISABLED was true for drops all, and nothing is claimed of its exporters."""
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    provider = _make(signal, _make_stage(signal))
    monkeypatch.delenv("OTEL_SDK_DISABLED")

    found = examine(f"{signal}.provider", **{_NAMES[signal]: provider})
    assert ("warning", True) == (found.status, "OTEL_SDK_DISABLED" in found.seen)
    diagnosis = gemini_otel.doctor()
    assert ((), ()) == (diagnosis.find(f"{signal}.export"), diagnosis.find(f"{signal}.sampler"))


@pytest.mark.parametrize(
    ("sampler", "status"),
    [
        (ALWAYS_ON, "ok"),
        (DEFAULT_ON, "ok"),
        (TraceIdRatioBased(1.0), "ok"),
        (ParentBased(TraceIdRatioBased(0.1)), "note"),
        (ALWAYS_OFF, "warning"),
        (ParentBased(ALWAYS_OFF), "warning"),
        (TraceIdRatioBased(0.0), "warning"),
    ],
    ids=lambda one: one.get_description()[:40] if isinstance(one, Sampler) else one,
)
def test_samplers(sampler: Sampler, status: str) -> None:
    """A sampler that keeps all is fine, one that keeps a part a note, one that keeps none not."""
    provider = TracerProvider(sampler, shutdown_on_exit=False)

    assert status == examine("traces.sampler", tracer_provider=provider).status
