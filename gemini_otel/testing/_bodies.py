"""The JSON body of a reply that is sent whole."""

from collections.abc import Mapping
from typing import Any

from gemini_otel.testing._reply import Reply
from gemini_otel.testing._request import Request
from gemini_otel.testing._usage import to_usage
from gemini_otel.testing._wire import to_object
from gemini_otel.testing.parts import Part, Parts, listed


def whole_body(reply: Reply, request: Request) -> dict[str, Any]:
    """A reply's complete body, as generateContent sends it."""
    body: dict[str, Any] = {}
    if reply.prompt_feedback is None:
        body["candidates"] = candidates(reply, request)
    if reply.usage is not None:
        body["usageMetadata"] = to_usage(reply.usage)
    return body | envelope(reply, request)


def envelope(reply: Reply, request: Request) -> dict[str, Any]:
    """What every body of a reply says about itself, chunk or whole."""
    said = {
        "promptFeedback": reply.prompt_feedback,
        "modelVersion": reply.model_version or request.model,
        "responseId": reply.response_id or f"fake-response-{request.number}",
        "modelStatus": reply.model_status,
    }
    return to_object(_stated(said) | dict(reply.extra or {}))


def candidates(reply: Reply, request: Request) -> list[dict[str, Any]]:
    """All candidates, complete."""
    first = candidate(reply.parts) | ending(reply, request)
    others = (
        candidate(parts, index=index) | _stated({"finishReason": reply.finish_reason})
        for index, parts in enumerate(reply.others, start=1)
    )
    return [first, *others]


def candidate(parts: Parts | None, *, index: int = 0) -> dict[str, Any]:
    """A candidate with nothing but its content."""
    return ({} if parts is None else {"content": content(parts)}) | {"index": index}


def content(parts: Parts) -> dict[str, Any]:
    """The model's content; without parts it has only its role, as Google sends it."""
    written = [_part(part) for part in listed(parts)]
    return ({"parts": written} if written else {}) | {"role": "model"}


def ending(reply: Reply, request: Request) -> dict[str, Any]:
    """What the first candidate says once it is complete."""
    said = {
        "finishReason": reply.finish_reason,
        "finishMessage": reply.finish_message,
        "safetyRatings": reply.safety_ratings or None,
        "citationMetadata": _citations(reply, request),
        "groundingMetadata": reply.grounding,
        "urlContextMetadata": {"urlMetadata": reply.url_context} if reply.url_context else None,
        "continuationToken": reply.continuation_token,
    }
    return to_object(_stated(said) | dict(reply.candidate or {}))


def _citations(reply: Reply, request: Request) -> dict[str, Any] | None:
    """The two platforms name the same list differently."""
    name = "citationSources" if request.platform == "gemini" else "citations"
    return {name: reply.citations} if reply.citations else None


def _part(part: Part) -> dict[str, Any]:
    return {"text": part} if isinstance(part, str) else to_object(part)


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
