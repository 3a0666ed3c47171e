"""Says an event or the end of a call in a few words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gemini_otel._semconv import (
    ATTEMPTS,
    BLOCK_REASON,
    BLOCK_STAGE,
    CITATIONS,
    ERROR_CLASS,
    ERROR_TYPE,
    FINISH_REASON,
    GROUNDING_WEB_QUERIES,
    MODEL_ROUTED_TO,
    MODEL_SHUTDOWN_DATE,
    MODEL_STAGE,
    OUTPUT_EMPTY,
    OUTPUT_REPETITIVE,
    PRICE_CHANGE_DATE,
    PRICE_CHANGE_FACTOR,
    RESPONSE_FINISH_REASONS,
    RESPONSE_TIME_TO_FIRST_CHUNK,
    RETRY_ATTEMPT,
    RETRY_DELAY,
    SAFETY_CATEGORY,
    SERVICE_TIER,
    STREAM_END,
    STREAM_TIME_TO_FIRST_ANSWER,
    TRUNCATED_BY_THINKING,
    WORKFLOW_TURNS,
)


Phrases = tuple[tuple[str, Callable[[Any], str]], ...]


_LEFT: Final = frozenset({"closed", "collected"})
_USUAL_TIER: Final = "standard"


def _same(value: Any) -> str:
    return str(value)


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


EVENT: Final[Phrases] = (
    (BLOCK_STAGE, "{} blocked".format),
    (BLOCK_REASON, _same),
    (SAFETY_CATEGORY, _same),
    (FINISH_REASON, _same),
    (TRUNCATED_BY_THINKING, lambda _: "thinking used the whole budget"),
    (OUTPUT_REPETITIVE, lambda _: "the answer only repeats itself"),
    (OUTPUT_EMPTY, lambda _: "nothing was answered"),
    (CITATIONS, lambda found: ", ".join(one.get("uri", "no address") for one in found)),
    (MODEL_STAGE, _same),
    (MODEL_SHUTDOWN_DATE, "shutdown {}".format),
    (MODEL_ROUTED_TO, "then {} answers".format),
    (PRICE_CHANGE_DATE, "from {}".format),
    (PRICE_CHANGE_FACTOR, "{:.4g} times the cost".format),
    (RETRY_ATTEMPT, "attempt {} failed".format),
    (ERROR_TYPE, _same),
    (ERROR_CLASS, _same),
    (RETRY_DELAY, "the next went out {:.2f} s later".format),
)
"""What an event says, by the attributes it has."""

END: Final[Phrases] = (
    (ERROR_CLASS, _same),
    (BLOCK_STAGE, lambda stage: "prompt blocked" if stage == "prompt" else ""),
    (RESPONSE_FINISH_REASONS, ", ".join),
    (STREAM_END, lambda end: "left half-way" if end in _LEFT else ""),
    (GROUNDING_WEB_QUERIES, lambda count: _count(count, "search", "searches")),
    (SERVICE_TIER, lambda tier: "" if tier == _USUAL_TIER else f"{tier} tier"),
    (ATTEMPTS, lambda count: _count(count, "attempt", "attempts")),
    (WORKFLOW_TURNS, lambda count: _count(count, "turn", "turns")),
)
"""How a call ended, by the attributes of its span."""

PACE: Final[Phrases] = (
    (RESPONSE_TIME_TO_FIRST_CHUNK, lambda s: f"first chunk at {s * 1000:.0f} ms"),
    (STREAM_TIME_TO_FIRST_ANSWER, lambda s: f"answer at {s * 1000:.0f} ms"),
)
"""How fast a stream was, by the attributes of its span."""


def say(phrases: Phrases, attributes: Mapping[str, Any]) -> str:
    """Puts the phrases together whose attributes are there and not false."""
    said = (phrase(attributes[name]) for name, phrase in phrases if attributes.get(name))
    return ", ".join(filter(None, said))
