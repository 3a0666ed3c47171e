"""Nothing fires in two ordinary days: deploys, a night job, a quiet service, a month's turn, a gap.

The minutes count from 1970-01-01, 0:00 UTC, which is December 31 in California.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from dashboards._reading import Matchers, Positive
from dashboards.alerts import RECORDINGS, RULES, generate
from dashboards.config import Budget, Config, Selectors
from gemini_otel._metrics import (
    BLOCKED,
    CALLS,
    COST,
    INCIDENTS,
    LEDGER_ERRORS,
    MODEL_SHUTDOWN,
    PRICES_CHECKED,
    QUOTA_EXCEEDED,
    RETRIES,
    TOKENS,
    UNPRICED,
    Metric,
)
from gemini_otel._semconv import (
    BLOCK_REASON,
    COST_COMPONENT,
    ERROR_CLASS,
    ERROR_TYPE,
    FINISH_REASON,
    INCIDENT,
    LEDGER_PROBLEM,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    TOKEN_KIND,
    UNPRICED_REASON,
)
from tests.alerts.mutants import TURNS
from tests.alerts.scenario import called, series
from tests.backends.prometheus import run_promtool


Total = Callable[[int], float]
"""A counter by the minutes of its process."""

_MINUTES: Final = 2 * 1_440
# Every minute, as the rules say, it takes a minute and a half.
_EVERY: Final = "1m" if TURNS == 1 else "5m"
_LIFE: Final = 360
_GAP: Final = range(2_000, 2_015)
"""Prometheus itself is started anew."""
_CONFIG: Final = Config(
    budget=Budget(tenants_usd={"acme": Positive(100)}),
    selectors=Selectors(steady=Matchers('job!~"night.*"')),
)
_MODEL: Final = {called(REQUEST_MODEL): "m", called(RESPONSE_MODEL): "m"}
_DAY_S: Final = 86_400


def _each(minute: float) -> Total:
    return lambda age: minute * age


_SHOP: Final[dict[tuple[Metric, tuple[tuple[str, str], ...]], Total]] = {
    (CALLS, ((FINISH_REASON, "STOP"),)): _each(10),
    (CALLS, ((FINISH_REASON, "MAX_TOKENS"),)): _each(0.2),
    (CALLS, ((ERROR_TYPE, "503"),)): _each(0.02),
    (CALLS, ((ERROR_TYPE, "400"),)): _each(0.5),
    (COST, ((COST_COMPONENT, "input"),)): _each(0.005),
    (COST, ((COST_COMPONENT, "output"),)): _each(0.005),
    (COST, ((COST_COMPONENT, "thinking"),)): _each(0.002),
    (COST, ((COST_COMPONENT, "grounding"),)): _each(0.001),
    (TOKENS, ((TOKEN_KIND, "cached"),)): _each(3_000),
    (TOKENS, ((TOKEN_KIND, "uncached_prompt"),)): _each(7_000),
    (RETRIES, ((ERROR_TYPE, "503"),)): _each(0.1),
    (QUOTA_EXCEEDED, ((ERROR_CLASS, "rate_limited"),)): _each(0.1),
    (UNPRICED, ((UNPRICED_REASON, "incomplete_usage"),)): _each(0.2),
    (BLOCKED, ((BLOCK_REASON, "SAFETY"),)): _each(0.1),
    # Its database takes nothing for a minute, an hour after each deploy.
    (LEDGER_ERRORS, ((LEDGER_PROBLEM, "outage"),)): lambda age: 7.0 * (age > 60),
}
_QUIET: Final[dict[tuple[Metric, tuple[tuple[str, str], ...]], Total]] = {
    (CALLS, ((FINISH_REASON, "STOP"),)): lambda age: float(age // 60 - age // 600),
    (CALLS, ((ERROR_TYPE, "503"),)): lambda age: float(age // 600),
    (COST, ((COST_COMPONENT, "output"),)): lambda age: 0.02 * (age // 60),
    (BLOCKED, ((BLOCK_REASON, "SAFETY"),)): lambda age: float(age // 1_000),
    (INCIDENTS, ((INCIDENT, "gemini.recitation"),)): lambda age: float(age // 1_200),
}
_NIGHT: Final[dict[tuple[Metric, tuple[tuple[str, str], ...]], Total]] = {
    (CALLS, ((FINISH_REASON, "STOP"),)): _each(20),
    (COST, ((COST_COMPONENT, "output"),)): _each(0.01),
}


def _list_series() -> Iterator[tuple[str, str]]:
    for number in range(_MINUTES // _LIFE):
        start = number * _LIFE
        yield from _live(_SHOP, f"shop-{number}", start, start + _LIFE, job="shop")
    yield from _live(_QUIET, "quiet-0", 0, _MINUTES, job="quiet")
    for night in (600, 600 + 1_440):
        yield from _live(_NIGHT, f"night-{night}", night, night + 40, job="night")
    tenant = {"job": "shop", "gemini_attribution_tenant": "acme"}
    yield from _live({(COST, ()): _each(0.001)}, "shop-t", 1_500, _MINUTES, **tenant)
    for gauge, value in ((MODEL_SHUTDOWN, 100.0 * _DAY_S), (PRICES_CHECKED, -10.0 * _DAY_S)):
        yield series(gauge, **_MODEL), f"{value}x{_MINUTES}"


def _live(
    totals: dict[tuple[Metric, tuple[tuple[str, str], ...]], Total],
    instance: str,
    start: int,
    end: int,
    **labels: str,
) -> Iterator[tuple[str, str]]:
    """The series of a process, from its first minute to its last."""
    for (metric, own), total in totals.items():
        named = {called(key): value for key, value in own}
        shown = (
            f"{total(minute - start)!r}" if minute not in _GAP else "_"
            for minute in range(start, end)
        )
        about = {**_MODEL, **named, **labels, "instance": instance}
        yield series(metric, **about), " ".join((f"_x{start}" if start else "", *shown, "stale"))


def _write(folder: Path) -> Path:
    made = generate(_CONFIG)
    files = [folder / Path(name).name for name in (RECORDINGS, RULES)]
    for file, name in zip(files, (RECORDINGS, RULES), strict=True):
        file.write_text(made[name], encoding="utf-8")
    fired = 'count by (alertname, job, severity) (count_over_time(ALERTS{alertstate="firing"}[2d]))'
    looked: dict[str, Any] = {"eval_time": f"{_MINUTES - 1}m"}
    asked = [
        {"expr": fired, **looked, "exp_samples": []},
        {
            "expr": "count(count_over_time(gemini_otel:month_spent:usd[2d]))",
            **looked,
            "exp_samples": [{"labels": "{}", "value": 2}],
        },
    ]
    inputs = [{"series": name, "values": values} for name, values in _list_series()]
    tests = [{"interval": "1m", "input_series": inputs, "promql_expr_test": asked}]
    document = {"rule_files": list(map(str, files)), "evaluation_interval": _EVERY, "tests": tests}
    file = folder / "test.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_nothing_fires(tmp_path: Path) -> None:
    """No alert at all, with every rule at work, and spend of both budgets recorded."""
    done = run_promtool("test", "rules", str(_write(tmp_path)))

    assert 0 == done.returncode, done.stdout + done.stderr
