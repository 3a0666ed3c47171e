"""Arguments and variables that say the same, and those that say the opposite, of the ledger."""

from pathlib import Path
from typing import Any

import pytest

from gemini_otel_exporters._setup._arguments import Arguments
from gemini_otel_exporters._setup._entrance import setup
from gemini_otel_exporters._setup._plan import Plan, make_plan
from tests.programs import run


def plan(environ: dict[str, str] | None = None, **given: Any) -> Plan:
    """What would be set up."""
    defaults: dict[str, Any] = {**(setup.__kwdefaults__ or {}), "settings": {}}
    return make_plan(Arguments(**{**defaults, **given}), environ or {})


@pytest.mark.parametrize(
    ("environ", "given", "has_ledger"),
    [
        ({}, {}, True),
        ({}, {"ledger": "off"}, False),
        ({}, {"ledger": "None"}, False),
        ({"GEMINI_OTEL_LEDGER": "off"}, {}, False),
        ({"GEMINI_OTEL_LEDGER": "off"}, {"ledger": True}, True),
        ({"GEMINI_OTEL_LEDGER": "off"}, {"logs": "gemini_ledger"}, True),
        ({"GEMINI_OTEL_LEDGER": "off", "OTEL_LOGS_EXPORTER": "gemini_ledger"}, {}, False),
    ],
)
def test_whether_there_is_a_ledger(
    environ: dict[str, str], given: dict[str, Any], has_ledger: bool
) -> None:
    """An argument goes before a variable, and `off` says the same in both."""
    assert plan(environ, **given).ledger[0] is has_ledger


@pytest.mark.parametrize(
    ("environ", "given", "mode"),
    [
        ({"GEMINI_OTEL_CONSOLE": "off"}, {"logs": "gemini_console"}, "text"),
        ({"GEMINI_OTEL_CONSOLE": "json"}, {"logs": "gemini_console"}, "json"),
        ({"GEMINI_OTEL_CONSOLE": "off", "OTEL_LOGS_EXPORTER": "gemini_console"}, {}, "off"),
    ],
)
def test_whether_there_is_a_console(
    environ: dict[str, str], given: dict[str, Any], mode: str
) -> None:
    """The same for the console."""
    assert plan(environ, **given).console.mode == mode


def test_a_plan_shows_no_secret() -> None:
    """Tracebacks that show variables show what they are."""
    url, key = "postgresql://me:hidden@h/d", "hidden" * 6

    shown = repr(plan(ledger=url, settings={"credential_fingerprint_key": key}))

    assert "hidden" not in shown


_ASKED: str = """
from gemini_otel_exporters import setup
setup(ledger=True, console="off").shutdown()
"""


def test_off_is_no_file(tmp_path: Path) -> None:
    """A ledger that is asked for all the same is at its usual place."""
    env = {"XDG_DATA_HOME": str(tmp_path), "GEMINI_OTEL_LEDGER": "off"}
    done = run(_ASKED, env=env)

    assert (0, "") == (done.code, done.errors)
    assert (tmp_path / "gemini-otel" / "ledger.db").exists()


_WITHOUT_EVENTS: str = """
from gemini_otel import instrument
from gemini_otel_exporters import setup
{before}
setup(console="off", {given}).shutdown()
"""


@pytest.mark.parametrize(
    ("before", "given", "is_told"),
    [
        ("", "usage_event=False", True),
        ("instrument(usage_event=False)", "", True),
        ("instrument(usage_event=False)", "instrument=False", True),
        ("", "usage_event=False, ledger=False", False),
        ("", "", False),
    ],
)
def test_a_ledger_that_nothing_reaches(
    before: str, given: str, is_told: bool, tmp_path: Path
) -> None:
    """Whoever switched usage events off hears that the ledger is written from them."""
    program = _WITHOUT_EVENTS.format(before=before, given=given)
    done = run(program, env={"XDG_DATA_HOME": str(tmp_path)})

    assert 0 == done.code
    assert ("ledger_gets_nothing" in done.errors) is is_told
