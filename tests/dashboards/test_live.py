"""What boards ask is answered by a real Prometheus and a real VictoriaMetrics."""

import math
from typing import Final

import pytest

from dashboards._dialect import Dialect
from tests.backends.filled import Filled
from tests.backends.prometheus import Querying
from tests.dashboards.asking import Moment, ask
from tests.dashboards.boards import BOARDS, DIALECTS, Asked, list_asked


_HOURLY: Final = "it adds whole hours up; test_history has them"
MAY_BE_EMPTY: Final = {
    "Month to date": _HOURLY,
    "Projected month": _HOURLY,
    "Budget used": _HOURLY,
    "Spend of the largest tenants (USD per hour): spend per hour of all other tenants": (
        "the program has three tenants, which are all drawn by name"
    ),
    "Faults of gemini_otel by place": "there is no fault, as it should be",
}
"""Panels, or single queries of them, that are empty for a program that does all it can."""
_STEP_S: Final = 1


@pytest.fixture(params=DIALECTS, ids=lambda one: one.folder)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """Each backend's names."""
    found: Dialect = request.param
    return found


@pytest.fixture
def server(filled: Filled, dialect: Dialect) -> Querying:
    """The backend of the names."""
    return filled.prometheus if dialect is DIALECTS[0] else filled.victoria_metrics


@pytest.fixture
def when(filled: Filled) -> Moment:
    """From before the first call until all was told."""
    return Moment(filled.started - _STEP_S, filled.ended, _STEP_S, "10s")


def _may_be_empty(asked: Asked) -> bool:
    return asked.panel.title in MAY_BE_EMPTY or asked.place in MAY_BE_EMPTY


def test_every_query_has_an_answer(server: Querying, dialect: Dialect, when: Moment) -> None:
    """Each query of each panel gives a series with a finite value, but for those excused."""
    empty = [
        asked.place
        for asked in list_asked()
        if not ask(server, asked.query, dialect, when) and not _may_be_empty(asked)
    ]

    assert [] == empty


def test_who_is_excused_is_empty(server: Querying, dialect: Dialect, when: Moment) -> None:
    """No panel is excused that has an answer."""
    answered = [
        asked.place
        for asked in list_asked()
        if _may_be_empty(asked) and ask(server, asked.query, dialect, when)
    ]

    assert [] == answered


def test_every_label_of_a_legend_is_there(server: Querying, dialect: Dialect, when: Moment) -> None:
    """No legend names a label that a series of its query lacks; tables have blank cells."""
    lacking = {
        (asked.place, label)
        for asked in list_asked()
        if asked.panel.kind != "table"
        for labels in ask(server, asked.query, dialect, when)
        for label in asked.query.labels(dialect)
        if not labels.get(label)
    }

    assert set() == lacking


def test_a_choice_of_nothing_is_empty(server: Querying, dialect: Dialect, when: Moment) -> None:
    """The variables do choose: with a service that is not there no board shows spend."""
    panel = BOARDS[0].panels()[0]
    text = panel.queries[0].text(dialect).replace("$service", "nobody")

    assert math.isnan(server.ask(when.fill(text), when.end))
