"""Whether what the other boards show is all there is."""

from typing import Final

from dashboards._dialect import Dialect, matches
from dashboards._queries._query import SERVICE, Query, grow_in, sum_by
from gemini_otel._metrics import (
    CALLS,
    COST,
    INTERNAL_ERRORS,
    LEDGER_COST,
    LEDGER_ERRORS,
    LEDGER_PENDING,
    Metric,
)
from gemini_otel._semconv import INTERNAL_PLACE, OVERFLOW


def _now_or_nought(to: Dialect, metric: Metric) -> str:
    spent = f"sum({grow_in(to, to.all(metric), '$__range')})"
    return f"({spent} or 0 * count({to.all(CALLS)}))"


_OURS: Final = '__name__=~"gemini_.+"'


def _count_by_service(to: Dialect) -> str:
    return f"count by ({to.service})"


def _lacks_instance(to: Dialect) -> str:
    return f'{to.instance}=""'


INSTANCES: Final = Query(
    "processes that report",
    lambda to: f"count(count by ({to.service}, {to.instance}) ({to.all(CALLS)}))",
    legend="processes",
)
SILENT: Final = Query(
    "services that fell silent",
    lambda to: (
        f"count(count by ({to.service}) (last_over_time({to.all(CALLS)}[$__range]))"
        f" unless count by ({to.service}) ({to.all(CALLS)}))"
        f" or 0 * count(last_over_time({to.all(CALLS)}[$__range]))"
    ),
    legend="silent",
)
FAULTS: Final = Query(
    "faults of ours", lambda to: _now_or_nought(to, INTERNAL_ERRORS), legend="faults"
)
LEDGER_FAULTS: Final = Query(
    "failed writes of the ledger", lambda to: _now_or_nought(to, LEDGER_ERRORS), legend="failed"
)
WAITING: Final = Query(
    "bytes waiting for the ledger", lambda to: f"sum({to.all(LEDGER_PENDING)})", legend="waiting"
)
NO_INSTANCE: Final = Query(
    "series without the id of a process",
    lambda to: f"(count({to.all(CALLS, _lacks_instance(to))}) or 0 * count({to.all(CALLS)}))",
    legend="series",
)
INSTANCES_OVER_TIME: Final = Query(
    "processes that report, by service",
    lambda to: (
        f"count by ({to.service}) (count by ({to.service}, {to.instance}) ({to.all(CALLS)}))"
    ),
    (SERVICE,),
    over_time=True,
)
RESETS: Final = Query(
    "counters that began anew",
    # A process has many series, and all of them begin anew with it.
    lambda to: (
        f"{sum_by((SERVICE,), to)} (max by ({to.service}, {to.instance})"
        f" (resets({to.all(CALLS)}[$__range])))"
    ),
    (SERVICE,),
)
FAULTS_BY_PLACE: Final = Query(
    "faults of ours by place",
    lambda to: (
        f"{sum_by((INTERNAL_PLACE,), to)} ({grow_in(to, to.all(INTERNAL_ERRORS), '$__range')})"
    ),
    (INTERNAL_PLACE,),
)
OVERFLOWN: Final = Query(
    "series past the SDK's limit",
    lambda to: f"(count({to.all(CALLS, matches(OVERFLOW, 'true'))}) or 0 * count({to.all(CALLS)}))",
    legend="series",
)
LEDGER_PER_HOUR: Final = Query(
    "spend per hour in the ledger",
    lambda to: f"sum(rate({to.all(LEDGER_COST)}[$__rate_interval])) * 3600",
    legend="ledger",
    over_time=True,
)
METRICS_PER_HOUR: Final = Query(
    "spend per hour in metrics",
    lambda to: f"sum(rate({to.all(COST)}[$__rate_interval])) * 3600",
    legend="metrics",
    over_time=True,
)
WAITING_OVER_TIME: Final = Query(
    "bytes waiting for the ledger, by service",
    lambda to: f"{sum_by((SERVICE,), to)} ({to.all(LEDGER_PENDING)})",
    (SERVICE,),
    over_time=True,
)
SERIES: Final = Query(
    "series by service",
    lambda to: f"{_count_by_service(to)} ({{{', '.join((_OURS, *to.chosen()))}}})",
    (SERVICE,),
    over_time=True,
)
