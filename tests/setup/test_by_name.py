"""Exporters of others are found by name, as the SDK's own configuration finds them."""

import json
import os
from importlib.metadata import distribution
from pathlib import Path

from gemini_otel.testing import FakeGemini
from tests.programs import run


_METADATA = "Metadata-Version: 2.1\nName: strangers\nVersion: 1\n"
_ENTRY_POINTS = """
[opentelemetry_traces_exporter]
stranger = strangers:Spans
[opentelemetry_metrics_exporter]
stranger = strangers:Reader
[opentelemetry_logs_exporter]
stranger = strangers:Spans
"""
_STRANGERS = """
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import ConsoleSpanExporter

class Spans(ConsoleSpanExporter):
    def __init__(self):
        super().__init__(formatter=lambda span: span.name)

class Reader(InMemoryMetricReader):
    pass
"""
_PROGRAM = """
import json
from google import genai
from opentelemetry.metrics import get_meter_provider
from gemini_otel._doctor._pipelines import read_pipeline
from gemini_otel_exporters import setup

with setup({given}, ledger=False, console="off"):
    client = genai.Client(api_key="test-key")
    client.models.generate_content(model="gemini-3.5-flash", contents="Hello?")
    print(json.dumps(read_pipeline(get_meter_provider()).stages))
"""


def _run(given: str, gemini: FakeGemini, folder: Path) -> tuple[str, str]:
    information = folder / "strangers-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(_METADATA, encoding="utf-8")
    (information / "entry_points.txt").write_text(_ENTRY_POINTS, encoding="utf-8")
    (folder / "strangers.py").write_text(_STRANGERS, encoding="utf-8")
    ours = str(distribution("gemini-otel").locate_file(""))
    path = os.pathsep.join((ours, str(folder)))
    env = {"GOOGLE_GEMINI_BASE_URL": gemini.url, "PYTHONPATH": path}
    done = run(_PROGRAM.format(given=given), env=env)
    return done.output, done.errors


def test_a_stranger_is_found(gemini: FakeGemini, tmp_path: Path) -> None:
    """A span exporter is put behind a batch, a metric reader is taken as it is."""
    output, errors = _run("traces='stranger', metrics='stranger'", gemini, tmp_path)

    stages, _, spans = output.partition("\n")
    assert "" == errors
    assert ["Reader"] == json.loads(stages)
    assert "generate_content gemini-3.5-flash" == spans


def test_a_stranger_of_another_signal_is_refused(gemini: FakeGemini, tmp_path: Path) -> None:
    """An exporter of spans under a name for events is no exporter of events."""
    _, errors = _run("logs='stranger'", gemini, tmp_path)

    assert "which is no exporter of logs: strangers:Spans" in errors.splitlines()[-1]


def test_the_console_exporter_of_the_sdk(gemini: FakeGemini, tmp_path: Path) -> None:
    """OpenTelemetry's own `console` writes spans to standard output."""
    output, errors = _run("traces=['console']", gemini, tmp_path)

    assert "" == errors
    assert '"name": "generate_content gemini-3.5-flash"' in output
