"""Whichever number, window or comparison of an alert is moved, a scenario of it fails."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

import pytest

from dashboards.alerts import _prometheus
from dashboards.alerts._rule import Alert
from tests.alerts.mutants import Mutant, mutate
from tests.alerts.scenario import write_tests
from tests.alerts.test_rules import ALERTS, CONFIG, find_scenarios
from tests.backends.prometheus import run_promtool


_AT_ONCE: Final = 2

# All of them take minutes: each day of a month tries others, `make test-alert-mutations` all.
_TURNS: Final = 1 if os.environ.get("ALERT_MUTANTS") == "all" else 20
_TURN: Final = datetime.now(timezone.utc).timetuple().tm_yday % _TURNS


@pytest.mark.parametrize("title", ALERTS)
def test_a_moved_rule_fails(title: str, tmp_path: Path) -> None:
    """Every mutant of an alert is told from it by one of its scenarios."""
    alert = ALERTS[title]
    mutants = list(mutate(alert))
    chosen = range(_TURN, len(mutants), _TURNS)

    def lives(number: int) -> bool:
        return _lives(alert, mutants[number], tmp_path / str(number))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(lives, chosen))
    survivors = {
        mutants[number].what for number, is_alive in zip(chosen, outcomes, strict=True) if is_alive
    }

    assert set() == survivors


def _lives(alert: Alert, mutant: Mutant, folder: Path) -> bool:
    """Whether no scenario tells a mutant from the alert; the shortest are tried first."""
    folder.mkdir()
    rules = folder / "rules.yaml"
    rules.write_text(_prometheus.write_rules([mutant.alert], CONFIG.links), encoding="utf-8")
    files = write_tests(alert, find_scenarios(alert), rules, CONFIG.links, folder)
    return all(run_promtool("test", "rules", str(file)).returncode == 0 for file in files)
