"""Looks at where spans, metrics and events go, and whether they leave the process."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._pipelines import Pipeline, follow, read_pipeline
from gemini_otel._doctor._scene import Scene


_EVERY: Final = re.compile(r"^(ParentBased\{root:)?(AlwaysOnSampler|TraceIdRatioBased\{1\.0\})")
_NONE: Final = re.compile(r"^(ParentBased\{root:)?(AlwaysOffSampler|TraceIdRatioBased\{0\.0\})")


class _Signal(NamedTuple):
    """How one signal is called, also by `setup()`, and what exports it."""

    name: str
    argument: str
    stage: str
    fix: str
    provider_code: str
    export_code: str


_SPANS: Final = _Signal(
    "spans",
    "traces",
    "span processor",
    "opentelemetry.trace.set_tracer_provider",
    _codes.TRACES_PROVIDER,
    _codes.TRACES_EXPORT,
)
_METRICS: Final = _Signal(
    "metrics",
    "metrics",
    "metric reader",
    "opentelemetry.metrics.set_meter_provider",
    _codes.METRICS_PROVIDER,
    _codes.METRICS_EXPORT,
)
_EVENTS: Final = _Signal(
    "events",
    "logs",
    "log record processor",
    "opentelemetry._logs.set_logger_provider",
    _codes.EVENTS_PROVIDER,
    _codes.EVENTS_EXPORT,
)


def examine_traces(scene: Scene) -> Iterator[Finding]:
    """Where spans go, and which of them."""
    pipeline = read_pipeline(scene.tracing)
    yield from _judge(_SPANS, pipeline)
    if pipeline.kind == "sdk":
        yield _find_sampler(scene)


def examine_metrics(scene: Scene) -> Iterator[Finding]:
    """Where metrics go."""
    yield from _judge(_METRICS, read_pipeline(scene.metering))


def examine_events(scene: Scene) -> Iterator[Finding]:
    """Where events go."""
    yield from _judge(_EVENTS, read_pipeline(scene.logging))


def _judge(signal: _Signal, pipeline: Pipeline) -> Iterator[Finding]:
    yield _judge_provider(signal, pipeline)
    if pipeline.kind == "sdk":
        yield _judge_stages(signal, pipeline)


def _judge_provider(signal: _Signal, pipeline: Pipeline) -> Finding:
    code, name = signal.provider_code, signal.name
    if pipeline.kind == "none":
        return Finding(
            code,
            "warning",
            f"No provider is set: {name} go nowhere.",
            f"Call gemini_otel_exporters.setup(), set one with {signal.fix}(), or install "
            "opentelemetry-distro and start the program with `opentelemetry-instrument`.",
        )
    if pipeline.kind == "no-op":
        seen = f"{pipeline.name} drops all {name}."
        return Finding(code, "warning", seen, "Give instrument() a provider of the SDK, or none.")
    if pipeline.kind == "disabled":
        seen = f"{pipeline.name} was made while OTEL_SDK_DISABLED was true: it drops all {name}."
        return Finding(code, "warning", seen, "Unset OTEL_SDK_DISABLED before it is made.")
    if pipeline.is_shut_down:
        seen = f"The {pipeline.name} is shut down: {name} go nowhere."
        return Finding(code, "warning", seen, "Shut it down at the end of the program only.")
    if pipeline.kind == "other":
        seen = f"{pipeline.name} takes the {name}; where it sends them is not known."
        return Finding(code, "note", seen)
    return Finding(code, "ok", f"{pipeline.name} of OpenTelemetry's SDK takes the {name}.")


def _judge_stages(signal: _Signal, pipeline: Pipeline) -> Finding:
    if pipeline.stages is None:
        seen = f"This {pipeline.name} does not show its {signal.stage}s."
        return Finding(signal.export_code, "note", seen, "Look for a newer gemini-otel.")
    if not pipeline.stages:
        return Finding(
            signal.export_code,
            "warning",
            f"The provider has no {signal.stage}: {signal.name} are made and not exported.",
            f"Add a {signal.stage} with an exporter, as gemini_otel_exporters.setup("
            f'{signal.argument}="otlp") does.',
        )
    return Finding(signal.export_code, "ok", f"Exported by {', '.join(pipeline.stages)}.")


def _find_sampler(scene: Scene) -> Finding:
    describe = follow(scene.tracing, "sampler.get_description")
    sampler = str(describe()) if callable(describe) else "unknown"
    if _NONE.match(sampler):
        return Finding(
            _codes.TRACES_SAMPLER,
            "warning",
            f"The sampler {sampler} keeps no trace that begins here; metrics and usage events "
            "are complete all the same.",
            "Set OTEL_TRACES_SAMPLER, for example to parentbased_always_on, to see spans.",
        )
    if _EVERY.match(sampler):
        return Finding(_codes.TRACES_SAMPLER, "ok", "Every trace that begins here is kept.")
    return Finding(
        _codes.TRACES_SAMPLER,
        "note",
        f"The sampler {sampler} keeps a part of the traces; metrics and usage events are complete.",
        "Sum tokens and cost over metrics or usage events, never over spans.",
    )
