"""Scenarios of the alerts on budgets: just over, just under, and how long."""

from dashboards._reading import to_seconds
from dashboards.alerts._recordings import BUDGET, MONTH_PROJECTED, MONTH_SPENT, SPENT_1H, SPENT_5M
from dashboards.config import BURNS, Burn
from tests.alerts.scenario import Look, Scenario, hold, recorded, sudden


OVERALL = {"budget": "overall"}
_WHOSE = "(budget: overall)"
_WEEK = 7 * 24 * 12
_BUDGET_USD = 1_000.0


def _tiles(burn: Burn) -> tuple[int, int]:
    return to_seconds(burn.window) // 300, to_seconds(burn.short) // 300


def _burn(burn: Burn) -> tuple[Scenario, ...]:
    """All tiles at 1.02 of the pace; the window at 0.95 and its end at 1.2; the reverse."""
    whole, end = _tiles(burn)
    pace = burn.factor * 300 / 2_592_000 * _BUDGET_USD
    over = 1.02 * pace
    days = f"{30 / burn.factor:.3g}"

    def tell(tiles: int) -> str:
        spent = tiles * over
        return (
            f"${spent:.2f} spent in {burn.window}: at this pace a month's budget lasts less than "
            f"{days} days {_WHOSE}"
        )

    before = (0.95 * whole - 1.2 * end) / (whole - end) * pace
    last = 5.0 * (2 * whole - 1)
    return (
        _spend([(over, 2 * whole)], Look(last, tell(whole), OVERALL), every=5),
        _spend([(before, 2 * whole - end - 1), (1.2 * pace, end + 1)], Look(last), every=5),
        _spend([(1.2 * pace, 2 * whole - end - 1), (0.95 * pace, end + 1)], Look(last), every=5),
        _spend([(0.0, 10), (whole * over, 4)], *sudden(50, 2), Look(54, ""), every=1),
    )


def _spend(tiles: list[tuple[float, int]], *looks: Look, every: float) -> Scenario:
    count = sum(steps for _, steps in tiles)
    spent = {
        recorded(SPENT_5M, **OVERALL, month="1"): hold(*tiles),
        recorded(BUDGET, **OVERALL): hold((_BUDGET_USD, count)),
    }
    return Scenario(spent, looks, step=5, every=every)


def _month(metric: str, low: float, high: float, *looks: Look) -> Scenario:
    """Nine minutes below, then above."""
    values = {
        recorded(metric, **OVERALL): hold((low, 10), (high, 120)),
        recorded(BUDGET, **OVERALL): hold((_BUDGET_USD, 130)),
    }
    return Scenario(values, looks)


def _hour(
    before: tuple[float, float, float], then: float, *looks: Look, every: float = 10
) -> Scenario:
    """An hour's spend a week apart, each held for 50 minutes."""
    gap = f"_x{_WEEK - 11}"
    weeks = " ".join(f"{hold((usd, 10))} {gap}" for usd in before)
    values = {recorded(SPENT_1H, **OVERALL): f"{weeks} {hold((then, 10))}"}
    return Scenario(values, looks, step=5, every=every)


_THEN = 3 * _WEEK * 5.0
_ODD = "${} spent in an hour, more than 3 times the mean of this hour of the week (budget: overall)"

SCENARIOS = {
    **{f"GeminiBudgetBurn {burn.window}": _burn(burn) for burn in BURNS},
    "GeminiMonthBudgetNear": (
        _month(
            MONTH_SPENT,
            790.0,
            810.0,
            Look(9),
            Look(10, f"$810.00 spent this month, 80 % of the budget or more {_WHOSE}", OVERALL),
        ),
    ),
    "GeminiMonthBudgetSpent": (
        _month(
            MONTH_SPENT,
            990.0,
            1010.0,
            Look(9),
            Look(10, f"$1010.00 spent this month, which is more than its budget {_WHOSE}", OVERALL),
        ),
    ),
    "GeminiMonthBudgetProjected": (
        _month(
            MONTH_PROJECTED,
            990.0,
            1010.0,
            Look(69),
            Look(
                70,
                f"$1010.00 will be spent this month at the last day's pace: over budget {_WHOSE}",
                OVERALL,
            ),
        ),
    ),
    # Means of 2.00 and 0.20, thrice which are 6.00 and 0.60; and a week that is missing.
    "GeminiSpendAnomaly": (
        _hour(
            (1.0, 2.0, 3.0),
            6.2,
            Look(_THEN + 5),
            Look(_THEN + 10, _ODD.format("6.20"), OVERALL),
            every=5,
        ),
        _hour((1.0, 2.0, 3.0), 5.8, Look(_THEN + 20)),
        _hour((3.0, 1.0, 2.0), 5.8, Look(_THEN + 20)),
        _hour((0.1, 0.2, 0.3), 0.95, Look(_THEN + 20)),
        _hour((0.1, 0.2, 0.3), 1.05, Look(_THEN + 10, _ODD.format("1.05"), OVERALL)),
    ),
}
