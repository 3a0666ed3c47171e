"""Who spends how much, and whether it fits the budget."""

from typing import Final

from dashboards._names import BOARD_TENANTS
from dashboards._panel import Board, Column, Panel, Row, bars, over_time, rising, stat, table
from dashboards._queries import cost, tenants
from dashboards._words import ESTIMATE, NO_CALLS, NO_TENANTS, NOUGHT, PER_HOUR, SHARE, USD, WHOLE
from dashboards.config import Config


_TOP: Final = (
    stat(
        "Tenants that spent",
        tenants.ACTIVE,
        WHOLE,
        f"In the time range. {NOUGHT}",
        NO_CALLS,
    ),
    stat(
        "Spend of all",
        cost.SPEND,
        USD,
        f"With what no tenant is named for. {ESTIMATE}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Largest tenant's share",
        tenants.LARGEST_SHARE,
        SHARE,
        "Of all that was spent.",
        NO_TENANTS,
        decimals=1,
    ),
    stat(
        "Spend of no tenant",
        tenants.UNNAMED,
        USD,
        f"Calls outside attribution(tenant=...). {NOUGHT}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Spend of merged tenants",
        tenants.MERGED,
        USD,
        f"Tenants past the limit GEMINI_OTEL_METRIC_ATTRIBUTION_VALUES are merged into __other__; "
        f"the ledger tells them apart. {NOUGHT}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Spend past the limit",
        tenants.OVERFLOWN,
        USD,
        f"What the SDK put into one series for want of room, without any name. {NOUGHT}",
        NO_CALLS,
        decimals=4,
    ),
)


def make_board(config: Config) -> Board:
    """The board with the budgets of a user."""
    return Board(
        BOARD_TENANTS,
        "Gemini: tenants and budgets",
        "For whoever bills customers: who spends, and who will be over budget?",
        (*_TOP, _list_tenants(config)),
        (_PACE, Row("Budgets", (_draw_burn(config),))),
    )


def _list_tenants(config: Config) -> Panel:
    budgets = config.budget.tenants_usd
    return table(
        "Tenants",
        (
            Column(tenants.SPEND, "Spend (USD)", USD, 4),
            Column(tenants.CALLS_OF_EACH, "Calls", WHOLE),
            Column(tenants.PROJECTED, "30 days at this pace (USD)", USD, 2),
            Column(tenants.find_budgets(budgets), "Budget of a month (USD)", USD, 2),
            Column(tenants.measure_burn(budgets), "Budget at this pace", SHARE, 0),
        ),
        "Spend and calls of the time range; the pace is that of the last 6 hours. Budgets are in "
        f"the settings the boards are made from, else in the field above. {ESTIMATE}",
        NO_TENANTS,
    )


def _draw_burn(config: Config) -> Panel:
    return bars(
        "Budget used at this pace",
        (tenants.measure_burn(config.budget.tenants_usd),),
        SHARE,
        "Of a month's budget, in 30 days at the pace of the last 6 hours. Above 100 % it will not "
        "last.",
        NO_TENANTS,
        decimals=0,
        steps=rising(0.8, 1),
        width=24,
    )


_PACE: Final = Row(
    "Pace",
    (
        over_time(
            "Spend of the largest tenants (USD per hour)",
            (tenants.LARGEST_PER_HOUR, tenants.OTHERS_PER_HOUR),
            USD,
            f"The {tenants.MOST} that spent most in the time range, and all others. {PER_HOUR}",
            NO_TENANTS,
            stacked=True,
            width=24,
        ),
    ),
)
