"""`opentelemetry-instrument` in front of a program: the ledger and the console by name."""

import os
import sys
from importlib.metadata import distribution, entry_points
from pathlib import Path
from typing import Final

import pytest

from gemini_otel.testing import FakeGemini
from gemini_otel_exporters._automatic._joining import find_asked, join
from tests.programs import Run, run
from tests.setup.conftest import read_ledger


_THROUGH: Final = (
    sys.executable,
    "-c",
    "from opentelemetry.instrumentation.auto_instrumentation import run; run()",
)
# A configurator as `opentelemetry-distro` brings it.
_METADATA: Final = "Metadata-Version: 2.1\nName: surroundings\nVersion: 1\n"
_ENTRY_POINTS: Final = (
    "[opentelemetry_configurator]\n"
    "configurator = opentelemetry.sdk._configuration:_OTelSDKConfigurator\n"
)
_PROGRAM: Final = """
from google import genai
client = genai.Client(api_key="test-key")
for _ in range(3):
    client.models.generate_content(model="gemini-3.5-flash", contents="Hello?")
"""
_STAGES: Final = """
from opentelemetry._logs import get_logger_provider
from gemini_otel._doctor._pipelines import read_pipeline
print(read_pipeline(get_logger_provider()).stages)
"""


def _start(folder: Path, gemini: FakeGemini, program: str = _PROGRAM, **env: str) -> Run:
    information = folder / "surroundings-1.dist-info"
    information.mkdir(exist_ok=True)
    (information / "METADATA").write_text(_METADATA, encoding="utf-8")
    (information / "entry_points.txt").write_text(_ENTRY_POINTS, encoding="utf-8")
    ours = str(distribution("gemini-otel").locate_file(""))
    surroundings = {
        "GOOGLE_GEMINI_BASE_URL": gemini.url,
        "PYTHONPATH": os.pathsep.join((ours, str(folder))),
        "XDG_DATA_HOME": str(folder),
    }
    return run(program, env={**surroundings, **env}, through=_THROUGH)


@pytest.mark.parametrize(
    "variables",
    [
        {"OTEL_LOGS_EXPORTER": "gemini_ledger,gemini_console"},
        {"GEMINI_OTEL_LEDGER": "{folder}/gemini-otel/ledger.db", "GEMINI_OTEL_CONSOLE": "text"},
    ],
    ids=["by name", "by variable"],
)
def test_a_program_that_knows_nothing(
    variables: dict[str, str], gemini: FakeGemini, tmp_path: Path
) -> None:
    """Each billed response is in the ledger and on the console, once."""
    given = {name: value.format(folder=tmp_path) for name, value in variables.items()}
    done = _start(tmp_path, gemini, **given)

    assert 0 == done.code
    assert 3 == done.errors.count("$0.000081") == len(done.errors.splitlines())
    assert 3 * [("gemini-3.5-flash", 81_000)] == read_ledger(tmp_path)


def test_the_ledger_is_a_processor_of_its_own(gemini: FakeGemini, tmp_path: Path) -> None:
    """No batch, which drops silently, stands before it; its name stands for nothing else."""
    done = _start(tmp_path, gemini, _STAGES, OTEL_LOGS_EXPORTER="gemini_ledger")

    assert "('BatchLogRecordProcessor -> LedgerRequest', 'LedgerProcessor')\n" == done.output


def test_setup_in_the_program_adds_nothing_twice(gemini: FakeGemini, tmp_path: Path) -> None:
    """It finds what was configured before it."""
    program = f"from gemini_otel_exporters import setup\nsetup()\n{_PROGRAM}"
    done = _start(tmp_path, gemini, program, OTEL_LOGS_EXPORTER="gemini_ledger")

    assert 0 == done.code
    assert 3 == done.errors.count("$0.000081")
    assert 3 == len(read_ledger(tmp_path))


def test_a_bad_setting_is_one_line(gemini: FakeGemini, tmp_path: Path) -> None:
    """The program starts all the same, and the console goes on without the ledger."""
    named = "gemini_ledger,gemini_console"
    where = "mysql://me:secret@host/costs"
    done = _start(tmp_path, gemini, OTEL_LOGS_EXPORTER=named, GEMINI_OTEL_LEDGER=where)

    assert 0 == done.code
    assert 1 == done.errors.count("exporter_not_added")
    assert 3 == done.errors.count("$0.000081")
    assert "secret" not in done.errors


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({}, []),
        ({"OTEL_LOGS_EXPORTER": "otlp"}, []),
        ({"OTEL_LOGS_EXPORTER": "otlp, gemini_ledger"}, ["gemini_ledger"]),
        ({"OTEL_LOGS_EXPORTER": "gemini_console"}, ["gemini_console"]),
        ({"OTEL_LOGS_EXPORTER": "gemini_console", "GEMINI_OTEL_CONSOLE": "off"}, []),
        ({"GEMINI_OTEL_LEDGER": "a.db"}, ["gemini_ledger"]),
        ({"GEMINI_OTEL_LEDGER": "off", "OTEL_LOGS_EXPORTER": "gemini_ledger"}, []),
        ({"GEMINI_OTEL_CONSOLE": "quiet"}, ["gemini_console"]),
        ({"GEMINI_OTEL_LEDGER": "a.db", "OTEL_SDK_DISABLED": "TRUE"}, []),
    ],
)
def test_what_is_asked_for(environ: dict[str, str], asked: list[str]) -> None:
    """A name in OTEL_LOGS_EXPORTER or a variable of its own, unless that says off."""
    assert asked == find_asked(environ)


def test_without_a_provider_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing would be written, which must not pass in silence."""
    monkeypatch.setenv("GEMINI_OTEL_LEDGER", "a.db")
    join()
    join()

    assert 1 == caplog.text.count("exporter_not_added")
    assert "opentelemetry-distro" in caplog.text


def test_the_entry_points_resolve() -> None:
    """All three are found under the names that the documentation has."""
    (after,) = entry_points(group="opentelemetry_post_instrument", name="gemini_otel")
    names = ("gemini_ledger", "gemini_console")
    found = [entry_points(group="opentelemetry_logs_exporter", name=name) for name in names]

    assert join is after.load()
    assert list(names) == [point.load().name for points in found for point in points]
