"""What FakeGemini is told to answer: words, and the token counts that a server would report."""

from threading import Event
from typing import Any, Final

from gemini_otel.testing import Answer, Break, Reply, faults
from gemini_otel.testing.parts import function_call, thought


MODEL: Final = "gemini-3.8-flash"
"""The model that is played, where a scene needs no other."""

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
