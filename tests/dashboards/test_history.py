"""What boards say of a past that is known: the sums of hours, and of the month."""

import pytest

from dashboards._queries import cost, tenants
from dashboards._queries._query import Query
from tests.dashboards.boards import DIALECTS
from tests.dashboards.past import Past


def _ask(past: Past, query: Query) -> float:
    return past.server.ask(past.when.fill(query.text(DIALECTS[0])), past.when.end)


def test_the_spend_is_what_was_spent(past: Past) -> None:
    """The first number of the first board is the sum of all calls, but for the last ones."""
    assert pytest.approx(past.history.spent_usd, rel=0.05) == _ask(past, cost.SPEND)


def test_metrics_agree_with_the_ledger(past: Past) -> None:
    """What the ledger took is what the metrics say, but for the last calls."""
    assert pytest.approx(0, abs=0.05) == _ask(past, cost.AGAINST_LEDGER)


def test_the_month_to_date_is_what_was_spent_in_whole_hours(past: Past) -> None:
    """All of it was in this Pacific month."""
    assert pytest.approx(past.history.spent_usd, rel=0.05) == _ask(past, cost.MONTH_TO_DATE)


def test_the_projection_is_more_by_the_pace_of_a_day(past: Past) -> None:
    """At 04:00 Pacific of the 21st, nine days and 20 hours are left of November."""
    left_days = 9 + 20 / 24
    a_day = past.history.spent_usd

    projected = _ask(past, cost.PROJECTION) - _ask(past, cost.MONTH_TO_DATE)

    assert pytest.approx(a_day * left_days, rel=0.05) == projected


def test_the_budget_is_used_by_the_month_to_date(past: Past) -> None:
    """The field of the board says 1,000 dollars."""
    assert _ask(past, cost.MONTH_TO_DATE) / 1_000 == _ask(past, cost.BUDGET_USED)


def test_tenants_beyond_the_largest_are_drawn_together(past: Past) -> None:
    """Of seven tenants the five that spent most in the whole range have a line, and all others one.

    They are the same at each point of the lines, whoever had spent most until then.
    """
    when, label = past.when, DIALECTS[0].tenant
    spent = past.server.query(when.fill(tenants.SPEND.text(DIALECTS[0])), when.end)
    most = sorted(spent, key=lambda one: one.value)[-tenants.MOST :]

    largest, others = (
        past.server.query_range(
            when.fill(query.text(DIALECTS[0])), when.start, when.end, when.step_s
        )
        for query in (tenants.LARGEST_PER_HOUR, tenants.OTHERS_PER_HOUR)
    )

    assert 7 == len(spent)
    assert {one.labels[label] for one in most} == {labels[label] for labels, _ in largest}
    assert 1 == len(others)
