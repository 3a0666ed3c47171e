"""Which models are in use, until when, and at whose prices."""

from typing import Final

from dashboards import _names
from dashboards._dialect import differs, resembles
from dashboards._queries._query import Query, in_range, in_range_or_nought, per, sum_by, totals
from gemini_otel._metrics import (
    CALLS,
    COST,
    MODEL_SHUTDOWN,
    PRICE_CHANGE,
    PRICES_CHECKED,
    UNPRICED,
)
from gemini_otel._semconv import REQUEST_MODEL, RESPONSE_MODEL, UNPRICED_REASON


DAY_S: Final = 86400
PREVIEW: Final = resembles(REQUEST_MODEL, ".*(preview|exp).*")
ANSWERED: Final = differs(RESPONSE_MODEL)

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
    lambda to: f"count({in_range(to, CALLS, ANSWERED, by=(RESPONSE_MODEL,))} > 0)",
    legend="models",
)
PREVIEW_SPEND: Final = Query(
    "spend on preview models",
    lambda to: in_range_or_nought(to, COST, PREVIEW),
    legend="preview",
)
SPEND: Final = totals("spend by answering model", COST, RESPONSE_MODEL, matchers=(ANSWERED,))
SHUTDOWN_BY_MODEL: Final = Query(
    "days to the shutdown of each model",
    lambda to: (
        f"(min by ({_names.label(RESPONSE_MODEL)})"
        f" (last_over_time({to.all(MODEL_SHUTDOWN)}[$__range])) - time()) / {DAY_S}"
    ),
    (RESPONSE_MODEL,),
)
PRICE_BY_MODEL: Final = Query(
    "days to the next price of each model",
    lambda to: (
        f"(min by ({_names.label(RESPONSE_MODEL)})"
        f" (last_over_time({to.all(PRICE_CHANGE)}[$__range])) - time()) / {DAY_S}"
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
    lambda to: (
        f"{sum_by((RESPONSE_MODEL,), to)} (rate({to.of(COST)}[$__rate_interval])) * 3600"
        f" and on ({_names.label(RESPONSE_MODEL)}) {to.all(MODEL_SHUTDOWN)}"
    ),
    (RESPONSE_MODEL,),
    over_time=True,
)
UNPRICED_BY_REASON: Final = totals(
    "unpriced calls by reason", UNPRICED, REQUEST_MODEL, UNPRICED_REASON
)
PER_HOUR: Final = per(
    3600, "calls per hour by answering model", CALLS, RESPONSE_MODEL, where=(ANSWERED,)
)
