"""A program that has set up OpenTelemetry itself is added to: nothing is replaced or doubled."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.processes.launching import Ended, Stage, finish
from tests.setup.conftest import read_ledger


PROGRAM = "tests.setup.programs.scene"
SPANS = "BatchSpanProcessor -> OTLPSpanExporter"
EVENTS = "BatchLogRecordProcessor -> OTLPLogExporter"
READER = "PeriodicExportingMetricReader -> OTLPMetricExporter"
OURS = ["LedgerProcessor", "ConsoleProcessor"]


def _run(stage: Stage, *own: str, **given: Any) -> tuple[dict[str, Any], Ended]:
    done = finish(stage.start(PROGRAM, json.dumps(given), *own))
    assert 0 == done.code, done.errors
    return json.loads(done.output), done


def test_nothing_is_set_up(stage: Stage, tmp_path: Path) -> None:
    """The default: a ledger, a line on standard error, and nothing that exports."""
    told, done = _run(stage)

    assert {"same": True, "kept": [], "traces": [], "metrics": None, "logs": OURS} == told
    assert 1 == done.errors.count("$0.000081")
    assert [("gemini-3.5-flash", 81_000)] == read_ledger(tmp_path)
    assert {} == stage.receiver.processes()


@pytest.mark.parametrize("own", [["traces"], ["logs"], ["traces", "logs"]])
def test_what_is_there_is_added_to(own: list[str], stage: Stage, tmp_path: Path) -> None:
    """Any of the providers may be the program's; each signal has its exporter, once."""
    told, _ = _run(stage, *own, traces="otlp", metrics="otlp", logs="otlp")

    assert {
        "same": True,
        "kept": own[::-1] if own == ["traces", "logs"] else own,
        "traces": [SPANS],
        "metrics": [READER],
        "logs": [EVENTS, *OURS],
    } == told
    assert 1 == stage.check().calls() == len(read_ledger(tmp_path))


def test_an_exporter_that_is_there_is_not_made_twice(stage: Stage) -> None:
    """The program exports its spans by OTLP itself: the argument adds none."""
    told, _ = _run(stage, "traces=otlp", traces="otlp", metrics="otlp", logs="otlp")

    assert [SPANS] == told["traces"]
    assert 1 == stage.check().calls()


@pytest.mark.parametrize(
    ("asked", "ledgers"), [("own.db", ["own.db"]), ("other.db", ["own.db", "other.db"])]
)
def test_a_ledger_that_is_there(
    asked: str, ledgers: list[str], stage: Stage, tmp_path: Path
) -> None:
    """It is kept; a ledger at another place, asked for by its name, is kept beside it."""
    folder = tmp_path / "gemini-otel"
    told, _ = _run(stage, f"logs={folder / 'own.db'}", ledger=str(folder / asked))

    assert len(ledgers) == told["logs"].count("LedgerProcessor")
    for name in ledgers:
        assert [("gemini-3.5-flash", 81_000)] == read_ledger(tmp_path, name)


def test_a_variable_is_for_providers_without_exporters(stage: Stage) -> None:
    """Whoever set the provider up may have read the same variable."""
    stage.env["OTEL_TRACES_EXPORTER"] = "console"
    told, done = _run(stage, "traces=otlp")

    assert [SPANS] == told["traces"]
    assert "trace_state" not in done.output


def test_readers_of_metrics_cannot_be_added(stage: Stage) -> None:
    """The log line has the lines to write."""
    told, done = _run(stage, "metrics", metrics="otlp")

    assert (["metrics"], []) == (told["kept"], told["metrics"])
    assert 1 == done.errors.count("metrics_not_exported")
    assert (
        "from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter; "
        "MeterProvider(metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])"
    ) in done.errors


def test_the_sdk_is_disabled(stage: Stage, tmp_path: Path) -> None:
    """OTEL_SDK_DISABLED leaves the program as it was, and one line says so."""
    stage.env["OTEL_SDK_DISABLED"] = "true"
    told, done = _run(stage, traces="otlp", metrics="otlp", logs="otlp")

    assert (None, None, None) == (told["traces"], told["metrics"], told["logs"])
    assert 1 == len(done.errors.splitlines())
    assert "OTEL_SDK_DISABLED" in done.errors
    assert not (tmp_path / "gemini-otel").exists()
