"""What answers were withheld, cut off or recited, and what they cost."""

from typing import Final

from dashboards._names import BOARD_SAFETY
from dashboards._panel import Board, Row, bars, over_time, rising, stat
from dashboards._queries import cost, safety
from dashboards._words import COUNT, ESTIMATE, NO_CALLS, NO_SUCH, NOUGHT, SHARE, USD, WHOLE


_NO_ANSWERS: Final = "no call of the time range was answered."
_TOP: Final = (
    stat(
        "Responses withheld",
        safety.BLOCKS,
        WHOLE,
        f"Prompts and answers that Google blocked. {NOUGHT}",
        NO_CALLS,
    ),
    stat(
        "Share withheld",
        safety.BLOCKED_SHARE,
        SHARE,
        "Prompts and answers that Google blocked, of all calls.",
        NO_CALLS,
        decimals=2,
        steps=rising(0.01, 0.05),
    ),
    stat(
        "Share cut off",
        safety.TRUNCATED_SHARE,
        SHARE,
        "Answers that their output budget ended (MAX_TOKENS); thinking uses it up too.",
        _NO_ANSWERS,
        decimals=2,
        steps=rising(0.02, 0.1),
    ),
    stat(
        "Recitations",
        safety.RECITATIONS,
        WHOLE,
        f"Answers stopped for repeating what the model was trained on. {NOUGHT}",
        NO_CALLS,
    ),
    stat(
        "Paid in vain",
        cost.WASTED,
        USD,
        f"What responses cost that were no answer. {NOUGHT} {ESTIMATE}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Share paid in vain",
        cost.WASTE_SHARE,
        SHARE,
        "Of all that was spent in the time range.",
        "nothing was spent in the time range.",
        decimals=1,
    ),
    over_time(
        "How answers end (per minute)",
        (safety.ENDINGS,),
        COUNT,
        "Google's finish reason of the first candidate; STOP is as it should be.",
        _NO_ANSWERS,
        stacked=True,
    ),
    over_time(
        "Responses withheld (per hour)",
        (safety.BLOCKS_PER_HOUR,),
        COUNT,
        "By stage, the prompt or the answer, and by Google's reason.",
        NO_SUCH,
        stacked=True,
    ),
)
_WHY: Final = Row(
    "Why",
    (
        bars(
            "Withheld by category",
            (safety.BY_CATEGORY,),
            WHOLE,
            "The harm category that decided, where Google names one.",
            "nothing was withheld for a category in the time range.",
            decimals=0,
        ),
        bars(
            "Withheld by stage and reason",
            (safety.BY_REASON,),
            WHOLE,
            "The prompt or the answer, and Google's reason.",
            NO_SUCH,
            decimals=0,
        ),
        over_time(
            "Share of answers cut off, by model",
            (safety.TRUNCATED_BY_MODEL,),
            SHARE,
            "A larger max_output_tokens or a smaller thinking budget helps.",
            NO_SUCH,
            width=24,
            highest=1,
        ),
    ),
)
_INCIDENTS: Final = Row(
    "Incidents",
    (
        bars(
            "Incidents by event",
            (safety.INCIDENTS_BY_EVENT,),
            WHOLE,
            "Each is an event that says what to do next.",
            NO_SUCH,
            decimals=0,
        ),
        over_time(
            "Incidents (per hour)",
            (safety.INCIDENTS_PER_HOUR,),
            COUNT,
            "By the name of the event.",
            NO_SUCH,
            stacked=True,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_SAFETY,
    "Gemini: safety and recitation",
    "For whoever owns the product: which answers never reach a user, and what do they cost?",
    _TOP,
    (_WHY, _INCIDENTS),
)
