"""What Gemini costs, what causes it, and whether the month's budget holds."""

from typing import Final

from dashboards._names import BOARD_COST
from dashboards._panel import Board, Column, Panel, Row, bars, over_time, rising, stat, table
from dashboards._queries import cost
from dashboards._queries._query import Query
from dashboards._words import (
    ESTIMATE,
    NO_CALLS,
    NO_LEDGER,
    NO_SUCH,
    NOUGHT,
    PER_HOUR,
    SHARE,
    USD,
    WHOLE,
)


_MONTH: Final = (
    "Whole hours of this Pacific month, as Google invoices, added up. Too low where the backend "
    "keeps less than a month of metrics, as Prometheus does unless it is told otherwise. "
)
_TOP: Final = (
    stat(
        "Spend in the time range",
        cost.SPEND,
        USD,
        f"What all calls cost at list price, or at yours. {ESTIMATE}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Month to date",
        cost.MONTH_TO_DATE,
        USD,
        _MONTH + ESTIMATE,
        "no hour of this month has metrics.",
        decimals=2,
    ),
    stat(
        "Projected month",
        cost.PROJECTION,
        USD,
        f"Month to date, and the pace of the last 24 hours for what is left of it. {ESTIMATE}",
        "there is no month to date, or nothing came in the last 24 hours.",
        decimals=2,
    ),
    stat(
        "Budget used",
        cost.BUDGET_USED,
        SHARE,
        "Month to date of the budget above, which you can change for yourself in the field "
        "'Budget of the month', and for all in the settings the boards are made from.",
        "there is no month to date.",
        decimals=1,
        steps=rising(0.8, 1),
    ),
    stat(
        "Saved by caching",
        cost.SAVED,
        USD,
        f"What cached input cost less than uncached; what caches cost to store is not taken off. "
        f"{NOUGHT} {ESTIMATE}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Unpriced calls",
        cost.UNPRICED_CALLS,
        WHOLE,
        f"Billed calls that have no price, or not for all of them: spend is too low by what they "
        f"cost. {NOUGHT}",
        NO_CALLS,
        steps=rising(1),
    ),
    over_time(
        "Spend by model (USD per hour)",
        (cost.PER_HOUR,),
        USD,
        PER_HOUR,
        NO_CALLS,
        stacked=True,
        width=24,
    ),
)


def _money(title: str, query: Query, about: str) -> Panel:
    return stat(title, query, USD, f"{about} {NOUGHT} {ESTIMATE}", NO_CALLS, decimals=4)


def _share(title: str, query: Query, about: str) -> Panel:
    return stat(title, query, SHARE, about, "nothing was spent in the time range.", decimals=1)


_CAUSES: Final = Row(
    "What it is spent on",
    (
        bars(
            "Spend by component",
            (cost.BY_COMPONENT,),
            USD,
            f"Input, cached input, tool use, output, thinking, grounding, storage of caches and "
            f"media; they add up to the spend. {ESTIMATE}",
            "nothing was spent in the time range.",
            decimals=4,
        ),
        over_time(
            "Spend by component (USD per hour)",
            (cost.COMPONENTS_PER_HOUR,),
            USD,
            PER_HOUR,
            "nothing was spent in the time range.",
            stacked=True,
        ),
        _share(
            "Thinking's share",
            cost.THINKING_SHARE,
            "Thoughts are billed as output, and nobody reads them.",
        ),
        _money(
            "Spend on grounding",
            cost.GROUNDING_SPEND,
            "Searches are charged one by one, or one a prompt.",
        ),
        _share(
            "Grounding's share",
            cost.GROUNDING_SHARE,
            "What Google Search and Maps take of it all.",
        ),
        _money(
            "Paid in vain",
            cost.WASTED,
            "What responses cost that were no answer: cut off, blocked, left or failed. It is in "
            "the spend as well.",
        ),
        _share("Share paid in vain", cost.WASTE_SHARE, "Of all that was spent in the time range."),
        bars(
            "Spend by service tier",
            (cost.BY_TIER,),
            USD,
            f"Standard, batch, flex or priority. {ESTIMATE}",
            "nothing was spent in the time range.",
            width=4,
            height=4,
            decimals=4,
        ),
    ),
)
_MODELS: Final = Row(
    "Models",
    (
        table(
            "Spend of each model",
            (
                Column(cost.BY_MODEL, "Spend (USD)", USD, 4),
                Column(cost.CALLS_BY_MODEL, "Calls", WHOLE),
                Column(cost.PER_THOUSAND_CALLS, "USD per 1,000 calls", USD, 4),
            ),
            f"By the model that was asked for. {ESTIMATE}",
            NO_CALLS,
            width=12,
        ),
        over_time(
            "Spend per 1,000 calls (USD)",
            (cost.PER_THOUSAND_CALLS_OVER_TIME,),
            USD,
            "What a thousand calls cost at each moment; failed ones count, and cost nothing.",
            NO_CALLS,
        ),
    ),
)
_WASTE: Final = Row(
    "What was paid in vain",
    (
        bars(
            "Paid in vain, by what became of it",
            (cost.WASTED_BY_OUTCOME,),
            USD,
            f"truncated: the output budget ended it. blocked: withheld. abandoned: the stream was "
            f"left. failed: an error after it was billed. {ESTIMATE}",
            NO_SUCH,
            decimals=4,
        ),
        over_time(
            "Paid in vain (USD per hour)",
            (cost.WASTE_PER_HOUR,),
            USD,
            PER_HOUR,
            NO_SUCH,
            stacked=True,
        ),
    ),
)
_TRUTH: Final = Row(
    "Against the ledger",
    (
        stat(
            "Spend by metrics",
            cost.ALL_MODELS,
            USD,
            f"Of all models and tenants of the chosen services. {ESTIMATE}",
            NO_CALLS,
            decimals=4,
            width=8,
        ),
        stat(
            "Spend by the ledger",
            cost.LEDGER,
            USD,
            "What was written to the ledger, as counted by the programs that wrote it; the ledger "
            "itself has it exactly.",
            NO_LEDGER,
            decimals=4,
            width=8,
        ),
        stat(
            "Metrics against the ledger",
            cost.AGAINST_LEDGER,
            SHARE,
            "Above nought metrics say more than the ledger. Records that still wait, and programs "
            "without a ledger, make it larger.",
            NO_LEDGER,
            decimals=2,
            width=8,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_COST,
    "Gemini: cost overview",
    "For whoever pays: what do we spend, on what, and will the budget hold?",
    _TOP,
    (_CAUSES, _MODELS, _WASTE, _TRUTH),
)
