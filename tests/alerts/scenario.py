"""What an alert is tried on: series as promtool takes them, and what must be seen of them when."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboards._names import label, name
from dashboards.alerts import _prometheus, _words
from dashboards.alerts._rule import Alert
from dashboards.config import Links
from gemini_otel._metrics import Metric


SERVICE = {"job": "shop"}
QUIET = None


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen at one moment.

    Attributes:
        at: Minutes after the start.
        summary: The summary of the alert that fires; empty where only that it fires is certain,
            `QUIET` where none does.
        labels: Its labels beside the alert's own.
    """

    at: float
    summary: str | None = QUIET
    labels: dict[str, str] = field(default_factory=lambda: dict(SERVICE))


@dataclass(frozen=True, slots=True)
class Scenario:
    """Some series over a time, and what an alert makes of them.

    Attributes:
        series: The values of each series, in promtool's notation.
        looks: What is seen.
        step: Minutes between the values.
        every: Minutes between evaluations.
    """

    series: dict[str, str]
    looks: tuple[Look, ...]
    step: float = 1
    every: float = 1


def series(metric: Metric | str, **labels: str) -> str:
    """A series of the service; labels are written with underscores, as Prometheus has them."""
    named = name(metric) if isinstance(metric, Metric) else metric
    return _spell(named, {**SERVICE, **labels})


def recorded(metric: str, **labels: str) -> str:
    """A recorded series, which has no service."""
    return _spell(metric, labels)


def _spell(named: str, labels: dict[str, str]) -> str:
    return f"{named}{{{','.join(f'{key}={json.dumps(value)}' for key, value in labels.items())}}}"


def called(attribute: str) -> str:
    """An attribute's name as a keyword of `series`."""
    return label(attribute)


def grow(*parts: tuple[float, int]) -> str:
    """A counter from 0 on: so much a step, for so many steps, and so on."""
    notation, total = ["0"], 0.0
    for amount, steps in parts:
        if steps:
            notation.append(f"{total + amount!r}+{amount!r}x{steps - 1}")
            total += amount * steps
    return " ".join(notation)


def hold(*parts: tuple[float, int]) -> str:
    """A gauge: a value for so many steps, and so on."""
    return " ".join(f"{value!r}x{steps - 1}" for value, steps in parts if steps)


def sudden(at: float, lasting: float) -> tuple[Look, Look]:
    """An alert whose condition holds from a moment on fires when it has lasted, not before."""
    return Look(at + lasting - 1), Look(at + lasting, "")


def write_test(alert: Alert, scenario: Scenario, rules: Path, links: Links) -> dict[str, Any]:
    """A test file of promtool, which reads JSON as well."""
    firing = f'count(ALERTS{{alertname="{alert.name}",alertstate="firing"}})'
    return {
        "rule_files": [str(rules)],
        "evaluation_interval": _spell_minutes(scenario.every),
        "tests": [
            {
                "interval": _spell_minutes(scenario.step),
                "input_series": [
                    {"series": which, "values": values} for which, values in scenario.series.items()
                ],
                "alert_rule_test": [
                    {
                        "eval_time": _spell_minutes(look.at),
                        "alertname": alert.name,
                        "exp_alerts": _expect(alert, look, links),
                    }
                    for look in scenario.looks
                    if look.summary != ""
                ],
                "promql_expr_test": [
                    {
                        "expr": firing,
                        "eval_time": _spell_minutes(look.at),
                        "exp_samples": [{"labels": "{}", "value": 1}],
                    }
                    for look in scenario.looks
                    if look.summary == ""
                ],
            }
        ],
    }


def _expect(alert: Alert, look: Look, links: Links) -> list[dict[str, Any]]:
    if look.summary is QUIET:
        return []
    annotations = _words.annotate(alert, links, "$value") | {"summary": look.summary}
    labels = _words.label(alert) | look.labels
    return [{"exp_labels": labels, "exp_annotations": annotations}]


def _spell_minutes(minutes: float) -> str:
    return f"{round(60 * minutes)}s"


def write_alone(alert: Alert, links: Links, folder: Path) -> Path:
    """A rule file with one alert."""
    file = folder / "rules.yaml"
    file.write_text(_prometheus.write_rules([alert], links), encoding="utf-8")
    return file


def write_tests(
    alert: Alert, scenarios: Sequence[Scenario], rules: Path, links: Links, folder: Path
) -> list[Path]:
    """A test file for each scenario."""
    files: list[Path] = []
    for number, scenario in enumerate(scenarios):
        file = folder / f"{rules.stem}-{number}.test.json"
        file.write_text(json.dumps(write_test(alert, scenario, rules, links)), encoding="utf-8")
        files.append(file)
    return files
