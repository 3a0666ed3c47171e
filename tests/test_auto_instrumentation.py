"""With no code: `opentelemetry-instrument` in front of a program that knows nothing of us."""

import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, entry_points
from pathlib import Path
from typing import Any, Final

import pytest
from opentelemetry.instrumentation.dependencies import get_dist_dependency_conflicts

from gemini_otel._capture._activation import find_recorder
from gemini_otel._instrumentor import AutoInstrumentor
from gemini_otel.testing import FakeGemini
from tests.programs import Run, run


_THROUGH: Final = (
    sys.executable,
    "-c",
    "from opentelemetry.instrumentation.auto_instrumentation import run; run()",
)

# A distribution like those users have beside us: a configurator as `opentelemetry-distro` brings
# it, exporters that write into a file, and another instrumentation that is loaded after ours.
_METADATA: Final = "Metadata-Version: 2.1\nName: surroundings\nVersion: 1\n"
_ENTRY_POINTS: Final = """
[opentelemetry_configurator]
configurator = opentelemetry.sdk._configuration:_OTelSDKConfigurator
[opentelemetry_instrumentor]
other = surroundings:Other
[opentelemetry_traces_exporter]
file = surroundings:Spans
[opentelemetry_metrics_exporter]
file = surroundings:Metrics
[opentelemetry_logs_exporter]
file = surroundings:Logs
"""
_SURROUNDINGS: Final = """
import json, os
from opentelemetry.instrumentation.instrumentor import BaseInstrumentor
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult
from opentelemetry.sdk.metrics.export import MetricExporter, MetricExportResult
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

def write(kind, name, value=None):
    with open(os.environ["SINK"], "a") as sink:
        print(json.dumps([kind, name, value]), file=sink)

class Other(BaseInstrumentor):
    def instrumentation_dependencies(self):
        return ()
    def _instrument(self, **kwargs):
        write("loaded", "other")
    def _uninstrument(self, **kwargs):
        pass

class Spans(SpanExporter):
    def export(self, spans):
        for span in spans:
            write("span", span.name)
        return SpanExportResult.SUCCESS

class Logs(LogRecordExporter):
    def export(self, batch):
        for record in batch:
            write("event", record.log_record.event_name)
        return LogRecordExportResult.SUCCESS
    def shutdown(self):
        pass
    def force_flush(self, timeout_millis=0):
        return True

class Metrics(MetricExporter):
    def export(self, metrics_data, timeout_millis=0, **kwargs):
        for resource in metrics_data.resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    if metric.name.startswith("gemini."):
                        points = metric.data.data_points
                        write("metric", metric.name, sum(point.value for point in points))
        return MetricExportResult.SUCCESS
    def shutdown(self, timeout_millis=0, **kwargs):
        pass
    def force_flush(self, timeout_millis=0):
        return True
"""
_PROGRAM: Final = """
import asyncio
from google import genai

question = {"model": "gemini-3.5-flash", "contents": "Hello?"}
client = genai.Client(api_key="test-key")
print(client.models.generate_content(**question).text)
print([c.text for c in client.models.generate_content_stream(**question)])

async def ask():
    print((await client.aio.models.generate_content(**question)).text)
    await client.aio.aclose()

asyncio.run(ask())
"""


@pytest.fixture
def sink(tmp_path: Path) -> Path:
    """The file that everything is exported to."""
    return tmp_path / "sink.jsonl"


@pytest.fixture
def env(tmp_path: Path, sink: Path, gemini: FakeGemini) -> dict[str, str]:
    """The environment of a program that is to be observed."""
    information = tmp_path / "surroundings-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(_METADATA, encoding="utf-8")
    (information / "entry_points.txt").write_text(_ENTRY_POINTS, encoding="utf-8")
    (tmp_path / "surroundings.py").write_text(_SURROUNDINGS, encoding="utf-8")
    ours = str(distribution("gemini-otel").locate_file(""))
    return {
        "GOOGLE_GEMINI_BASE_URL": gemini.url,
        "PYTHONPATH": os.pathsep.join((ours, str(tmp_path))),  # in this order they are loaded
        "SINK": str(sink),
        "OTEL_TRACES_EXPORTER": "file",
        "OTEL_METRICS_EXPORTER": "file",
        "OTEL_LOGS_EXPORTER": "file",
    }


def _read(sink: Path) -> list[Any]:
    return [json.loads(line) for line in sink.read_text(encoding="utf-8").splitlines()]


def _run_bare(env: dict[str, str]) -> Run:
    return run(_PROGRAM, env=env)


def test_an_unmodified_program_is_observed(
    env: dict[str, str], sink: Path, gemini: FakeGemini
) -> None:
    """Spans, metrics and events come out, each call once, and the program says the same."""
    bare = _run_bare(env)
    asked = len(gemini.requests)

    watched = run(_PROGRAM, env=env, through=_THROUGH)

    told = _read(sink)
    assert bare == watched
    assert ("", 0, 3) == (bare.errors, bare.code, asked)
    assert 3 == told.count(["span", "generate_content gemini-3.5-flash", None])
    assert 3 == told.count(["event", "gemini.usage", None])
    assert ["metric", "gemini.client.tokens", 3 * 19] in told
    assert ["loaded", "other", None] in told


def test_a_bad_setting_leaves_only_us_out(
    env: dict[str, str], sink: Path, gemini: FakeGemini
) -> None:
    """One line says which variable; the program and the other instrumentations go on."""
    bare = _run_bare(env)

    watched = run(_PROGRAM, env={**env, "GEMINI_OTEL_SEMCONV": "v0"}, through=_THROUGH)

    assert (bare.output, bare.code) == (watched.output, watched.code)
    assert 1 == len(watched.errors.splitlines())
    assert "GEMINI_OTEL_SEMCONV" in watched.errors
    assert "v0" in watched.errors
    assert [["loaded", "other", None]] == _read(sink)


def test_the_entry_point_resolves() -> None:
    """`opentelemetry-instrument` finds us, and finds no conflict with the SDK installed here."""
    (found,) = entry_points(group="opentelemetry_instrumentor", name="gemini")

    assert found.load() is AutoInstrumentor
    assert get_dist_dependency_conflicts(distribution("gemini-otel")) is None


class _BrokenProvider:
    """A meter provider that cannot make a meter."""

    def get_meter(self, *_args: object, **_kwargs: object) -> object:
        """Raises."""
        raise RuntimeError("no meter today")


@pytest.fixture
def automatic() -> Iterator[AutoInstrumentor]:
    """The instrumentor that `opentelemetry-instrument` makes."""
    instrumentor = AutoInstrumentor()
    yield instrumentor
    if find_recorder() is not None:
        instrumentor.uninstrument()


@pytest.mark.parametrize(
    "settings",
    [{"capture_content": "everything"}, {"colour": "red"}, {"meter_provider": _BrokenProvider()}],
    ids=["value", "name", "provider"],
)
def test_whatever_fails_at_the_start_is_logged_once(
    automatic: AutoInstrumentor, settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """An exception would keep every instrumentation after us from being loaded."""
    automatic.instrument(**settings)

    assert ["gemini_otel"] == [record.name for record in caplog.records]
    assert "not_instrumented" in caplog.text
    assert find_recorder() is None


_ORDERS: Final = """
import sys
import gemini_otel

gemini_otel.instrument()
print("google.genai" in sys.modules)
gemini_otel.uninstrument()
import google.genai.models, google.genai.chats
models = google.genai.models.Models
print(hasattr(vars(models)["_generate_content"], "__wrapped__"))
gemini_otel.instrument()
print(hasattr(vars(models)["_generate_content"], "__wrapped__"))
print(hasattr(vars(google.genai.chats.Chat)["send_message"], "__wrapped__"))
"""


def test_the_sdk_is_not_imported_before_the_program_does() -> None:
    """`instrument()` leaves the SDK's half second to the program, and wraps whenever it comes."""
    done = run(_ORDERS)

    assert ("False\nFalse\nTrue\nTrue\n", "", 0) == done
