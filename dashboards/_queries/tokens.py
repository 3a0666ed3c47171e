"""What tokens were used, thought and cached, and what that cost and saved."""

from typing import Final

from dashboards._dialect import resembles
from dashboards._queries._query import (
    Query,
    in_range,
    in_range_or_nought,
    per,
    quantile,
    rate,
    total,
    totals,
)
from dashboards._queries.cost import STORAGE, THINKING
from gemini_otel._metrics import CACHE_SAVINGS, COST, TOKEN_USAGE, TOKENS
from gemini_otel._semconv import (
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    REQUEST_MODEL,
    TOKEN_KIND,
    TOKEN_MODALITY,
    TOKEN_TYPE,
)


CACHED: Final = resembles(TOKEN_KIND, KIND_CACHED)
THOUGHTS: Final = resembles(TOKEN_KIND, KIND_THOUGHTS)
PROMPT: Final = resembles(TOKEN_KIND, f"{KIND_UNCACHED_PROMPT}|{KIND_CACHED}")
INPUT: Final = resembles(TOKEN_KIND, f"{KIND_UNCACHED_PROMPT}|{KIND_CACHED}|{KIND_TOOL_USE}")
OUTPUT: Final = resembles(TOKEN_KIND, f"{KIND_CANDIDATES}|{KIND_THOUGHTS}")

ALL: Final = total("tokens", TOKENS, legend="tokens")
BY_KIND: Final = per(60, "tokens per minute by kind", TOKENS, TOKEN_KIND)
BY_MODEL: Final = per(60, "tokens per minute by model", TOKENS, REQUEST_MODEL)
BY_MODALITY: Final = totals("tokens by kind and modality", TOKENS, TOKEN_KIND, TOKEN_MODALITY)
CACHE_HITS: Final = Query(
    "cached share of the prompt",
    lambda to: f"{in_range_or_nought(to, TOKENS, CACHED)} / ({in_range(to, TOKENS, PROMPT)} > 0)",
    legend="cached",
)
THINKING_TOKENS: Final = Query(
    "thinking's share of the output",
    lambda to: f"{in_range_or_nought(to, TOKENS, THOUGHTS)} / ({in_range(to, TOKENS, OUTPUT)} > 0)",
    legend="thinking",
)


def _share_over_time(name: str, part: str, whole: str) -> Query:
    by = (REQUEST_MODEL,)
    return Query(
        name,
        lambda to: f"{rate(to, TOKENS, part, by=by)} / ({rate(to, TOKENS, whole, by=by)} > 0)",
        by,
        over_time=True,
    )


CACHE_HITS_OVER_TIME: Final = _share_over_time("cached share by model", CACHED, PROMPT)
THINKING_OVER_TIME: Final = _share_over_time("thinking share by model", THOUGHTS, OUTPUT)
THINKING_PER_HOUR: Final = per(
    3600, "thinking spend per hour", COST, REQUEST_MODEL, where=(THINKING,)
)
SAVED_PER_HOUR: Final = per(3600, "saved per hour by caching", CACHE_SAVINGS, REQUEST_MODEL)
STORAGE_SPEND: Final = total("cache storage spend", COST, STORAGE, legend="storage")
PER_CALL_MEDIAN: Final = quantile(
    0.5, "tokens per call, median", TOKEN_USAGE, TOKEN_TYPE, legend="p50"
)
PER_CALL_P95: Final = quantile(
    0.95, "tokens per call, 95th percentile", TOKEN_USAGE, TOKEN_TYPE, legend="p95"
)
