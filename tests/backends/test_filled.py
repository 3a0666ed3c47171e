"""Real servers know of the workload what was worked out by hand."""

import pytest

from dashboards._names import attribution_label, name
from gemini_otel._metrics import CACHE_SAVINGS, CALLS, COST, METRICS, WASTE, Metric
from tests.backends.filled import Filled
from tests.backends.prometheus import Querying
from tests.backends.workload import (
    CALLS_A_ROUND,
    NANO_USD_A_ROUND,
    SAVED_NANO_USD_A_ROUND,
    WASTE_NANO_USD_A_ROUND,
)


_SUMS = {
    CALLS: CALLS_A_ROUND,
    COST: sum(NANO_USD_A_ROUND.values()) / 10**9,
    WASTE: WASTE_NANO_USD_A_ROUND / 10**9,
    CACHE_SAVINGS: SAVED_NANO_USD_A_ROUND / 10**9,
}


@pytest.fixture(params=["prometheus", "victoria_metrics"])
def server(request: pytest.FixtureRequest, filled: Filled) -> Querying:
    """Each of the two servers."""
    found: Querying = getattr(filled, request.param)
    return found


@pytest.mark.parametrize("metric", _SUMS, ids=name)
def test_totals_are_those_of_the_workload(server: Querying, filled: Filled, metric: Metric) -> None:
    """Both servers hold the totals of all rounds."""
    told = server.ask(f"sum({name(metric)})")

    assert pytest.approx(filled.rounds * _SUMS[metric], rel=1e-9) == told


def test_each_tenant_has_its_cost(server: Querying, filled: Filled) -> None:
    """Both servers tell tenants apart."""
    label = attribution_label("tenant")
    told = {
        sample.labels[label]: round(sample.value * 10**9)
        for sample in server.query(f"sum by ({label}) ({name(COST)})")
    }

    assert {who: filled.rounds * nano for who, nano in NANO_USD_A_ROUND.items()} == told


def test_each_metric_of_ours_has_the_name_we_compute(server: Querying) -> None:
    """Every metric that the workload causes is found under its name in both servers."""
    of_latest = {metric for metric in METRICS if metric.names == "latest"}
    never = {"gemini.internal.errors", "gemini.ledger.errors"}
    suffixes = {True: "_count", False: ""}
    missing = [
        metric.name
        for metric in METRICS
        if metric not in of_latest
        and not server.query(f"{name(metric)}{suffixes[metric.is_histogram]}")
    ]

    assert never == set(missing)
