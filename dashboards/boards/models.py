"""Which models are in use, until when, and at whose prices."""

from typing import Final

from dashboards._names import BOARD_MODELS
from dashboards._panel import Board, Column, Row, falling, over_time, rising, stat, table
from dashboards._queries import cost, lifecycle
from dashboards._words import COUNT, DAYS, ESTIMATE, NO_CALLS, NO_SUCH, NOUGHT, PER_HOUR, USD, WHOLE


_NO_SHUTDOWN: Final = "no model that was called has an announced shutdown."
_NO_CHANGE: Final = "no model that was called has an announced change of its price."
_TOP: Final = (
    stat(
        "Days to next shutdown",
        lifecycle.NEXT_SHUTDOWN,
        DAYS,
        "Of all models that were called in the time range; the price list names the day.",
        _NO_SHUTDOWN,
        decimals=0,
        steps=falling(7, 30),
    ),
    stat(
        "Days to next price",
        lifecycle.NEXT_PRICE,
        DAYS,
        "Until calls of a model in use cost something else, as announced.",
        _NO_CHANGE,
        decimals=0,
        steps=falling(7, 30),
    ),
    stat(
        "Age of prices, days",
        lifecycle.PRICES_AGE,
        DAYS,
        "Since the packaged prices were compared with their sources; a newer release has newer "
        "ones. The oldest of all programs.",
        NO_CALLS,
        decimals=0,
        steps=rising(45, 90),
    ),
    stat("Models in use", lifecycle.IN_USE, WHOLE, "Models that answered.", NO_CALLS),
    stat(
        "Spend on previews",
        lifecycle.PREVIEW_SPEND,
        USD,
        f"Their names say preview or exp; they end at short notice. {NOUGHT}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Calls without a price",
        cost.UNPRICED_CALLS,
        WHOLE,
        f"Models or units that the price list lacks. {NOUGHT}",
        NO_CALLS,
        steps=rising(1),
    ),
    table(
        "Models, their spend and their days",
        (
            Column(lifecycle.SPEND, "Spend (USD)", USD, 4),
            Column(lifecycle.SHUTDOWN_BY_MODEL, "Days to shutdown", WHOLE),
            Column(lifecycle.PRICE_BY_MODEL, "Days to next price", WHOLE),
        ),
        f"By the model that answered; a blank cell means that nothing is announced. {ESTIMATE}",
        NO_CALLS,
    ),
)
_ALIASES: Final = Row(
    "Aliases and unpriced calls",
    (
        table(
            "Asked for, and answered by",
            (Column(lifecycle.ALIASES, "Calls", WHOLE),),
            "An alias such as -latest may answer with another model from one day to the next.",
            NO_CALLS,
            width=12,
        ),
        table(
            "Calls without a price, by reason",
            (Column(lifecycle.UNPRICED_BY_REASON, "Calls", WHOLE),),
            "docs/prices.md says what each reason means and what to do.",
            NO_SUCH,
            width=12,
        ),
    ),
)
_USE: Final = Row(
    "Use over time",
    (
        over_time(
            "Calls by answering model (per hour)",
            (lifecycle.PER_HOUR,),
            COUNT,
            "A move from one model to another shows here.",
            NO_CALLS,
            stacked=True,
        ),
        over_time(
            "Spend on ending models (USD per hour)",
            (lifecycle.ENDING_SPEND,),
            USD,
            f"Models whose shutdown is announced. {PER_HOUR}",
            _NO_SHUTDOWN,
            stacked=True,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_MODELS,
    "Gemini: model lifecycle and prices",
    "For whoever maintains the app: which models must be left, when, and are prices right?",
    _TOP,
    (_ALIASES, _USE),
    since="now-7d",
)
