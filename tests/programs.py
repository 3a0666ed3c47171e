"""Runs whole programs in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple


_SECONDS: Final = 60
_BARE: Final = "import gemini_otel\n"
_INSTRUMENTED: Final = "import gemini_otel; gemini_otel.instrument()\n"
_ADVICE: Final = "Direct use of automatic function calling (AFC) in "
_ROOT: Final = Path(__file__).parents[1]


class Run(NamedTuple):
    """What a program did."""

    output: str
    errors: str
    code: int


def run(
    program: str,
    *,
    env: dict[str, str] | None = None,
    through: tuple[str, ...] = (),
    forks: bool = False,
) -> Run:
    """Runs a program to its end; one that hangs shows where, and fails.

    Args:
        program: Its source.
        env: Environment variables besides the usual ones; `OTEL_*` and `GEMINI_*` of this
            process are left out.
        through: A command that starts the interpreter, in front of it.
        forks: Whether it forks: then nothing shows where it hangs, for the child would wait for
            the thread that does.

    Returns:
        Its output, its errors and its exit code.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL_", "GEMINI_", "GOOGLE"))}
    watch = f"import faulthandler; faulthandler.dump_traceback_later({_SECONDS}, exit=True)\n"
    done = subprocess.run(
        [*through, sys.executable, "-c", ("" if forks else watch) + program],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
        env={**kept, **(env or {})},
        timeout=2 * _SECONDS,
    )
    return Run(done.stdout, _leave_out_advice(done.stderr), done.returncode)


def _leave_out_advice(errors: str) -> str:
    """What a program wrote, without what some SDKs (2.18 to 2.30) write at every such call."""
    lines = errors.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_ADVICE))


def run_twice(program: str) -> tuple[Run, Run]:
    """Runs a program without us, and instrumented in its first line."""
    return run(_BARE + program), run(_INSTRUMENTED + program)


PIPELINE: Final = """
import atexit, gc, json, logging, threading
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
import gemini_otel
from gemini_otel.testing import Break, FakeGemini, Reply

spans, logs, reader = InMemorySpanExporter(), InMemoryLogRecordExporter(), InMemoryMetricReader()
tracing, journal = TracerProvider(shutdown_on_exit=False), LoggerProvider(shutdown_on_exit=False)
metering = MeterProvider(metric_readers=[reader], shutdown_on_exit=False)
tracing.add_span_processor(SimpleSpanProcessor(spans))
journal.add_log_record_processor(SimpleLogRecordProcessor(logs))

def total(name):
    data = reader.get_metrics_data()
    return sum(
        point.value
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics if metric.name == name
        for point in metric.data.data_points
    )

def report():
    print(json.dumps({
        "ends": sorted(
            span.attributes.get("gemini.stream.end", "") for span in spans.get_finished_spans()
        ),
        "events": [record.log_record.event_name for record in logs.get_finished_logs()],
        "tokens": total("gemini.client.tokens"),
        "served": sum(gemini.totals().values()),
    }))

def instrument(**settings):
    gemini_otel.instrument(
        tracer_provider=tracing, meter_provider=metering, logger_provider=journal, **settings
    )

gemini = FakeGemini().start()
client = gemini.client()
paused = Reply("abcd", chunks=4, breaks=Break.pause(threading.Event(), after=2))

question = {"model": "gemini-3.5-flash", "contents": "Hello?"}

def open_stream(**options):
    gemini.queue(paused)
    stream = client.models.generate_content_stream(**question, **options)
    next(stream), next(stream)
    return stream

def put_into_cycle(**options):
    cycle = [open_stream(**options)]
    cycle.append(cycle)
"""
"""The beginning of a program with a telemetry pipeline of its own, a server and a client."""
