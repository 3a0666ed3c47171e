"""Each alert fires when it should, with its amount, and is silent when it should be."""

from pathlib import Path

import pytest

from dashboards._reading import Positive
from dashboards.alerts import GRAFANA, OF_VICTORIA_METRICS, RECORDINGS, RULES, generate, list_alerts
from dashboards.alerts._rule import Alert
from dashboards.config import Budget, Config
from tests.alerts.scenario import Scenario, write_alone, write_tests
from tests.alerts.scenarios import SCENARIOS
from tests.backends.prometheus import run_promtool


CONFIG = Config()
ALERTS = {f"{alert.title} {alert.severity}": alert for alert in list_alerts(CONFIG)}


def find_scenarios(alert: Alert) -> tuple[Scenario, ...]:
    """The scenarios of an alert."""
    return SCENARIOS.get(alert.title) or SCENARIOS[f"{alert.title} {alert.severity}"]


def test_each_alert_has_scenarios_and_each_scenario_an_alert() -> None:
    """No alert goes untried, and nothing is tried that is no alert."""
    tried = set(SCENARIOS)
    named = {
        next(name for name in (alert.title, key) if name in tried) for key, alert in ALERTS.items()
    }

    assert tried == named


@pytest.mark.parametrize("title", ALERTS)
def test_an_alert_fires_with_its_amount_and_not_before(title: str, tmp_path: Path) -> None:
    """What promtool sees of an alert in each of its scenarios is what is expected."""
    alert = ALERTS[title]
    rules = write_alone(alert, CONFIG.links, tmp_path)
    files = write_tests(alert, find_scenarios(alert), rules, CONFIG.links, tmp_path)
    done = run_promtool("test", "rules", *map(str, files))

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("tenants", [{}, {"acme": Positive(100), "o'neil": Positive(0.5)}])
def test_promtool_reads_what_is_generated(tenants: dict[str, Positive], tmp_path: Path) -> None:
    """The rule files are such as Prometheus takes, with budgets of tenants and without."""
    made = generate(Config(budget=Budget(tenants_usd=tenants)))
    names = (RECORDINGS, RULES, OF_VICTORIA_METRICS)
    files = [tmp_path / Path(name).name for name in names]
    for file, name in zip(files, names, strict=True):
        file.write_text(made[name], encoding="utf-8")
    done = run_promtool("check", "rules", "--lint=all", "--lint-fatal", *map(str, files))

    assert {*names, GRAFANA} == made.keys()
    assert 0 == done.returncode, done.stdout + done.stderr
