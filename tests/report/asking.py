"""Asks for reports: through Python, and through the command."""

import json
from datetime import datetime
from inspect import signature
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from gemini_otel.cli._program import program
from gemini_otel_exporters._report._dimensions import read_cut
from gemini_otel_exporters._report._options import Options, read_question
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._whole import report_on


NOW = datetime.fromisoformat("2026-11-21T12:00:00-08:00")


def ask(file: Path, *, now: datetime = NOW, **options: Any) -> Report:
    """The report on a ledger, as the command makes it."""
    given: dict[str, Any] = {
        "since": None,
        "until": None,
        "by": None,
        "top": None,
        "zone": "America/Los_Angeles",
    }
    return report_on(str(file), read_question(Options(**{**given, **options}), now))


def list_lines(file: Path, by: str, **options: Any) -> list[tuple[Any, ...]]:
    """The lines of a breakdown: key, responses and nano-dollars."""
    breakdown = ask(file, by=by, **options).breakdown
    assert breakdown is not None
    assert read_cut(by) == breakdown.cut
    return [(*line.key, line.sums.responses, line.sums.nano) for line in breakdown.lines]


def run(*words: str, **variables: str) -> Result:
    """Runs the command; its two outputs are apart, which older versions of click must be told."""
    is_older = "mix_stderr" in signature(CliRunner).parameters
    told: dict[str, Any] = {"mix_stderr": False} if is_older else {}
    return CliRunner(**told).invoke(program, ["report", *words], env=variables)


def run_json(file: Path, *words: str) -> dict[str, Any]:
    """What the command says as JSON of November, which is over or not."""
    done = run("--ledger", str(file), "--format", "json", "--since", "2026-11-01", *words)
    assert done.exit_code == 0, done.output
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed
