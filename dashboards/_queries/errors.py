"""What failed, what was refused for want of quota, and how much of a quota is left."""

from typing import Final

from dashboards import _names
from dashboards._dialect import Dialect, differs, matches, resembles
from dashboards._queries._query import (
    Query,
    in_range,
    in_range_or_nought,
    per,
    rate,
    total,
    totals,
)
from dashboards._queries.tokens import INPUT
from gemini_otel._metrics import CALLS, QUOTA_EXCEEDED, QUOTA_LIMIT, RETRIES, TOKENS
from gemini_otel._semconv import (
    ERROR_CLASS,
    ERROR_QUOTA_LIMIT,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
    ERROR_TYPE,
    REQUEST_MODEL,
)


FAILED: Final = differs(ERROR_TYPE)
QUOTA: Final = (REQUEST_MODEL, ERROR_CLASS, ERROR_QUOTA_METRIC, ERROR_QUOTA_WINDOW)
LIMIT: Final = (REQUEST_MODEL, ERROR_QUOTA_WINDOW, ERROR_QUOTA_METRIC)
_BY_MODEL: Final = (REQUEST_MODEL,)
_METRIC: Final = _names.label(ERROR_QUOTA_METRIC)
_LIMIT_LABELS: Final = ", ".join(map(_names.label, LIMIT))


def _shorten(text: str) -> str:
    """Leaves the host out of the names of quotas: all have the same, and it fills the line."""
    return f'label_replace({text}, "{_METRIC}", "$1", "{_METRIC}", ".*/(.+)")'


ALL_CALLS: Final = total("calls", CALLS, legend="calls")
FAILED_CALLS: Final = total("failed calls", CALLS, FAILED, legend="failed")
FAILED_SHARE: Final = Query(
    "share of calls that failed",
    lambda to: f"{in_range_or_nought(to, CALLS, FAILED)} / ({in_range(to, CALLS)} > 0)",
    legend="failed",
)
REFUSED: Final = total("attempts refused for quota", QUOTA_EXCEEDED, legend="refused")
RETRIED: Final = total("attempts retried", RETRIES, legend="retried")
CALLS_PER_MINUTE: Final = per(60, "calls per minute by model", CALLS, REQUEST_MODEL)
BY_TYPE: Final = per(60, "errors per minute", CALLS, ERROR_TYPE, where=(FAILED,))
BY_TYPE_AND_MODEL: Final = totals(
    "failed calls by type and model", CALLS, ERROR_TYPE, REQUEST_MODEL, matchers=(FAILED,)
)
REFUSED_PER_MINUTE: Final = per(60, "refusals per minute", QUOTA_EXCEEDED, ERROR_CLASS)
REFUSED_BY_QUOTA: Final = Query(
    "refusals by quota", lambda to: _shorten(in_range(to, QUOTA_EXCEEDED, by=QUOTA)), QUOTA
)
RETRIES_PER_MINUTE: Final = per(60, "retries per minute", RETRIES, ERROR_TYPE)
SHARE_BY_MODEL: Final = Query(
    "share of calls that failed, by model",
    lambda to: f"{rate(to, CALLS, FAILED, by=_BY_MODEL)} / ({rate(to, CALLS, by=_BY_MODEL)} > 0)",
    _BY_MODEL,
    over_time=True,
)
LIMITS: Final = Query(
    "what quotas allow",
    lambda to: _shorten(
        f"max by ({_LIMIT_LABELS}, {_names.label(ERROR_QUOTA_LIMIT)})"
        f" (last_over_time({to.of(QUOTA_LIMIT)}[$__range]))"
    ),
    (*LIMIT, ERROR_QUOTA_LIMIT),
)


def _left(to: Dialect, used: str, *limit: str) -> str:
    """The unused share of each limit; other programs of the same project are not in it."""
    allowed = f"last_over_time({to.of(QUOTA_LIMIT, *limit)}[$__range])"
    return _shorten(
        f"1 - {used} / on ({_names.label(REQUEST_MODEL)})"
        f" group_right () max by ({_LIMIT_LABELS}) ({allowed} > 0)"
    )


_MINUTE: Final = matches(ERROR_QUOTA_WINDOW, "minute")
_DAY: Final = matches(ERROR_QUOTA_WINDOW, "day")
_OF_REQUESTS: Final = resembles(ERROR_QUOTA_METRIC, ".*requests.*")
_OF_TOKENS: Final = resembles(ERROR_QUOTA_METRIC, ".*token.*")

REQUESTS_LEFT: Final = Query(
    "requests of the minute left",
    lambda to: _left(to, f"60 * {rate(to, CALLS, by=_BY_MODEL)}", _OF_REQUESTS, _MINUTE),
    LIMIT,
)
TOKENS_LEFT: Final = Query(
    "input tokens of the minute left",
    lambda to: _left(to, f"60 * {rate(to, TOKENS, INPUT, by=_BY_MODEL)}", _OF_TOKENS, _MINUTE),
    LIMIT,
)
DAY_LEFT: Final = Query(
    "requests of the day left",
    lambda to: _left(
        to,
        f"sum by ({_names.label(REQUEST_MODEL)}) (increase({to.of(CALLS)}[1d]))",
        _OF_REQUESTS,
        _DAY,
    ),
    LIMIT,
)
