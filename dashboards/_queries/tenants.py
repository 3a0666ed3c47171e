"""Who spends: each tenant against its budget, and what no tenant is named for."""

import json
from collections.abc import Mapping
from typing import Final

from dashboards._dialect import Dialect, matches
from dashboards._numbers import exact
from dashboards._queries._query import (
    TENANT,
    Query,
    grow_in,
    in_range,
    in_range_or_nought,
    sum_by,
)
from gemini_otel._metrics import CALLS, COST, Metric
from gemini_otel._semconv import OTHER, OVERFLOW


MOST: Final = 5
_PACE: Final = "6h"
_PACES_A_MONTH: Final = 30 * 4


def _named(to: Dialect) -> str:
    return f'{to.tenant}!=""'


def _each(to: Dialect, metric: Metric) -> str:
    return in_range(to, metric, _named(to), by=(TENANT,))


ACTIVE: Final = Query(
    "tenants that spent",
    lambda to: f"count({_each(to, COST)} > 0) or 0 * {in_range(to, CALLS)}",
    legend="tenants",
)
SPEND: Final = Query("spend of each tenant", lambda to: _each(to, COST), (TENANT,))
CALLS_OF_EACH: Final = Query("calls of each tenant", lambda to: _each(to, CALLS), (TENANT,))
LARGEST_SHARE: Final = Query(
    "share of the largest tenant",
    lambda to: f"max({_each(to, COST)}) / ({in_range(to, COST)} > 0)",
    legend="largest",
)
UNNAMED: Final = Query(
    "spend of no tenant",
    lambda to: in_range_or_nought(to, COST, f'{to.tenant}=""'),
    legend="no tenant",
)
MERGED: Final = Query(
    "spend of tenants merged into one",
    lambda to: in_range_or_nought(to, COST, f'{to.tenant}="{OTHER}"'),
    legend=OTHER,
)
OVERFLOWN: Final = Query(
    "spend past the limit of series",
    lambda to: in_range_or_nought(to, COST, matches(OVERFLOW, "true")),
    legend="overflow",
)


def _month_at_this_pace(to: Dialect) -> str:
    """What the last six hours come to in 30 days."""
    spent = grow_in(to, to.of(COST, _named(to)), _PACE)
    return f"{_PACES_A_MONTH} * {sum_by((TENANT,), to)} ({spent})"


PROJECTED: Final = Query("month of each tenant at this pace", _month_at_this_pace, (TENANT,))


def find_budgets(of_tenants: Mapping[str, float]) -> Query:
    """What each tenant may spend in a month: its own budget, else the board's.

    Args:
        of_tenants: The budgets of single tenants, in US dollars.
    """
    return Query("budget of each tenant", lambda to: _budgets(to, of_tenants), (TENANT,))


def measure_burn(of_tenants: Mapping[str, float]) -> Query:
    """Which share of its budget each tenant uses in a month at its present pace."""
    return Query(
        "budgets at this pace",
        lambda to: (
            f"sort_desc({_month_at_this_pace(to)} / on ({to.tenant}) ({_budgets(to, of_tenants)}))"
        ),
        (TENANT,),
    )


def _budgets(to: Dialect, of_tenants: Mapping[str, float]) -> str:
    own = (
        f'label_replace(vector({exact(budget)}), "{to.tenant}", {_quote(tenant)}, "", "")'
        for tenant, budget in sorted(of_tenants.items())
    )
    return " or ".join((*own, f"0 * {_each(to, COST)} + $tenant_budget_usd"))


def _quote(tenant: str) -> str:
    """A name as `label_replace` gives it, to which a dollar means part of what was there."""
    return json.dumps(tenant.replace("$", "$$"), ensure_ascii=False)


def _largest(to: Dialect) -> str:
    """Those of the whole range: taken anew for each point, others would come and go."""
    largest = f"topk({MOST}, {_each(to, COST)})"
    return f"on ({to.tenant}) last_over_time(({largest})[1s:1s] @ end())"


def _rate(to: Dialect) -> str:
    return f"{sum_by((TENANT,), to)} (rate({to.of(COST, _named(to))}[$__rate_interval])) * 3600"


LARGEST_PER_HOUR: Final = Query(
    "spend per hour of the largest tenants",
    lambda to: f"{_rate(to)} and {_largest(to)}",
    (TENANT,),
    over_time=True,
)
OTHERS_PER_HOUR: Final = Query(
    "spend per hour of all other tenants",
    lambda to: f"sum({_rate(to)} unless {_largest(to)})",
    legend="all others",
    over_time=True,
)
