"""Recorded spend adds up to what was charged, to the cent, whatever the counters went through."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboards._reading import Positive
from dashboards.alerts import RECORDINGS, generate
from dashboards.alerts._recordings import MONTH_PROJECTED, MONTH_SPENT, SPENT_1H, SPENT_5M
from dashboards.config import Budget, Config
from gemini_otel._metrics import COST
from tests.alerts.scenario import series
from tests.backends.prometheus import run_promtool


_OVERALL = '{budget="overall"}'
_TENANT = '{budget="tenant",tenant="acme"}'
_ACME = series(COST, gemini_attribution_tenant="acme")
_CONFIG = Config(budget=Budget(tenants_usd={"acme": Positive(100)}))


def _check(folder: Path, minutes: int, lines: dict[str, str], expected: dict[str, Any]) -> None:
    """What promtool records of counters by some minute; money is told to the micro-dollar."""
    rules = folder / "recordings.yaml"
    rules.write_text(generate(_CONFIG)[RECORDINGS], encoding="utf-8")
    document = {
        "rule_files": [str(rules)],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [
                    {"series": name, "values": given} for name, given in lines.items()
                ],
                "promql_expr_test": [
                    {
                        "expr": f"round({expression}, 1e-6)",
                        "eval_time": f"{minutes}m",
                        "exp_samples": [
                            {"labels": labels, "value": value} for labels, value in samples.items()
                        ],
                    }
                    for expression, samples in expected.items()
                ],
            }
        ],
    }
    file = folder / "test.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    done = run_promtool("test", "rules", str(file))

    assert 0 == done.returncode, done.stdout + done.stderr


def _hour(usd: float) -> dict[str, Any]:
    return {f"{SPENT_1H}{_OVERALL}": {_OVERALL: usd}}


@pytest.mark.parametrize(
    ("counter", "spent"),
    [
        ("0x20 1.25x70", 1.25),
        ("_x20 1.25x70", 1.25),
        ("0x20 0.1+0.1x70", 7.1),
        ("3x20 4x6 _x7 5x60", 5.0),
        ("3x20 4x6 _x7 0.5x60", 4.5),
        ("3x20 4.5x20 stale", 4.5),
    ],
    ids=[
        "one lone charge",
        "a series whose nought was never seen",
        "a charge each minute",
        "a gap in which a dollar was charged",
        "a program that began anew, and half a dollar after that",
        "a program that ended",
    ],
)
def test_the_tiles_add_up(counter: str, spent: float, tmp_path: Path) -> None:
    """All that is charged in an hour is in it once, without the guesses of `increase`."""
    _check(tmp_path, 59, {series(COST): counter}, _hour(min(spent, _by_minute_59(counter, spent))))


def _by_minute_59(counter: str, spent: float) -> float:
    """Of a charge each minute from the 21st on, 35 are in the tiles by minute 55."""
    return 3.5 if counter.endswith("0.1+0.1x70") else spent


def test_a_tenant_has_its_own_spend(tmp_path: Path) -> None:
    """A tenant's spend is recorded beside all spend, under the tenant's name."""
    lines = {series(COST): "0x20 1x20", _ACME: "0x20 2x20"}
    month = 'month="12"'
    _check(
        tmp_path,
        24,
        lines,
        {
            f"{SPENT_5M}{{budget='tenant'}}": {f'{{budget="tenant",{month},tenant="acme"}}': 2},
            f"{SPENT_5M}{_OVERALL}": {f'{{budget="overall",{month}}}': 3},
        },
    )


def test_a_month_begins_at_midnight_in_los_angeles(tmp_path: Path) -> None:
    """What was spent before 8:00 UTC on the first is the month's before."""
    lines = {series(COST): "0x400 10x160 15x200"}
    _check(tmp_path, 475, lines, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 10}})
    _check(tmp_path, 600, lines, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 5}})


def test_a_projection_goes_on_as_the_last_day_did(tmp_path: Path) -> None:
    """At 2:00 on January 1, 30 days and 22 hours are left, at 5 dollars a day."""
    lines = {series(COST): "0x400 10x160 15x200"}
    projected = round(5 + 15 / 86_400 * (30 * 86_400 + 22 * 3_600), 6)
    _check(tmp_path, 600, lines, {f"{MONTH_PROJECTED}{_OVERALL}": {_OVERALL: projected}})
