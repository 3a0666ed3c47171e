"""Answers as Google sends them, chunk by chunk: what the made ones are made from."""

from typing import Any, Final


Chunks = list[dict[str, Any]]

_ENVELOPE: Final = {"modelVersion": "gemini-3.5-flash", "responseId": "mAZ5aMLyNt2IxN8Pmv3h-Ag"}


def _chunk(parts: list[dict[str, Any]], usage: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = {"parts": parts, "role": "model"}
    candidate = {"content": content, "index": 0, **more}
    return {"candidates": [candidate], "usageMetadata": usage, **_ENVELOPE}


def _usage(prompt: int, candidates: int, thoughts: int = 0, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "promptTokenCount": prompt,
        "totalTokenCount": prompt + candidates + thoughts + more.get("toolUsePromptTokenCount", 0),
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}],
        **more,
    }
    if candidates:
        told["candidatesTokenCount"] = candidates
    if thoughts:
        told["thoughtsTokenCount"] = thoughts
    return told


_PLAIN: Final = [
    _chunk([{"text": "Par"}], _usage(9, 1)),
    _chunk([{"text": "is"}], _usage(9, 2)),
    _chunk([{"text": "."}], _usage(9, 3), finishReason="STOP"),
]
_THINKING: Final = [
    _chunk([{"text": "Hm.", "thought": True}], _usage(25, 0, 30)),
    _chunk([{"text": "Hm!", "thought": True}], _usage(25, 0, 95)),
    _chunk(
        [{"text": "42", "thoughtSignature": "c2lnbmVk"}], _usage(25, 4, 95), finishReason="STOP"
    ),
]
_CACHED: Final = [
    _chunk(
        [{"text": "A summary."}],
        _usage(
            4000,
            12,
            cachedContentTokenCount=3500,
            cacheTokensDetails=[{"modality": "TEXT", "tokenCount": 3500}],
            candidatesTokensDetails=[{"modality": "TEXT", "tokenCount": 12}],
            trafficType="ON_DEMAND",
        ),
        finishReason="STOP",
        avgLogprobs=-0.25,
    )
]
_SEARCHED: Final = [
    _chunk(
        [{"text": "It rained."}],
        _usage(18, 40, 7, toolUsePromptTokenCount=120),
        finishReason="STOP",
        groundingMetadata={
            "webSearchQueries": ["rain", "weather"],
            "groundingChunks": [{"web": {"uri": "https://example.org/", "title": "e"}}],
            "searchEntryPoint": {"renderedContent": "<b>rain</b>"},
        },
        citationMetadata={"citationSources": [{"startIndex": 0, "endIndex": 4, "uri": "u"}]},
    )
]
_CALLING: Final = [
    _chunk(
        [{"functionCall": {"name": "look_up", "args": {"city": "Paris", "days": [1, 2]}}}],
        _usage(77, 15),
        finishReason="STOP",
        safetyRatings=[{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}],
    )
]
_BLOCKED: Final = [
    {
        "promptFeedback": {
            "blockReason": "SAFETY",
            "safetyRatings": [
                {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH"}
            ],
        },
        "usageMetadata": {"promptTokenCount": 11, "totalTokenCount": 11},
        **_ENVELOPE,
    }
]
_PICTURE: Final = [
    _chunk(
        [{"inlineData": {"mimeType": "image/png", "data": "iVBORw0KGgo="}}],
        _usage(270, 1290, candidatesTokensDetails=[{"modality": "IMAGE", "tokenCount": 1290}]),
        finishReason="STOP",
    )
]
_CUT_SHORT: Final = [
    _chunk([{"text": "la la la la "}], _usage(5, 20, 300)),
    _chunk([{"text": "la la la la "}], _usage(5, 40, 300), finishReason="MAX_TOKENS"),
]
_TWO_CANDIDATES: Final = [
    {
        "candidates": [
            {"content": {"parts": [{"text": "a"}], "role": "model"}, "finishReason": "STOP"},
            {"content": {"parts": [{"text": "b"}]}, "finishReason": "RECITATION", "index": 1},
        ],
        "usageMetadata": _usage(6, 2),
        **_ENVELOPE,
    }
]

BODIES: Final[tuple[Chunks, ...]] = (
    _PLAIN,
    _THINKING,
    _CACHED,
    _SEARCHED,
    _CALLING,
    _BLOCKED,
    _PICTURE,
    _CUT_SHORT,
    _TWO_CANDIDATES,
)
