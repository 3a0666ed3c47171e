"""How long users wait, and what for."""

from typing import Final

from dashboards._names import BOARD_LATENCY
from dashboards._panel import Board, Row, heatmap, over_time, stat
from dashboards._queries import errors, latency
from dashboards._words import COUNT, NO_CALLS, NO_DURATIONS, NO_STREAMS, NO_SUCH, SECONDS, WHOLE


_BUCKETS: Final = (
    "Read off buckets that double in width, so a value can be off by as much; failed calls are "
    "in it."
)
_TOP: Final = (
    stat("Duration, median", latency.MEDIAN, SECONDS, _BUCKETS, NO_DURATIONS, decimals=2),
    stat("Duration, p95", latency.P95, SECONDS, _BUCKETS, NO_DURATIONS, decimals=2),
    stat("Duration, p99", latency.P99, SECONDS, _BUCKETS, NO_DURATIONS, decimals=2),
    stat(
        "Time to first chunk, p95",
        latency.FIRST_CHUNK,
        SECONDS,
        f"From the request to the first chunk of a stream. {_BUCKETS}",
        NO_STREAMS,
        decimals=2,
    ),
    stat(
        "Time per chunk, p95",
        latency.PER_CHUNK,
        SECONDS,
        f"From chunk to chunk, on average over a stream. {_BUCKETS}",
        NO_STREAMS,
        decimals=3,
    ),
    stat(
        "Calls in the time range",
        errors.ALL_CALLS,
        WHOLE,
        "With failed ones. Below some dozens the percentiles mean little.",
        NO_CALLS,
    ),
    over_time(
        "Duration of calls",
        (latency.MEDIAN_OVER_TIME, latency.P95_OVER_TIME, latency.P99_OVER_TIME),
        SECONDS,
        f"{_BUCKETS} Dots are single calls that lead to their traces, where metrics come by OTLP.",
        NO_DURATIONS,
        width=24,
    ),
)
_MODELS: Final = Row(
    "By model",
    (
        over_time(
            "Duration by model, p95",
            (latency.P95_BY_MODEL,),
            SECONDS,
            f"{_BUCKETS} A point's menu leads to traces of its model.",
            NO_DURATIONS,
        ),
        over_time(
            "Output tokens per second of waiting",
            (latency.OUTPUT_PER_SECOND,),
            COUNT,
            "Answer and thinking tokens by the time that calls took, so thinking counts as pace.",
            NO_DURATIONS,
        ),
    ),
)
_STREAMS: Final = Row(
    "Streams",
    (
        over_time(
            "Time to first chunk by model, p95",
            (latency.FIRST_CHUNK_BY_MODEL,),
            SECONDS,
            f"A first chunk may be a thought and show nothing to a user. {_BUCKETS}",
            NO_STREAMS,
        ),
        over_time(
            "Time per chunk by model, p95",
            (latency.PER_CHUNK_BY_MODEL,),
            SECONDS,
            f"On average over a stream. {_BUCKETS}",
            NO_STREAMS,
        ),
    ),
)
_SPREAD: Final = Row(
    "Spread",
    (
        heatmap(
            "Calls by duration (per second)",
            latency.BUCKETS,
            SECONDS,
            "Two bands mean two kinds of calls, which no percentile shows.",
            NO_DURATIONS,
        ),
    ),
)
_WORK: Final = Row(
    "Tools and loops",
    (
        over_time(
            "Duration of tools, p95",
            (latency.TOOLS,),
            SECONDS,
            "Functions of the app that the SDK ran for the model. Not by model or tenant.",
            NO_SUCH,
        ),
        over_time(
            "Duration of function calling loops, p95",
            (latency.LOOPS,),
            SECONDS,
            "All turns of a loop and the functions in it. Not by model or tenant.",
            NO_SUCH,
        ),
        over_time(
            "Retried attempts (per minute)",
            (errors.RETRIES_PER_MINUTE,),
            COUNT,
            "Failed attempts that the SDK repeated: their waiting is in the duration of the call.",
            NO_SUCH,
            stacked=True,
            width=24,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_LATENCY,
    "Gemini: latency and streaming",
    "For whoever answers to users: how long do they wait, and for what?",
    _TOP,
    (_MODELS, _STREAMS, _SPREAD, _WORK),
    since="now-6h",
)
