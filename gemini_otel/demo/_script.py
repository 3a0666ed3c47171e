"""What FakeGemini is told to answer, with a server's token counts, and what each scene costs."""

from collections.abc import Mapping
from threading import Event
from typing import Any, Final

from gemini_otel.testing import Answer, Break, Reply, faults
from gemini_otel.testing.parts import function_call, thought


# No price of these models is announced to end, so that the demo costs the same on any day.
MODEL: Final = "gemini-3.5-flash"
"""The model that is played, where a scene needs no other."""

CHEAPER_MODEL: Final = "gemini-3.5-flash-lite"
"""The model of the scene with the cache."""

EMBEDDING_MODEL: Final = "gemini-embedding-001"
"""A model whose shutdown is announced."""

UNPRICED_MODEL: Final = "gemini-9-flash"
"""A model that is in no price list."""

RETIRED_MODEL: Final = "gemini-2.0-flash"
"""A model that Google switched off in 2026."""

# Google names the tier that served a request in this header.
_STANDARD: Final = {"x-gemini-service-tier": "standard"}


def _tokens(prompt: int, answer: int = 0, *, image: int = 0, **others: Any) -> dict[str, Any]:
    """Counts by kind with their modalities; the prompt's `image` and `cached` are part of it."""
    modalities = {"TEXT": prompt - image} | ({"IMAGE": image} if image else {})
    cached = {"cached_details": {"TEXT": others["cached"]}} if "cached" in others else {}
    tool_use = {"tool_use_details": {"TEXT": others["tool_use"]}} if "tool_use" in others else {}
    said = {"candidates": answer, "candidates_details": {"TEXT": answer}} if answer else {}
    return {"prompt": prompt, "prompt_details": modalities, **said, **others, **cached, **tool_use}


CAPITAL: Final[list[Answer]] = [Reply("Paris.", usage=_tokens(12, 2), headers=_STANDARD)]

CAPITAL_ASYNC: Final[list[Answer]] = [Reply("Oslo.", usage=_tokens(12, 3), headers=_STANDARD)]

THINKING: Final[list[Answer]] = [
    Reply(
        [
            thought("Oil floats on water, "),
            thought("so it is the lighter of the two."),
            "A litre of water weighs more: ",
            "oil is less dense and floats on it.",
        ],
        usage=_tokens(18, 20, thoughts=64),
        chunks=4,
        chunk_delay=0.06,
        headers=_STANDARD,
    )
]

CACHE_HIT: Final[list[Answer]] = [
    Reply(
        "The head of the department does.",
        usage=_tokens(2310, 9, cached=2048, thoughts=31),
        headers=_STANDARD,
    )
]

PICTURE: Final[list[Answer]] = [Reply("Red.", usage=_tokens(266, 2, image=258), headers=_STANDARD)]

TOOLS: Final[list[Answer]] = [
    Reply(
        function_call("get_temperature", {"city": "Lisbon"}, signature=b"1"),
        usage=_tokens(118, 16, thoughts=42),
        headers=_STANDARD,
    ),
    Reply(
        function_call("to_fahrenheit", {"celsius": 24.0}, signature=b"2"),
        usage=_tokens(151, 17),
        headers=_STANDARD,
    ),
    Reply("It is 75.2 F in Lisbon.", usage=_tokens(186, 11), headers=_STANDARD),
]

GROUNDED: Final[list[Answer]] = [
    Reply(
        "The rider from Slovenia won, by four minutes and 24 seconds.",
        usage=_tokens(17, 38, tool_use=96, thoughts=55),
        grounding={
            "webSearchQueries": ["tour de france winner", "tour de france final time gap"],
            "groundingChunks": [{"web": {"uri": "https://example.com/tour", "title": "Tour"}}],
        },
        headers=_STANDARD,
    )
]

BLOCKED: Final[list[Answer]] = [
    Reply(
        None,
        prompt_feedback={
            "blockReason": "SAFETY",
            "safetyRatings": [
                {
                    "category": "HARM_CATEGORY_DANGEROUS_CONTENT",
                    "probability": "HIGH",
                    "blocked": True,
                }
            ],
        },
        usage=_tokens(8),
        headers=_STANDARD,
    )
]

RECITED: Final[list[Answer]] = [
    Reply(
        None,
        finish_reason="RECITATION",
        usage=_tokens(9),
        citations=[{"startIndex": 0, "endIndex": 412, "uri": "https://example.com/lyrics"}],
        headers=_STANDARD,
    )
]

THOUGHT_TOO_LONG: Final[list[Answer]] = [
    Reply(None, finish_reason="MAX_TOKENS", usage=_tokens(20, thoughts=37), headers=_STANDARD)
]

REPETITIVE: Final[list[Answer]] = [
    Reply(
        "Next stop: Central Station. " * 60,
        finish_reason="MAX_TOKENS",
        usage=_tokens(7, 400),
        headers=_STANDARD,
    )
]

RATE_LIMITED: Final[list[Answer]] = [
    faults.requests_per_minute(MODEL, retry_after=0.25),
    Reply("Lima.", usage=_tokens(7, 2), headers=_STANDARD),
]

RETIRED: Final[list[Answer]] = [faults.model_retired(RETIRED_MODEL)]

USED_UP: Final[list[Answer]] = [faults.requests_per_day(MODEL)]


# The server stops after the second piece, so that nothing is sent that is not read.
HALF_A_STORY: Final[list[Answer]] = [
    Reply(
        ["The lamp went out ", "one night in March, ", "and the keeper ", "climbed the stairs."],
        usage=_tokens(8, 24),
        chunks=4,
        breaks=Break.pause(Event(), after=2),
        headers=_STANDARD,
    )
]

VECTORS: Final[list[Answer]] = [Reply.embedding(usage=_tokens(9))]

UNPRICED: Final[list[Answer]] = [Reply("Paris.", usage=_tokens(12, 2), headers=_STANDARD)]

# Rates, from the price list of the Gemini API, standard tier. A dollar for a million tokens is
# 1,000 nano-dollars a token:
#   gemini-3.5-flash       input $1.50: 1,500 a token    output and thinking $9.00: 9,000
#   gemini-3.5-flash-lite  input $0.30: 300, cached $0.03: 30    output and thinking $2.50: 2,500
#   gemini-embedding-001   input $0.15: 150
#   Google Search          $14 for 1,000 queries: 14,000,000 a query; on Gemini 3 and later what
#                          the search brings into the prompt, tool use, is free
WORKED_OUT: Final[Mapping[str, int]] = {
    # 12 x 1,500 + 2 x 9,000 = 18,000 + 18,000
    "sync call": 36_000,
    # 12 x 1,500 + 3 x 9,000 = 18,000 + 27,000
    "async call": 45_000,
    # 18 x 1,500 + (20 + 64) x 9,000 = 27,000 + 756,000
    "stream that thinks before it answers": 783_000,
    # (2,310 - 2,048) x 300 + 2,048 x 30 + (9 + 31) x 2,500 = 78,600 + 61,440 + 100,000
    "cache hit": 240_040,
    # 266 x 1,500 + 2 x 9,000 = 399,000 + 18,000
    "prompt with a picture": 417_000,
    # (118 + 151 + 186) x 1,500 + (16 + 42 + 17 + 11) x 9,000 = 682,500 + 774,000
    "tool loop: 2 functions, 3 turns": 1_456_500,
    # 17 x 1,500 + 96 x 0 + (38 + 55) x 9,000 + 2 x 14,000,000 = 25,500 + 837,000 + 28,000,000
    "answer grounded on 2 searches": 28_862_500,
    # 8 x 1,500
    "blocked prompt": 12_000,
    # 9 x 1,500
    "recitation": 13_500,
    # 20 x 1,500 + 37 x 9,000 = 30,000 + 333,000
    "output budget eaten by thinking": 363_000,
    # 7 x 1,500 + 400 x 9,000 = 10,500 + 3,600,000
    "truncated answer that repeats itself": 3_610_500,
    # 7 x 1,500 + 2 x 9,000 = 10,500 + 18,000; the attempt that failed is not billed
    "429, then a retry that succeeds": 28_500,
    # 8 x 1,500 + 12 x 9,000 = 12,000 + 108,000; 12 of the 24 tokens had come
    "stream left half-way": 120_000,
    # 9 x 150
    "embeddings": 1_350,
}
"""What each scene with a cost costs in nano-dollars, by hand: 35,988,890 together."""
