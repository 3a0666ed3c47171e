"""What alerts ask is answered by a real Prometheus and a real VictoriaMetrics."""

import math
import re
from typing import Final, NamedTuple

import pytest

from dashboards._reading import Label, Positive
from dashboards.alerts import list_alerts
from dashboards.alerts._prometheus import condense
from dashboards.alerts._recordings import record
from dashboards.alerts._rule import Alert
from dashboards.config import Budget, Config, Selectors
from tests.backends.filled import Filled
from tests.backends.prometheus import Querying, Sample


_TENANTS: Final = Budget(tenants_usd={"acme": Positive(100)})
_RECORDED: Final = "it asks for what is recorded: test_recordings and test_end_to_end have it"
MAY_BE_EMPTY: Final = {
    "GeminiBudgetBurn": _RECORDED,
    "GeminiMonthBudgetNear": _RECORDED,
    "GeminiMonthBudgetSpent": _RECORDED,
    "GeminiMonthBudgetProjected": _RECORDED,
    "GeminiSpendAnomaly": _RECORDED,
    "GeminiTelemetryAbsent": "nothing fell silent",
    "GeminiLedgerErrors": "every response is in the ledger; test_end_to_end has one that is not",
}
"""Alerts whose value is empty for a program that does all it can."""
_TOLD: Final = re.compile(r"\{\[(\w+)\]\}")
_TOLD_IF_THERE: Final = re.compile(r"\{\[(\w+)\|[^]]*\]\}")


class Backend(NamedTuple):
    """A server with the metrics of the program, and settings that fit it."""

    server: Querying
    config: Config
    at: float

    def ask(self, alert: Alert) -> list[Sample]:
        """The series of an alert's value that have a finite one."""
        found = self.server.query(alert.value, self.at)
        return [one for one in found if math.isfinite(one.value)]


@pytest.fixture(params=["prometheus", "victoria_metrics"])
def backend(request: pytest.FixtureRequest, filled: Filled) -> Backend:
    """Each of the two servers."""
    service = "job" if request.param == "prometheus" else "service_name"
    config = Config(selectors=Selectors(service=Label(service)), budget=_TENANTS)
    return Backend(getattr(filled, request.param), config, filled.ended)


def test_every_part_of_every_rule_is_understood(backend: Backend) -> None:
    """Neither server refuses a whole condition, a limit that is asked for, or a recording."""
    alerts = list_alerts(backend.config)
    for alert in alerts:
        backend.server.query(condense(alert), backend.at)
        if isinstance(alert.limit, str):
            backend.server.query(alert.limit, backend.at)
    recorded = [backend.server.query(one.expression, backend.at) for one in record(backend.config)]

    assert [True, True, True] == [bool(found) for found in recorded[:3]]


def test_every_alert_has_a_value(backend: Backend) -> None:
    """Each gives a series with a finite value, but for those excused, which give none."""
    empty = {alert.name for alert in list_alerts(backend.config) if not backend.ask(alert)}

    assert set(MAY_BE_EMPTY) == empty


def test_every_label_of_a_summary_is_there(backend: Backend) -> None:
    """What a summary tells of, each series has; what it tells of where it is there, some have."""
    lacking = set[tuple[str, str]]()
    for alert in list_alerts(backend.config):
        if not (found := [one.labels for one in backend.ask(alert)]):
            continue
        for name in _TOLD.findall(alert.summary):
            lacking |= {(alert.name, name) for labels in found if not labels.get(name)}
        for name in _TOLD_IF_THERE.findall(alert.summary):
            lacking |= set() if any(name in labels for labels in found) else {(alert.name, name)}

    assert set() == lacking
