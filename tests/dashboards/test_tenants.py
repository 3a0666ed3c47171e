"""Tenants have the budgets that they are given, whatever they are called."""

from dashboards._dialect import PROMETHEUS
from dashboards._queries.tenants import find_budgets
from tests.dashboards.past import Past


_BUDGETS = {"acme": 1_234_567.89, 'the "best"': 2.0, "pay$1": 3.0, "back\\slash": 4.0}


def test_each_name_has_its_budget(past: Past) -> None:
    """Quotes, dollars and backslashes in a name are of the name; no digit of a sum is lost."""
    text = past.when.fill(find_budgets(_BUDGETS).text(PROMETHEUS))
    found = past.server.query(text, past.when.end)

    said = {one.labels[PROMETHEUS.tenant]: one.value for one in found}

    assert _BUDGETS.items() <= said.items()
