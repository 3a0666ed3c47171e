"""The runbook has a heading for each alert, and says what to do about it."""

import re
from pathlib import Path
from typing import Final

import pytest

from dashboards.alerts import list_alerts
from dashboards.config import Budget, Config, Selectors, Thresholds


_RUNBOOK: Final = Path(__file__).parents[2] / "docs" / "runbook.md"
_SECTIONS: Final = re.split(r"^#{1,3} ", _RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
_BODIES: Final = {one.partition("\n")[0].strip(): one.partition("\n")[2] for one in _SECTIONS}
_NAMES: Final = tuple(dict.fromkeys(alert.name for alert in list_alerts(Config())))


def test_each_alert_has_one_heading() -> None:
    """The headings that are names of alerts are those of the alerts."""
    headings = [heading for heading in _BODIES if heading.startswith("Gemini")]

    assert sorted(_NAMES) == sorted(headings)


@pytest.mark.parametrize("name", _NAMES)
def test_a_heading_says_what_to_do(name: str) -> None:
    """Each says what the alert means, what to look at, and what to do."""
    told = _BODIES[name]
    missing = [
        part
        for part in ("What it means.", "What to look at.", "What to do.")
        if f"**{part}**" not in told
    ]

    assert [] == missing


def test_links_lead_to_headings() -> None:
    """Each link inside the runbook leads to a heading of it."""
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in _BODIES}
    text = _RUNBOOK.read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(#([\w-]+)\)", text))

    assert set() == linked - anchors


def test_settings_that_are_named_are_settings() -> None:
    """What `How to tune` names is there to be set."""
    known = {*Budget.__slots__, *Thresholds.__slots__, *Selectors.__slots__, "selectors"}
    named: set[str] = set()
    for told in re.findall(
        r"\*\*How to tune\.\*\*(.*?)(?=\n\n)", "\n".join(_BODIES.values()), re.DOTALL
    ):
        named |= {word.split(".")[-1] for word in re.findall(r"`([a-z_.]+)`", told)}

    assert set() == named - known - {"short"}


def test_panels_that_are_named_are_there() -> None:
    """Each panel that the runbook sends a reader to is on a board."""
    generated = _RUNBOOK.parents[1] / "dashboards" / "generated" / "classic"
    boards = " ".join(file.read_text(encoding="utf-8") for file in generated.glob("*.json"))
    looking = re.compile(r"\*\*What to look at\.\*\*(.*?)(?=\n\n)", re.DOTALL)
    looked_at = "\n".join(looking.findall("\n".join(_BODIES.values())))
    named = {" ".join(one.split()) for one in re.findall(r'"([^"]+)"', looked_at)}

    assert set() == {panel for panel in named if f'"title": "{panel}"' not in boards}
