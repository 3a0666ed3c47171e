"""Recorded spend adds up to what was charged, to the cent, whatever the counters went through."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from dashboards._reading import Positive
from dashboards.alerts._prometheus import write_recordings
from dashboards.alerts._recordings import (
    BUDGET,
    CLOCK,
    MONTH_PROJECTED,
    MONTH_SPENT,
    OF_TENANT,
    SPENT_1H,
    SPENT_5M,
    record,
)
from dashboards.alerts._rule import Recording
from dashboards.config import Budget, Config
from gemini_otel._metrics import COST
from tests.alerts.mutants import TURN, TURNS, change
from tests.alerts.scenario import series
from tests.backends.prometheus import run_promtool


_MARKED = 'month="12"'
_OVERALL = '{budget="overall"}'
_ALL = f'{{budget="overall",{_MARKED}}}'
_TENANT = '{budget="tenant",tenant="acme"}'
_ACME = series(COST, gemini_attribution_tenant="acme")
_CONFIG = Config(budget=Budget(tenants_usd={"acme": Positive(100)}))


class Case(NamedTuple):
    """Counters, and what is recorded of them by some minute; money to the micro-dollar."""

    minutes: int
    lines: dict[str, str]
    recorded: dict[str, dict[str, float]]


def _spend(counter: str, usd: float) -> Case:
    """What the hour until minute 59 cost: its last tile is recorded at minute 55."""
    return Case(59, {series(COST): counter}, {f"{SPENT_1H}{_OVERALL}": {_OVERALL: usd}})


def _tile(counter: str, usd: float) -> Case:
    """What the five minutes until minute 44 cost, as it is recorded at minute 45."""
    told = {f"{SPENT_5M}{_OVERALL}": {_ALL: usd}}
    return Case(45, {series(COST): counter}, told)


_NIGHT = {series(COST): "0x400 10x160 15x200"}
_SECONDS_LEFT = 30 * 86_400 + 22 * 3_600
_LATER_LEFT = 29 * 86_400 + 23 * 3_600 + 25 * 60
CASES: Final = {
    "one lone charge": _spend("0x20 1.25x70", 1.25),
    "a series whose nought was never seen": _spend("_x20 1.25x70", 1.25),
    "a charge each minute, from the 21st to the 54th": _spend("0x20 0.1+0.1x70", 3.4),
    "a charge a minute before a tile is recorded": _tile("0x43 1x30", 1),
    "a charge that may still be on its way to others": _tile("0x44 1x30", 0),
    "a program that is new a minute before": _tile("_x44 2x30", 2),
    "no program at all": Case(45, {}, {f"{SPENT_5M}{_OVERALL}": {_ALL: 0}}),
    "a gap in which a dollar was charged": _spend("3x20 4x6 _x7 5x60", 5),
    "a program that began anew, and half a dollar after that": _spend("3x20 4x6 _x7 0.5x60", 4.5),
    "two dollars before the hour, one in it": Case(
        139, {series(COST): "0x20 2x90 3x50"}, {f"{SPENT_1H}{_OVERALL}": {_OVERALL: 1}}
    ),
    # What `increase` makes of 4, 4, 5, 0.5 and 1: 2 over four minutes, so 2.5 over five.
    "a program that began anew within a tile": _tile("3x20 4x20 5 0.5 1x30", 2.5),
    "a program that began anew at the start of a tile": _tile("3x20 4x18 5 0.5 1x30", 1.25),
    "a program that began anew at the end of a tile": _tile("3x20 4x21 5 0.5x30", 1.875),
    "a program that began anew in the tile before": _tile("3x20 4x15 0.5x5 1.5x20", 1),
    "a program that was seen once": _tile("_x40 2 stale", 2),
    "a program that ended": _spend("3x20 4.5x20 stale", 4.5),
    "a silence of less than a day": Case(
        1_259, {series(COST): "0x5 7x5 _x1200 8x60"}, {f"{SPENT_1H}{_OVERALL}": {_OVERALL: 1}}
    ),
    "a silence of more than a day, after which all counts again": Case(
        1_559, {series(COST): "0x5 7x5 _x1500 8x60"}, {f"{SPENT_1H}{_OVERALL}": {_OVERALL: 8}}
    ),
    "two rulers that record into one place": Case(
        59,
        {series(COST): "0x20 1.25x70", f'{CLOCK}{{replica="b"}}': "-28800+60x90"},
        {
            f"{SPENT_1H}{_OVERALL}": {_OVERALL: 1.25},
            f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 1.25},
            f"{MONTH_PROJECTED}{_OVERALL}": {
                _OVERALL: round(1.25 + 1.25 / 86_400 * (7 * 3_600 + 60), 6)
            },
        },
    ),
    "a tenant beside all": Case(
        24,
        {series(COST): "0x20 1x20", _ACME: "0x20 2x20"},
        {
            f"{SPENT_5M}{{budget='tenant'}}": {f'{{budget="tenant",{_MARKED},tenant="acme"}}': 2},
            f"{SPENT_5M}{_OVERALL}": {_ALL: 3},
        },
    ),
    "budgets": Case(
        0, {}, {f"{BUDGET}{_OVERALL}": {_OVERALL: 1_000}, f"{BUDGET}{_TENANT}": {_TENANT: 100}}
    ),
    "before 8:00 UTC on the first": Case(475, _NIGHT, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 10}}),
    "two hours after it": Case(600, _NIGHT, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 5}}),
    "a minute before midnight": Case(
        600, {series(COST): "0x478 10x200"}, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 0}}
    ),
    "midnight": Case(
        600, {series(COST): "0x479 10x200"}, {f"{MONTH_SPENT}{_OVERALL}": {_OVERALL: 10}}
    ),
    # At 0:35 on January 2: 29 days, 23 hours and 25 minutes are left, and a dollar was spent.
    "a projection from the last day alone": Case(
        1_955,
        {series(COST): "0x400 10x700 11x900"},
        {f"{MONTH_PROJECTED}{_OVERALL}": {_OVERALL: round(1 + 1 / 86_400 * _LATER_LEFT, 6)}},
    ),
    "a projection at 2:00 on January 1": Case(
        600,
        _NIGHT,
        {f"{MONTH_PROJECTED}{_OVERALL}": {_OVERALL: round(5 + 15 / 86_400 * _SECONDS_LEFT, 6)}},
    ),
}


def _write(folder: Path, recordings: Sequence[Recording], case: Case) -> Path:
    rules = folder / "recordings.yaml"
    rules.write_text(write_recordings(recordings), encoding="utf-8")
    inputs = [{"series": name, "values": given} for name, given in case.lines.items()]
    asked = [
        {
            "expr": f"round({expression}, 1e-6)",
            "eval_time": f"{case.minutes}m",
            "exp_samples": [{"labels": one, "value": value} for one, value in samples.items()],
        }
        for expression, samples in case.recorded.items()
    ]
    tests = [{"interval": "1m", "input_series": inputs, "promql_expr_test": asked}]
    document = {"rule_files": [str(rules)], "evaluation_interval": "1m", "tests": tests}
    file = folder / "test.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_recorded_is_what_was_charged(case: Case, tmp_path: Path) -> None:
    """Each charge is in the recorded spend once, in its month, and under its tenant."""
    done = run_promtool("test", "rules", str(_write(tmp_path, record(_CONFIG), case)))

    assert 0 == done.returncode, done.stdout + done.stderr


# Twice a month finds no more, for the months are told apart; half a month takes days to try.
_UNSEEN: Final = {"31d at 61 -> 5356800s", "31d at 61 -> 1339200s"}
_RECORDINGS: Final = record(_CONFIG)
# The clock is moved in a test of its own; a tenant's tiles are made as all are.
_OTHERS: Final = [
    number
    for number, one in enumerate(_RECORDINGS)
    if one.name != CLOCK and (one.name, one.labels) != (SPENT_5M, OF_TENANT)
]


@pytest.mark.parametrize("number", _OTHERS, ids=[_RECORDINGS[one].name for one in _OTHERS])
def test_a_moved_recording_is_seen(number: int, tmp_path: Path) -> None:
    """Whichever number, window or comparison is moved, some case is told something else."""
    recording = _RECORDINGS[number]
    changes = list(change(f" {recording.expression} "))
    unseen = {
        what for changed, what in changes[TURN::TURNS] if _is_unseen(number, changed, tmp_path)
    }

    assert set() == unseen - _UNSEEN


def _is_unseen(number: int, changed: str, folder: Path) -> bool:
    moved = [*_RECORDINGS]
    moved[number] = replace(_RECORDINGS[number], expression=changed.strip())
    files = (_write(folder, moved, case) for case in CASES.values())
    return all(run_promtool("test", "rules", str(file)).returncode == 0 for file in files)
