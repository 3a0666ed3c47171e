"""What Grafana is provisioned with asks what Prometheus asks, and compares as it does."""

import re
from typing import Any, Final

import pytest
import yaml

from dashboards._names import BOARDS
from dashboards._numbers import exact
from dashboards._reading import Positive
from dashboards.alerts import GRAFANA, RULES, generate, list_alerts
from dashboards.config import Budget, Config, Links


_CONFIG: Final = Config(
    budget=Budget(tenants_usd={"acme": Positive(100)}),
    links=Links("https://grafana.example.org", "https://wiki.example.org/gemini", "metrics"),
)
_MADE: Final = generate(_CONFIG)
_GROUP: Final[dict[str, Any]] = yaml.safe_load(_MADE[GRAFANA])["groups"][0]
_PROMETHEUS: Final[list[dict[str, Any]]] = yaml.safe_load(_MADE[RULES])["groups"][0]["rules"]
_PAIRS: Final = list(zip(_GROUP["rules"], _PROMETHEUS, strict=True))
_MOST_CHARACTERS: Final = 40
_EXPANDED: Final = re.compile(r"\$(?:|__\w+)\{[^}]+\}")
_SIGNS: Final = {"gt": ">", "lt": "<"}


@pytest.fixture(params=_PAIRS, ids=[rule["title"] for rule, _ in _PAIRS])
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """An alert in both forms."""
    found: tuple[dict[str, Any], dict[str, Any]] = request.param
    return found


def _flatten(expression: str) -> str:
    return " ".join(expression.split())


def _join(data: list[dict[str, Any]]) -> str:
    """The condition that Grafana's queries and calculation make, as Prometheus writes it."""
    *queries, calculation = (one["model"] for one in data)
    value, _, when = queries[0]["expr"].partition("\nand\n")
    if calculation["type"] == "math":
        _, sign, _ = calculation["expression"].split()
        limit = queries[1]["expr"]
    else:
        evaluator = calculation["conditions"][0]["evaluator"]
        sign, limit = _SIGNS[evaluator["type"]], exact(evaluator["params"][0])
    return _flatten(f"{value} {sign} {limit}" + (f" and {when}" if when else ""))


def test_both_forms_ask_the_same(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Put together, Grafana's queries and its threshold are Prometheus' expression."""
    rule, of_prometheus = pair

    assert _flatten(of_prometheus["expr"]) == _join(rule["data"])


def test_both_forms_say_the_same(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Labels, duration, links and words are the same but for the value's name."""
    rule, of_prometheus = pair
    told = {
        name: said.replace("$values.A.Value", "$value")
        for name, said in rule["annotations"].items()
    }

    assert of_prometheus["annotations"] == told
    assert (of_prometheus["labels"], of_prometheus["for"]) == (rule["labels"], rule["for"])
    assert told["dashboard_url"] in {f"https://grafana.example.org/d/{board}" for board in BOARDS}


def test_a_rule_is_such_as_grafana_takes(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Its last calculation is the condition; no data is no alarm; its queries name the source."""
    rule, _ = pair
    *queries, calculation = rule["data"]

    assert rule["condition"] == calculation["refId"] == calculation["model"]["refId"]
    assert {"metrics"} == {query["datasourceUid"] for query in queries}
    assert "__expr__" == calculation["datasourceUid"]
    assert ("OK", "Error") == (rule["noDataState"], rule["execErrState"])
    assert all(query["model"]["instant"] for query in queries)
    # A bare number would be a scalar, of which Grafana may make a line.
    assert all("gemini_" in query["model"]["expr"] for query in queries)


def test_grafana_reads_the_words_as_they_are_written(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """It takes what it would expand for the environment's, and a board only with a panel.

    Source: pkg/setting/expanders.go, and SetDashboardAndPanelFromAnnotations of Grafana, which
    refuses the one annotation without the other and does not start.
    """
    rule, _ = pair
    told = [*rule["annotations"].values(), *rule["labels"].values(), rule["title"]]

    assert [] == [one for one in told if _EXPANDED.search(one)]
    assert [] == [one for one in (*rule["labels"].values(), rule["title"]) if "$" in one]
    assert set() == {"__dashboardUid__", "__panelId__"} & rule["annotations"].keys()


def test_uids_are_short_and_each_alert_s_own() -> None:
    """Grafana takes 40 characters, and one alert for each."""
    uids = [rule["uid"] for rule in _GROUP["rules"]]

    assert len(list_alerts(_CONFIG)) == len(set(uids))
    assert max(map(len, uids)) <= _MOST_CHARACTERS


def test_a_uid_stays_when_settings_change() -> None:
    """What a user tunes does not make another alert of it."""
    before = yaml.safe_load(generate(Config())[GRAFANA])["groups"][0]["rules"]

    assert [rule["uid"] for rule in before] == [rule["uid"] for rule in _GROUP["rules"]]
