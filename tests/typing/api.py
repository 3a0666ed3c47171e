"""Uses every public name the way a program would; never run, only read by mypy and pyright."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Literal

import structlog
from opentelemetry._logs import LoggerProvider
from opentelemetry.metrics import MeterProvider
from opentelemetry.sdk._logs import LoggerProvider as Journal
from opentelemetry.trace import TracerProvider

import gemini_otel
import gemini_otel.processors
import gemini_otel_exporters
from gemini_otel import testing


def switch_on(
    tracer_provider: TracerProvider,
    meter_provider: MeterProvider,
    logger_provider: LoggerProvider,
) -> None:
    """Every setting has the type that its documentation names."""
    try:
        gemini_otel.instrument(
            tracer_provider=tracer_provider,
            meter_provider=meter_provider,
            logger_provider=logger_provider,
            capture_content="SPAN_AND_EVENT",
            content_max_length=4096,
            redact=drop_everything,
            semconv="both",
            usage_event=False,
            credential_fingerprint_key="sixteen characters",
            attribution_keys=["tenant", "feature"],
            metric_attribution_keys={"feature"},
            metric_attribution_values=50,
            first_value_hold_s=0.0,
        )
    except gemini_otel.ConfigurationError as error:
        as_value_error: ValueError = error
        print(as_value_error)
    gemini_otel.uninstrument()
    gemini_otel.GeminiInstrumentor().instrument(semconv="none")


def drop_everything(message: dict[str, object]) -> None:
    """A hook that keeps nothing."""
    message.clear()


def look_for_trouble() -> tuple[gemini_otel.Finding, ...]:
    """A diagnosis is made of plain values."""
    diagnosis: gemini_otel.Diagnosis = gemini_otel.doctor()
    for finding in diagnosis.find("prices.age"):
        advice: str | None = finding.advice
        print(finding.code, finding.status == "ok", finding.seen, finding.subject, advice)
    worst: Literal["ok", "note", "warning", "problem"] = diagnosis.status
    print(worst, diagnosis)
    own = gemini_otel.Finding("mine.disk", "note", "The disk is full.", advice="Make room.")
    return (*diagnosis.findings, own)


def decide(error: Exception) -> float | None:
    """A verdict is made of plain values."""
    verdict: gemini_otel.Classification = gemini_otel.classify(error)
    quota: gemini_otel.Quota | None = verdict.quota
    if quota:
        window: Literal["minute", "day"] | None = quota.window
        print(window, quota.metric, quota.limit, quota.value, quota.free_tier)
    if verdict.error_class == gemini_otel.ErrorClass.QUOTA_EXHAUSTED or not verdict.retryable:
        hint: str = verdict.hint
        print(hint, verdict.error_type, verdict.http_status, verdict.rpc_status)
        return None
    return verdict.retry_after_s


def mark(pool: Executor, work: Callable[[int], str]) -> str:
    """What is carried into a thread keeps its signature."""
    with gemini_otel.attribution(tenant="acme", feature="search"):
        carried: Callable[[int], str] = gemini_otel.carry(work)
        future: Future[str] = pool.submit(carried, 1)
    return future.result()


def set_up() -> None:
    """One line, and a handle; the processors can be added by hand too."""
    pipeline: gemini_otel_exporters.Pipeline = gemini_otel_exporters.setup(
        traces=["otlp"], ledger=Path("costs.db"), console="json", semconv="both"
    )
    with pipeline:
        done: bool = pipeline.flush(timeout_s=5)
    print(done)
    journal = Journal()
    journal.add_log_record_processor(gemini_otel_exporters.LedgerProcessor("costs.db"))
    journal.add_log_record_processor(gemini_otel_exporters.ConsoleProcessor("quiet", sample=0.1))


def log() -> None:
    """Our processors fit where structlog wants its own."""
    structlog.configure(
        processors=[
            gemini_otel.processors.add_trace_ids,
            gemini_otel.processors.overwrite(gemini_otel.processors.add_attribution),
            structlog.processors.JSONRenderer(),
        ]
    )


def script(gemini: testing.FakeGemini) -> None:
    """The server takes every kind of answer."""
    gemini.queue("text", testing.Reply("text", usage={"prompt": 3}), model="gemini-3.5-flash")
    gemini.queue(testing.Reply("cut", breaks=testing.Break.cut(after=1)))
    gemini.queue(testing.Raw(b"not JSON"), testing.Embedding(), testing.TokenCount(7))
    gemini.queue(testing.TokenList([b"a"]), testing.Fault(429, "RESOURCE_EXHAUSTED", "slow down"))
    gemini.queue(testing.Reply([testing.parts.thought("hm"), "text"]))
    gemini.respond(answer)


def answer(request: testing.Request) -> testing.Answer | str | None:
    """A handler may answer, say a text, or leave it to the queue."""
    return testing.Reply(request.path) if request.body else None


def check(gemini: testing.FakeGemini) -> int:
    """What was served and what was recorded are plain values."""
    served: list[testing.Served] = gemini.served
    with testing.record_telemetry(capture_content=True) as telemetry:
        recorded: testing.Telemetry = telemetry
        span: testing.RecordedSpan = recorded.span("generate_content")
        event: testing.RecordedEvent = recorded.event("gemini.usage")
        points: list[testing.RecordedPoint] = recorded.points("gemini.client.tokens")
    print(span.name, event.name, [point.value for point in points], testing.faults)
    return sum(gemini.totals().values()) + len(served)
