"""What is recorded for alerts on money: spend in tiles of five minutes, which add up exactly."""

from typing import Final

from dashboards._numbers import exact
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._pacific import PACIFIC_CLOCK, left_of_month
from dashboards.alerts._rule import Recording
from dashboards.config import Config


CLOCK: Final = "gemini_otel:pacific_clock:seconds"
SPENT_5M: Final = "gemini_otel:spent:usd_5m"
SPENT_1H: Final = "gemini_otel:spent:usd_1h"
MONTH_SPENT: Final = "gemini_otel:month_spent:usd"
MONTH_PROJECTED: Final = "gemini_otel:month_projected:usd"
BUDGET: Final = "gemini_otel:month_budget:usd"
OVERALL: Final = {"budget": "overall"}
OF_TENANT: Final = {"budget": "tenant"}
TENANT: Final = "tenant"

_TILE: Final = "5m"
# Samples have the time at which they were taken, and come later: through a Collector, a remote
# write, a slow scrape. What came after its tile was recorded would be in none, again and again.
_PATIENCE: Final = "1m"
_BEFORE: Final = "6m"
# One clock, where several rulers record into one place.
_NOW: Final = f"max({CLOCK})"
_MONTH: Final = f'count_values("month", month({_NOW}))'
_MONTH_OF_TILE: Final = f'count_values("month", month({_NOW} - 60))'


def record(config: Config) -> tuple[Recording, ...]:
    """The recorded series, in the order they stand on one another."""
    return (
        Recording(CLOCK, PACIFIC_CLOCK),
        *_record_budgets(config),
        *_record_tiles(config),
        Recording(SPENT_1H, spent("1h")),
        Recording(MONTH_SPENT, _without_month(f"{_spent_tiles('31d')} and on (month) {_MONTH}")),
        Recording(
            MONTH_PROJECTED,
            f"{MONTH_SPENT} + {spent('1d')} / 86400\n  * scalar({left_of_month(_NOW)})",
        ),
    )


def spent(window: str) -> str:
    """What was spent in a window, by budget, in US dollars."""
    return _without_month(_spent_tiles(window))


def _spent_tiles(window: str) -> str:
    return f"sum_over_time({SPENT_5M}[{window}:{_TILE}])"


def _without_month(query: str) -> str:
    return f"sum without (month) ({query})"


def _record_budgets(config: Config) -> list[Recording]:
    of_tenants = sorted(config.budget.tenants_usd.items())
    return [
        Recording(BUDGET, f"vector({exact(config.budget.month_usd)})", OVERALL),
        *(
            Recording(BUDGET, f"vector({exact(usd)})", {**OF_TENANT, TENANT: tenant})
            for tenant, usd in of_tenants
        ),
    ]


def _record_tiles(config: Config) -> list[Recording]:
    asking = ask(config)
    # Nothing spent is known too: the hour of a week in which no program ran is an hour of it.
    everything = f"(sum (\n  {_spend(asking)}\n) or vector(0))"
    overall = Recording(SPENT_5M, _name_month(everything), OVERALL)
    if not config.budget.tenants_usd:
        return [overall]
    return [overall, Recording(SPENT_5M, _name_month(_by_tenant(asking)), OF_TENANT)]


def _by_tenant(asking: Asking) -> str:
    renaming = f'"{TENANT}", "$1", "{asking.tenant}", "(.+)"'
    marked = _spend(asking, f'{asking.tenant}!=""')
    return f"sum by ({TENANT}) (label_replace(\n  {marked},\n  {renaming}\n))"


def _spend(asking: Asking, *matchers: str) -> str:
    return asking.spent(_TILE, *matchers, back=_PATIENCE, before=_BEFORE)


def _name_month(query: str) -> str:
    return f"{query}\n* on () group_left (month) {_MONTH_OF_TILE}"
