"""What tokens are used, thought and cached, and what that costs and saves."""

from typing import Final

from dashboards._names import BOARD_TOKENS
from dashboards._panel import Board, Row, bars, over_time, stat
from dashboards._queries import cost, tokens
from dashboards._words import (
    COUNT,
    ESTIMATE,
    NO_CALLS,
    NO_SIZES,
    NO_SUCH,
    NOUGHT,
    PER_HOUR,
    SHARE,
    USD,
)


_NO_TOKENS: Final = "no call of the time range reported tokens."
_TOP: Final = (
    stat(
        "Tokens in the time range", tokens.ALL, COUNT, "All kinds; disjoint.", NO_CALLS, decimals=1
    ),
    stat(
        "Cached share of prompt",
        tokens.CACHE_HITS,
        SHARE,
        "Prompt tokens that came from a cache, of all prompt tokens, those of tools left out.",
        _NO_TOKENS,
        decimals=1,
    ),
    stat(
        "USD saved by caching",
        cost.SAVED,
        USD,
        f"What cached input cost less than uncached. {NOUGHT} {ESTIMATE}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Storage of caches",
        tokens.STORAGE_SPEND,
        USD,
        f"What explicit caches cost by the hour: to be held against what they save. {NOUGHT}",
        NO_CALLS,
        decimals=4,
    ),
    stat(
        "Thinking, of the output",
        tokens.THINKING_TOKENS,
        SHARE,
        "Thoughts, of thoughts and answers together, in tokens.",
        _NO_TOKENS,
        decimals=1,
    ),
    stat(
        "Thinking, of the spend",
        cost.THINKING_SHARE,
        SHARE,
        "What thoughts cost, of all that was spent.",
        "nothing was spent in the time range.",
        decimals=1,
    ),
    over_time(
        "Tokens by kind (per minute)",
        (tokens.BY_KIND,),
        COUNT,
        "uncached_prompt, cached, tool_use, candidates (the answer), thoughts; they add up.",
        NO_CALLS,
        stacked=True,
        width=24,
    ),
)
_CACHING: Final = Row(
    "Caching",
    (
        over_time(
            "Cached share of the prompt, by model",
            (tokens.CACHE_HITS_OVER_TIME,),
            SHARE,
            "A fall means that prompts begin differently, or that a cache expired.",
            _NO_TOKENS,
            highest=1,
        ),
        over_time(
            "Saved by caching (USD per hour)",
            (tokens.SAVED_PER_HOUR,),
            USD,
            PER_HOUR,
            NO_SUCH,
            stacked=True,
        ),
    ),
)
_THINKING: Final = Row(
    "Thinking",
    (
        over_time(
            "Thinking's share of the output, by model",
            (tokens.THINKING_OVER_TIME,),
            SHARE,
            "Thoughts, of thoughts and answers together; a thinking budget bounds it.",
            _NO_TOKENS,
            highest=1,
        ),
        over_time(
            "Spend on thinking (USD per hour)",
            (tokens.THINKING_PER_HOUR,),
            USD,
            PER_HOUR,
            NO_SUCH,
            stacked=True,
        ),
    ),
)
_SIZES: Final = Row(
    "Models, modalities and sizes",
    (
        over_time(
            "Tokens by model (per minute)",
            (tokens.BY_MODEL,),
            COUNT,
            "By the model that was asked for.",
            NO_CALLS,
            stacked=True,
        ),
        bars(
            "Tokens by kind and modality",
            (tokens.BY_MODALITY,),
            COUNT,
            "Text, image, audio, video, document: each may have its own price.",
            _NO_TOKENS,
            decimals=1,
        ),
        over_time(
            "Tokens of a call",
            (tokens.PER_CALL_MEDIAN, tokens.PER_CALL_P95),
            COUNT,
            "The middle call, and the largest but for one in twenty. Buckets are powers of four: "
            "a value can be off by as much as its bucket is wide.",
            NO_SIZES,
            width=24,
        ),
    ),
)
BOARD: Final = Board(
    BOARD_TOKENS,
    "Gemini: tokens, thinking and caching",
    "For whoever writes the prompts: where do tokens go, and do thinking and caching pay?",
    _TOP,
    (_CACHING, _THINKING, _SIZES),
)
