"""Which models are in use, until when, and at whose prices."""

from collections.abc import Callable
from typing import Final

from dashboards import _names
from dashboards._dialect import Dialect, differs, matches, resembles
from dashboards._queries._query import Query, grow_in, in_range_or_nought, sum_by, totals
from gemini_otel._metrics import (
    CALLS,
    COST,
    MODEL_SHUTDOWN,
    PRICE_CHANGE,
    PRICES_CHECKED,
    UNPRICED,
    Metric,
)
from gemini_otel._semconv import ERROR_TYPE, REQUEST_MODEL, RESPONSE_MODEL, UNPRICED_REASON


DAY_S: Final = 86400
_MODEL: Final = _names.label(RESPONSE_MODEL)


def _answering(
    to: Dialect, function: Callable[[Dialect, str], str], metric: Metric, *matchers: str
) -> str:
    """Of each answering model; embeddings do not say which it was, so the one asked for stands in.

    Args:
        to: The backend.
        function: What is made of each series.
        metric: The metric.
        matchers: What else has to hold.
    """
    said = function(to, to.of(metric, *matchers, f'{_MODEL}!=""'))
    unsaid = function(to, to.of(metric, *matchers, f'{_MODEL}=""'))
    asked = _names.label(REQUEST_MODEL)
    stand_in = f'label_replace({unsaid}, "{_MODEL}", "$1", "{asked}", "(.+)")'
    return f"{sum_by((RESPONSE_MODEL,), to)} ({said} or {stand_in})"


def _grow(to: Dialect, series: str) -> str:
    return grow_in(to, series, "$__range")


def _rate(_: Dialect, series: str) -> str:
    return f"rate({series}[$__rate_interval])"


PREVIEW: Final = resembles(REQUEST_MODEL, ".*(preview|exp).*")
ANSWERED: Final = differs(RESPONSE_MODEL)
SUCCEEDED: Final = matches(ERROR_TYPE, "")

NEXT_SHUTDOWN: Final = Query(
    "days to the next shutdown",
    lambda to: f"(min(last_over_time({to.all(MODEL_SHUTDOWN)}[$__range])) - time()) / {DAY_S}",
    legend="days",
)
NEXT_PRICE: Final = Query(
    "days to the next change of a price",
    lambda to: f"(min(last_over_time({to.all(PRICE_CHANGE)}[$__range])) - time()) / {DAY_S}",
    legend="days",
)
PRICES_AGE: Final = Query(
    "age of the price list",
    lambda to: f"(time() - min(last_over_time({to.all(PRICES_CHECKED)}[$__range]))) / {DAY_S}",
    legend="days",
)
IN_USE: Final = Query(
    "models in use",
    lambda to: f"count({_answering(to, _grow, CALLS, SUCCEEDED)} > 0)",
    legend="models",
)
PREVIEW_SPEND: Final = Query(
    "spend on preview models",
    lambda to: in_range_or_nought(to, COST, PREVIEW),
    legend="preview",
)
SPEND: Final = Query(
    "spend by answering model", lambda to: _answering(to, _grow, COST), (RESPONSE_MODEL,)
)
SHUTDOWN_BY_MODEL: Final = Query(
    "days to the shutdown of each model",
    lambda to: (
        f"(min by ({_MODEL})"
        f" (last_over_time({to.all(MODEL_SHUTDOWN)}[$__range])) - time()) / {DAY_S}"
    ),
    (RESPONSE_MODEL,),
)
PRICE_BY_MODEL: Final = Query(
    "days to the next price of each model",
    lambda to: (
        f"(min by ({_MODEL}) (last_over_time({to.all(PRICE_CHANGE)}[$__range])) - time()) / {DAY_S}"
    ),
    (RESPONSE_MODEL,),
)
ALIASES: Final = totals(
    "calls by model asked for and model that answered",
    CALLS,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    matchers=(ANSWERED,),
)
ENDING_SPEND: Final = Query(
    "spend per hour on models with a shutdown date",
    lambda to: f"{_answering(to, _rate, COST)} * 3600 and on ({_MODEL}) {to.all(MODEL_SHUTDOWN)}",
    (RESPONSE_MODEL,),
    over_time=True,
)
UNPRICED_BY_REASON: Final = totals(
    "unpriced calls by reason", UNPRICED, REQUEST_MODEL, UNPRICED_REASON
)
PER_HOUR: Final = Query(
    "calls per hour by answering model",
    lambda to: f"{_answering(to, _rate, CALLS, SUCCEEDED)} * 3600",
    (RESPONSE_MODEL,),
    over_time=True,
)
