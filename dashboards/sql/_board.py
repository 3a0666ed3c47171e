"""The board of a ledger: what was spent, on what, by whom, and how much of it in vain."""

import zlib
from dataclasses import dataclass
from typing import Final, Literal

from dashboards._panel import Step, rising
from dashboards._words import SHARE, USD, WHOLE
from dashboards.sql import _queries
from dashboards.sql._engine import Engine
from dashboards.sql._statement import (
    COST,
    LINE_COUNT,
    RESPONSE_COUNT,
    TOKENS_IN,
    TOKENS_OUT,
    Query,
)


Kind = Literal["stat", "days", "bars", "table"]

WIDTH: Final = 24
_IDS: Final = 100_000
_PLACES: Final = 4
_ALL_PLACES: Final = 9
UNITS: Final = {
    COST: (USD, _ALL_PLACES),
    RESPONSE_COUNT: (WHOLE, 0),
    LINE_COUNT: (WHOLE, 0),
    TOKENS_IN: (WHOLE, 0),
    TOKENS_OUT: (WHOLE, 0),
}
"""The unit of each column of a table, and how many decimals it has."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel.

    Attributes:
        kind: What draws it.
        title: What it shows.
        about: What its numbers mean.
        empty: What it means that there are none.
        query: What it asks.
        unit: Grafana's id of the unit.
        decimals: How many are shown.
        width: Of 24.
        steps: Its colours.
    """

    kind: Kind
    title: str
    about: str
    empty: str
    query: Query
    unit: str = USD
    decimals: int = _PLACES
    width: int = 12
    steps: tuple[Step, ...] = ()

    @property
    def id(self) -> int:
        """A number that stays while the title does."""
        return zlib.crc32(self.title.encode()) % _IDS + 1

    @property
    def height(self) -> int:
        """In rows of 30 pixels."""
        return 4 if self.kind == "stat" else 9

    @property
    def description(self) -> str:
        """What Grafana shows at the panel's corner."""
        return f"{self.about} {EXACT}\n\nEmpty: {self.empty}"


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under a heading, folded away until someone asks for them."""

    title: str
    panels: tuple[Panel, ...]


EXACT: Final = "Exact: whole nano-dollars of single responses, added up."
_GAP: Final = "Without an amount: nothing of it could be priced."
_NEVER: Final = "the database was not reached; without responses it says 0."
_NOTHING: Final = "the ledger has no response of the kind in the time range."
_WHOLE: Final = "nothing was spent in the time that it is compared with."


def describe(engine: Engine) -> str:
    """What a board says of itself: which source it is, and what its numbers are worth."""
    return (
        f"{engine.title}: exact. Amounts are whole nano-dollars of single billed responses, "
        "added up in the database, as gemini-otel report adds them; nothing is sampled, "
        "extrapolated or rounded before it is shown. Counted are the whole hours that begin in "
        "the time range; days and months are Pacific, as Google bills them. An amount is what "
        f"could be priced: Unpriced responses says how many could not. {engine.about}"
    )


def summarize(engine: Engine) -> str:
    """What stands above all numbers, short enough for a telephone."""
    return (
        f"**{engine.title}: exact.** Whole nano-dollars of single responses, added up as "
        "`gemini-otel report` adds them, by whole hours; days and months are Pacific."
    )


def name_board(engine: Engine) -> tuple[str, str]:
    """The uid and the title."""
    return f"gemini-otel-ledger-{engine.name}", f"Gemini: the ledger ({engine.title})"


TOP: Final = (
    (
        Panel("stat", "Spent", "What all responses cost.", _NEVER, _queries.SPENT, width=6),
        Panel(
            "stat",
            "Spent before",
            "The same hours of as many days before, so that mornings are compared with mornings.",
            _NEVER,
            _queries.BEFORE,
            width=6,
        ),
        Panel(
            "stat",
            "Change on the period before",
            "Above nought more was spent than in the same hours of as many days before.",
            _WHOLE,
            _queries.CHANGE,
            SHARE,
            1,
            width=6,
        ),
        Panel(
            "stat",
            "Month to date",
            "The Pacific month in which the time range ends, from its first hour to that end.",
            _NEVER,
            _queries.MONTH_TO_DATE,
            width=6,
        ),
    ),
    (
        Panel(
            "stat",
            "Thinking's share",
            "Of the cost. Thoughts are billed as output, and nobody reads them.",
            "nothing was spent in the time range.",
            _queries.THINKING_SHARE,
            SHARE,
            1,
            width=6,
        ),
        Panel(
            "stat",
            "Saved by caching",
            "What cached input cost less than uncached; the storage of caches is not taken off.",
            _NEVER,
            _queries.SAVED,
            width=6,
        ),
        Panel(
            "stat",
            "Paid in vain",
            "What responses cost that were no whole answer.",
            _NEVER,
            _queries.WASTED,
            width=6,
        ),
        Panel(
            "stat",
            "Unpriced responses",
            "Without any price, or with one for a part only: the amounts are too low by theirs.",
            _NEVER,
            _queries.UNPRICED,
            WHOLE,
            0,
            width=6,
            steps=rising(1),
        ),
    ),
    (
        Panel(
            "days",
            "Spent each Pacific day, by model (USD)",
            "A bar is a day from midnight to midnight in Los Angeles; the first and the last are "
            "as much of theirs as is in the time range.",
            _NOTHING,
            _queries.DAYS_OF_MODELS,
            width=WIDTH,
        ),
    ),
)
ROWS: Final = (
    Row(
        "What it was spent on",
        (
            Panel(
                "table",
                "Models",
                f"By the model whose prices hold. {_GAP}",
                _NOTHING,
                _queries.MODELS,
                width=15,
            ),
            Panel(
                "bars",
                "Components of the bills",
                "Input, cached input, tool use, output, thinking, grounding, storage, media.",
                _NOTHING,
                _queries.BY_COMPONENT,
                width=9,
            ),
            Panel(
                "table",
                "Days",
                f"Days of Los Angeles. {_GAP}",
                _NOTHING,
                _queries.DAYS,
                width=WIDTH,
            ),
        ),
    ),
    Row(
        "Who spent it",
        tuple(
            Panel("table", title, f"{about} {_GAP}", _NOTHING, query, width=WIDTH)
            for title, about, query in (
                ("Tenants", "As attribution(tenant=...) says.", _queries.TENANTS),
                ("Features", "As attribution(feature=...) says.", _queries.FEATURES),
                ("Services", "As service.name says.", _queries.SERVICES),
            )
        ),
    ),
    Row(
        "Paid in vain, and unpriced",
        (
            Panel(
                "table",
                "Paid in vain, by what became of it",
                "truncated: the output budget ended it. blocked: withheld. abandoned: the stream "
                "was left. failed: an error after it was billed. unusable: ended otherwise.",
                _NOTHING,
                _queries.OUTCOMES,
                width=15,
            ),
            Panel(
                "table",
                "Unpriced responses, by reason",
                "One with several reasons counts for each of them.",
                _NOTHING,
                _queries.REASONS,
                width=9,
            ),
        ),
    ),
)


def list_panels() -> tuple[Panel, ...]:
    """All panels, in the order they are read."""
    top = (panel for line in TOP for panel in line)
    return (*top, *(panel for row in ROWS for panel in row.panels))
