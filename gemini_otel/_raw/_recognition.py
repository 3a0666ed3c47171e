"""Tells responses of Gemini's from any other JSON."""

from typing import Final

from gemini_otel._extract._values import read_field
from gemini_otel._raw._interactions import is_event, is_interaction
from gemini_otel._raw._json import Body, to_body
from gemini_otel._raw._responses import is_live


_MARKS: Final = (
    "usage_metadata",
    "candidates",
    "prompt_feedback",
    "model_version",
    "response_id",
    "sdk_http_response",
    "embedding",
    "embeddings",
    "predictions",
    "generated_images",
    "generated_videos",
)
"""What tells a response of `generateContent`, of embeddings, of Imagen or Veo."""


def is_response(value: object) -> bool:
    """Whether it is a response, or an array of which one is a part of a response."""
    if isinstance(value, list):
        return any(map(is_response, value))  # pyright: ignore[reportUnknownArgumentType]  # JSON
    body = to_body(value)
    return body is not None and (
        any(read_field(body, name) is not None for name in _MARKS)
        or is_interaction(body)
        or is_event(body)
        or is_live(body)
    )


def is_token_count(value: object) -> bool:
    """Whether it is the answer of `countTokens`."""
    body: Body | None = to_body(value)
    return (
        body is not None
        and read_field(body, "total_tokens") is not None
        and read_field(body, "usage_metadata") is None
    )
