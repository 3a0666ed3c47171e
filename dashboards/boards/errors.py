"""What fails, what is refused for want of quota, and how much of each quota is left."""

from typing import Final

from dashboards._names import BOARD_ERRORS
from dashboards._panel import Board, Column, Row, bars, falling, over_time, rising, stat, table
from dashboards._queries import errors
from dashboards._words import COUNT, NO_CALLS, NO_SUCH, NOUGHT, SHARE, WHOLE


_NO_LIMIT: Final = (
    "no quota refused an attempt in the time range: Google says what it allows only then."
)
_TOP: Final = (
    stat(
        "Share of calls that failed",
        errors.FAILED_SHARE,
        SHARE,
        "Of all calls, after the SDK's own retries; those cancelled by the app are in it.",
        NO_CALLS,
        decimals=2,
        steps=rising(0.01, 0.05),
        width=6,
    ),
    stat(
        "Failed calls",
        errors.FAILED_CALLS,
        WHOLE,
        f"After the SDK's own retries. {NOUGHT}",
        NO_CALLS,
        width=6,
    ),
    stat(
        "Refused for quota",
        errors.REFUSED,
        WHOLE,
        f"Attempts, with those that a retry made good. {NOUGHT}",
        NO_CALLS,
        steps=rising(1, 100),
        width=6,
    ),
    stat(
        "Retried attempts",
        errors.RETRIED,
        WHOLE,
        f"Failed attempts that the SDK repeated; Google bills none of them. {NOUGHT}",
        NO_CALLS,
        width=6,
    ),
    bars(
        "Quota left",
        (errors.REQUESTS_LEFT, errors.TOKENS_LEFT, errors.DAY_LEFT),
        SHARE,
        "Of what a quota allows in its window: requests and input tokens of the last minutes as "
        "a minute's, requests of the last 24 hours for a day's, while Google counts days from "
        "Pacific midnight. Below nought more was tried than is allowed. Other programs that use "
        "the same project are not in it.",
        _NO_LIMIT,
        decimals=0,
        steps=falling(0.1, 0.3),
        width=24,
        height=6,
        highest=1,
    ),
    over_time(
        "Errors by type (per minute)",
        (errors.BY_TYPE,),
        COUNT,
        "error.type of failed calls: an HTTP status, or the name of an exception.",
        NO_SUCH,
        stacked=True,
    ),
    over_time(
        "Refused for quota or capacity (per minute)",
        (errors.REFUSED_PER_MINUTE,),
        COUNT,
        "rate_limited frees itself in seconds; quota_exhausted does not; capacity is Google's own.",
        NO_SUCH,
        stacked=True,
    ),
)
_MODELS: Final = Row(
    "By model",
    (
        over_time(
            "Share of calls that failed, by model",
            (errors.SHARE_BY_MODEL,),
            SHARE,
            "Only models that had a failure at some time are drawn.",
            NO_SUCH,
            highest=1,
        ),
        over_time(
            "Calls by model (per minute)",
            (errors.CALLS_PER_MINUTE,),
            COUNT,
            "All calls, those that failed included.",
            NO_CALLS,
            stacked=True,
        ),
        table(
            "Failed calls of each model and type",
            (Column(errors.BY_TYPE_AND_MODEL, "Failed calls", WHOLE),),
            "In the time range. docs/reliability.md says what each class of error asks of you.",
            NO_SUCH,
        ),
    ),
)
_QUOTAS: Final = Row(
    "Quotas",
    (
        table(
            "Refused attempts, by quota",
            (Column(errors.REFUSED_BY_QUOTA, "Refused", WHOLE),),
            "Blank cells are what Google did not name: capacity is no quota of yours.",
            NO_SUCH,
        ),
        table(
            "What quotas allow",
            (Column(errors.LIMITS, "Allowed", WHOLE),),
            "As Google said when it last refused.",
            _NO_LIMIT,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_ERRORS,
    "Gemini: errors, retries and quota",
    "For whoever is on call: what fails, is it us or Google, and which quota is short?",
    _TOP,
    (_MODELS, _QUOTAS),
    since="now-6h",
)
