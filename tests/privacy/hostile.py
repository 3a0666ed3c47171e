"""A server that makes up another word in every field of every answer."""

import json
from collections.abc import Iterator
from typing import Any, Final

from tests.faults.pipe import Bytes


QUOTAS: Final = "type.googleapis.com/google.rpc.QuotaFailure"
_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"
_RETRY: Final = "type.googleapis.com/google.rpc.RetryInfo"
TOKENS: Final = 7
"""Served with each answer."""


def pack(body: dict[str, Any], status: int = 200) -> Bytes:
    """An answer with this body."""
    return Bytes([json.dumps(body).encode()], status)


def make_candidate(word: str, **more: Any) -> dict[str, Any]:
    """A candidate that ends, cites and calls as nobody has heard of."""
    call = {"name": word, "args": {"safety_decision": {"decision": word}}}
    return {
        "content": {"role": "model", "parts": [{"text": word}, {"functionCall": call}]},
        "finishReason": word,
        "finishMessage": word,
        "safetyRatings": [{"category": word, "probability": word, "blocked": True}],
        "citationMetadata": {"citations": [{"uri": f"https://{word}"}]},
        "urlContextMetadata": {"urlMetadata": [{"retrievedUrl": word, "urlRetrievalStatus": word}]},
        **more,
    }


def make_usage(word: str) -> dict[str, Any]:
    """Seven tokens of a kind that nobody has heard of."""
    return {
        "promptTokenCount": 3,
        "candidatesTokenCount": 4,
        "totalTokenCount": TOKENS,
        "promptTokensDetails": [{"modality": word, "tokenCount": 3}],
        "candidatesTokensDetails": [{"modality": word, "tokenCount": 4}],
        "trafficType": word,
    }


def make_answer(word: str, *candidates: dict[str, Any]) -> dict[str, Any]:
    """An answer with a word in all its fields."""
    return {
        "candidates": list(candidates) or [make_candidate(word)],
        "usageMetadata": make_usage(word),
        "modelVersion": word,
        "responseId": word,
        "modelStatus": {"modelStage": word, "message": word},
    }


def make_block(word: str) -> dict[str, Any]:
    """A prompt that is blocked for a reason nobody has heard of."""
    feedback = {
        "blockReason": word,
        "blockReasonMessage": word,
        "safetyRatings": [{"category": word, "blocked": True}],
    }
    return {**make_answer(word), "candidates": [], "promptFeedback": feedback}


def make_error(word: str, number: int) -> dict[str, Any]:
    """A quota that nobody has heard of is used up."""
    violation = {"quotaMetric": word, "quotaId": word, "quotaValue": str(number)}
    details = [
        {"@type": QUOTAS, "violations": [violation]},
        {"@type": _INFO, "reason": word.upper(), "metadata": {word: word}},
        {"@type": _RETRY, "retryDelay": f"{number}s"},
    ]
    return {"error": {"code": number, "status": word, "message": word, "details": details}}


def flood(count: int) -> Iterator[Bytes]:
    """So many answers: of four one blocks, one is an error, and no word comes twice."""
    for number in range(count):
        word = f"word-{number}"
        if number % 4 == 1:
            yield pack(make_block(word))
        elif number % 4 == 3:
            yield pack(make_error(word, number), 400 + number % 100)
        else:
            yield pack(make_answer(word))
