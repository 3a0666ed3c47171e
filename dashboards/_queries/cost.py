"""What was spent: in all, by what caused it, this month, and what is left out."""

from typing import Final

from dashboards._dialect import Dialect, matches
from dashboards._queries._pacific import PACIFIC_CLOCK, left_of_month
from dashboards._queries._query import (
    Query,
    grow_in,
    in_range,
    in_range_or_nought,
    per,
    sum_by,
    total,
    totals,
)
from gemini_otel._metrics import CACHE_SAVINGS, CALLS, COST, LEDGER_COST, UNPRICED, WASTE
from gemini_otel._semconv import COST_COMPONENT, OUTCOME, REQUEST_MODEL, SERVICE_TIER


GROUNDING: Final = matches(COST_COMPONENT, "grounding")
THINKING: Final = matches(COST_COMPONENT, "thinking")
STORAGE: Final = matches(COST_COMPONENT, "cache_storage")
_CLOCK: Final = " ".join(PACIFIC_CLOCK.split())

SPEND: Final = total("spend", COST, legend="spend")
BY_MODEL: Final = totals("spend of each model", COST, REQUEST_MODEL)
BY_COMPONENT: Final = totals("spend by component", COST, COST_COMPONENT)
BY_TIER: Final = totals("spend by tier", COST, SERVICE_TIER)
CALLS_BY_MODEL: Final = totals("calls of each model", CALLS, REQUEST_MODEL)
PER_HOUR: Final = per(3600, "spend per hour by model", COST, REQUEST_MODEL)
COMPONENTS_PER_HOUR: Final = per(3600, "spend per hour by component", COST, COST_COMPONENT)
SAVED: Final = total("saved by caching", CACHE_SAVINGS, legend="saved by caching")
GROUNDING_SPEND: Final = total("grounding spend", COST, GROUNDING, legend="grounding")
WASTED: Final = total("paid in vain", WASTE, legend="paid in vain")
WASTED_BY_OUTCOME: Final = totals("paid in vain by outcome", WASTE, OUTCOME)
WASTE_PER_HOUR: Final = per(3600, "paid in vain per hour", WASTE, OUTCOME)
UNPRICED_CALLS: Final = total("unpriced calls", UNPRICED, legend="unpriced")


def _share(name: str, legend: str, *matchers: str) -> Query:
    return Query(
        name,
        lambda to: f"{in_range_or_nought(to, COST, *matchers)} / ({in_range(to, COST)} > 0)",
        legend=legend,
    )


THINKING_SHARE: Final = _share("thinking's share of spend", "thinking", THINKING)
GROUNDING_SHARE: Final = _share("grounding's share of spend", "grounding", GROUNDING)
WASTE_SHARE: Final = Query(
    "share of spend paid in vain",
    lambda to: f"{in_range_or_nought(to, WASTE)} / ({in_range(to, COST)} > 0)",
    legend="in vain",
)
PER_THOUSAND_CALLS: Final = Query(
    "spend per 1,000 calls",
    lambda to: (
        f"1000 * {in_range(to, COST, by=(REQUEST_MODEL,))}"
        f" / ({in_range(to, CALLS, by=(REQUEST_MODEL,))} > 0)"
    ),
    (REQUEST_MODEL,),
)
PER_THOUSAND_CALLS_OVER_TIME: Final = Query(
    "spend per 1,000 calls over time",
    lambda to: (
        f"1000 * {sum_by((REQUEST_MODEL,), to)} (rate({to.of(COST)}[$__rate_interval]))"
        f" / ({sum_by((REQUEST_MODEL,), to)} (rate({to.of(CALLS)}[$__rate_interval])) > 0)"
    ),
    (REQUEST_MODEL,),
    over_time=True,
)


def _month_to_date(to: Dialect) -> str:
    """Hours of this Pacific month, added up.

    A sum of hourly increases is independent of the board's time range, and one of a whole month
    would need a window whose length PromQL cannot compute.
    """
    hour = f"month({_CLOCK} - 1)"
    month = f"month(last_over_time(({_CLOCK})[1m:1m] @ end()))"
    spent = f"sum({grow_in(to, to.of(COST), '1h')})"
    return f"sum_over_time(({spent} and on () ({hour} == {month}))[31d:1h])"


def _projection(to: Dialect) -> str:
    pace = f"sum({grow_in(to, to.of(COST), '1d')}) / 86400"
    left = f"({left_of_month(_CLOCK)})"
    return f"{_month_to_date(to)} + {pace} * on () group_left () {left}"


MONTH_TO_DATE: Final = Query("month to date", _month_to_date, legend="month to date")
PROJECTION: Final = Query("projected month", _projection, legend="projected")
BUDGET_USED: Final = Query(
    "share of the month's budget",
    lambda to: f"{_month_to_date(to)} / $month_budget_usd",
    legend="of the budget",
)


def _ledger(to: Dialect) -> str:
    return f"sum({grow_in(to, to.all(LEDGER_COST), '$__range')})"


def _spend_of_all(to: Dialect) -> str:
    return f"sum({grow_in(to, to.all(COST), '$__range')})"


LEDGER: Final = Query("spend in the ledger", _ledger, legend="ledger")
ALL_MODELS: Final = Query(
    "spend of the chosen services",
    _spend_of_all,
    legend="metrics",
)
AGAINST_LEDGER: Final = Query(
    "metrics against the ledger",
    lambda to: f"{_spend_of_all(to)} / ({_ledger(to)} > 0) - 1",
    legend="difference",
)
