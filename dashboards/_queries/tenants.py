"""Who spends: each tenant against its budget, and what no tenant is named for."""

from typing import Final

from dashboards import _names
from dashboards._dialect import TENANT, Dialect, differs, matches
from dashboards._queries._query import Query, in_range, in_range_or_nought, sum_by, totals
from gemini_otel._metrics import CALLS, COST
from gemini_otel._semconv import OTHER, OVERFLOW


NAMED: Final = differs(TENANT)
MOST: Final = 5

ACTIVE: Final = Query(
    "tenants that spent",
    lambda to: f"count({in_range(to, COST, NAMED, by=(TENANT,))} > 0) or 0 * {in_range(to, CALLS)}",
    legend="tenants",
)
SPEND: Final = totals("spend of each tenant", COST, TENANT, matchers=(NAMED,))
CALLS_OF_EACH: Final = totals("calls of each tenant", CALLS, TENANT, matchers=(NAMED,))
LARGEST_SHARE: Final = Query(
    "share of the largest tenant",
    lambda to: f"max({in_range(to, COST, NAMED, by=(TENANT,))}) / ({in_range(to, COST)} > 0)",
    legend="largest",
)
UNNAMED: Final = Query(
    "spend of no tenant",
    lambda to: in_range_or_nought(to, COST, matches(TENANT, "")),
    legend="no tenant",
)
MERGED: Final = Query(
    "spend of tenants merged into one",
    lambda to: in_range_or_nought(to, COST, matches(TENANT, OTHER)),
    legend=OTHER,
)
OVERFLOWN: Final = Query(
    "spend past the limit of series",
    lambda to: in_range_or_nought(to, COST, matches(OVERFLOW, "true")),
    legend="overflow",
)


def _month_rate(to: Dialect) -> str:
    """What the last six hours come to in 30 days; shorter windows extrapolate too much."""
    return f"{sum_by((TENANT,), to)} (rate({to.of(COST, NAMED)}[6h])) * {30 * 86400}"


BURN: Final = Query(
    "budgets at this pace", lambda to: f"{_month_rate(to)} / $tenant_budget_usd", (TENANT,)
)
PROJECTED: Final = Query("month of each tenant at this pace", _month_rate, (TENANT,))
_HEAD: Final = f"sum by ({_names.label(TENANT)})"


def _top(to: Dialect) -> str:
    return f"topk({MOST}, {in_range(to, COST, NAMED, by=(TENANT,))})"


def _rate(to: Dialect) -> str:
    return f"{_HEAD} (rate({to.of(COST, NAMED)}[$__rate_interval])) * 3600"


LARGEST_PER_HOUR: Final = Query(
    "spend per hour of the largest tenants",
    lambda to: f"{_rate(to)} and on ({_names.label(TENANT)}) {_top(to)}",
    (TENANT,),
    over_time=True,
)
OTHERS_PER_HOUR: Final = Query(
    "spend per hour of all other tenants",
    lambda to: f"sum({_rate(to)} unless on ({_names.label(TENANT)}) {_top(to)})",
    legend="all others",
    over_time=True,
)
