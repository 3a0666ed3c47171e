"""How long callers wait: for the answer, for its first chunk, from chunk to chunk."""

from typing import Final

from dashboards._queries._query import (
    RATE,
    Query,
    measure,
    quantile,
    quantile_in_range,
    rate_of_buckets,
    sum_by,
)
from dashboards._queries.tokens import OUTPUT
from gemini_otel._metrics import (
    EXECUTE_TOOL_DURATION,
    INVOKE_WORKFLOW_DURATION,
    OPERATION_DURATION,
    TIME_PER_OUTPUT_CHUNK,
    TIME_TO_FIRST_CHUNK,
    TOKENS,
    Metric,
)
from gemini_otel._semconv import REQUEST_MODEL, TOOL_NAME, WORKFLOW_NAME


MEDIAN: Final = quantile_in_range(0.5, "duration, median", OPERATION_DURATION, "p50")
P95: Final = quantile_in_range(0.95, "duration, 95th percentile", OPERATION_DURATION, "p95")
P99: Final = quantile_in_range(0.99, "duration, 99th percentile", OPERATION_DURATION, "p99")
FIRST_CHUNK: Final = quantile_in_range(0.95, "first chunk", TIME_TO_FIRST_CHUNK, "p95")
PER_CHUNK: Final = quantile_in_range(0.95, "chunk to chunk", TIME_PER_OUTPUT_CHUNK, "p95")

MEDIAN_OVER_TIME: Final = quantile(0.5, "median over time", OPERATION_DURATION, legend="p50")
P95_OVER_TIME: Final = quantile(0.95, "95th percentile over time", OPERATION_DURATION, legend="p95")
P99_OVER_TIME: Final = quantile(0.99, "99th percentile over time", OPERATION_DURATION, legend="p99")
P95_BY_MODEL: Final = quantile(0.95, "95th percentile by model", OPERATION_DURATION, REQUEST_MODEL)
FIRST_CHUNK_BY_MODEL: Final = quantile(
    0.95, "first chunk by model", TIME_TO_FIRST_CHUNK, REQUEST_MODEL
)
PER_CHUNK_BY_MODEL: Final = quantile(
    0.95, "chunk to chunk by model", TIME_PER_OUTPUT_CHUNK, REQUEST_MODEL
)
BUCKETS: Final = Query(
    "calls by duration",
    lambda to: rate_of_buckets(to, OPERATION_DURATION, ()),
    ("le",),
    over_time=True,
)
OUTPUT_PER_SECOND: Final = Query(
    "output tokens per second of waiting",
    lambda to: (
        f"{sum_by((REQUEST_MODEL,), to)} (rate({to.of(TOKENS, OUTPUT)}[$__rate_interval]))"
        f" / ({sum_by((REQUEST_MODEL,), to)}"
        f" ({measure(to, RATE, OPERATION_DURATION, 'sum')}) > 0)"
    ),
    (REQUEST_MODEL,),
    over_time=True,
)


def _work(name: str, metric: Metric, by: str) -> Query:
    """What the app itself runs has no model and no tenant."""
    return Query(
        name,
        lambda to: (
            f"histogram_quantile(0.95, {sum_by(('le', by), to)}"
            f" (rate({to.all(metric, part='bucket')}[$__rate_interval])))"
        ),
        (by,),
        over_time=True,
        has_exemplars=True,
    )


TOOLS: Final = _work("duration of tools", EXECUTE_TOOL_DURATION, TOOL_NAME)
LOOPS: Final = _work("duration of loops", INVOKE_WORKFLOW_DURATION, WORKFLOW_NAME)
