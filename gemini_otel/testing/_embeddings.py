"""The JSON bodies of embedding and token counting answers, in the shape each path asks for."""

import base64
from collections.abc import Sequence
from typing import Any, cast

from gemini_otel.testing._answers import Embedding, TokenCount, TokenList
from gemini_otel.testing._request import Request
from gemini_otel.testing._usage import to_usage


_TOKENS_EACH = 4
_DIMENSIONS = 8

Vectors = Sequence[Sequence[float]]


def embedding_body(answer: Embedding, request: Request) -> dict[str, Any]:
    """The vectors as `:predict`, `:embedContent` or `:batchEmbedContents` sends them."""
    vectors = answer.values or _made_up(answer, request)
    counts = answer.usage or {"prompt": _TOKENS_EACH * len(vectors)}
    usage = to_usage(counts) if answer.reports_usage else None
    if request.verb == "predict":
        return _predictions(vectors, usage)
    reported = {} if usage is None else {"usageMetadata": usage}
    if request.verb == "embedContent":
        return {"embedding": {"values": list(vectors[0])}} | reported
    return {"embeddings": [{"values": list(vector)} for vector in vectors]} | reported


def count_body(answer: TokenCount, request: Request) -> dict[str, Any]:
    """The count as both platforms send it."""
    cached = {} if answer.cached is None else {"cachedContentTokenCount": answer.cached}
    details = {"promptTokensDetails": [{"modality": "TEXT", "tokenCount": answer.total}]}
    billable = {"totalBillableCharacters": 4 * answer.total}
    extra = billable if request.platform == "vertex" else {}
    return {"totalTokens": answer.total} | extra | cached | details


def list_body(answer: TokenList, request: Request) -> dict[str, Any]:
    """The same tokens for each content of the request."""
    tokens = [base64.b64encode(token).decode("ascii") for token in answer.tokens]
    ids = [str(number) for number in range(1, len(tokens) + 1)]
    info = {"role": "user", "tokens": tokens, "tokenIds": ids}
    return {"tokensInfo": [info for _ in _contents(request, "contents")]}


def _made_up(answer: Embedding, request: Request) -> Vectors:
    """Unlike vectors of the length asked for."""
    length = answer.dimensions or _asked_dimensions(request) or _DIMENSIONS
    count = 1 if request.verb == "embedContent" else len(_embedded(request))
    return [[(place + 1) / (number + 2) for place in range(length)] for number in range(count)]


def _embedded(request: Request) -> list[dict[str, Any]]:
    return _contents(request, "instances" if request.verb == "predict" else "requests")


def _contents(request: Request, name: str) -> list[dict[str, Any]]:
    return _body(request).get(name) or [{}]


def _body(request: Request) -> dict[str, Any]:
    body = request.body
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _asked_dimensions(request: Request) -> int | None:
    body, first = _body(request), _embedded(request)[0]
    places = (
        first,
        first.get("embedContentConfig"),
        body,
        body.get("embedContentConfig"),
        body.get("parameters"),
    )
    asked = (place.get("outputDimensionality") for place in places if place)
    return next((dimensions for dimensions in asked if dimensions), None)


def _predictions(vectors: Vectors, usage: dict[str, Any] | None) -> dict[str, Any]:
    """Vertex AI's older shape: the tokens of each content, in snake_case, and their characters."""
    total = 0 if usage is None else usage.get("promptTokenCount", 0)
    counts = [total // len(vectors)] * len(vectors)
    counts[0] += total - sum(counts)
    predictions = [
        {"embeddings": {"values": list(vector)} | _statistics(usage, count)}
        for vector, count in zip(vectors, counts, strict=True)
    ]
    characters = {} if usage is None else {"metadata": {"billableCharacterCount": 4 * total}}
    return {"predictions": predictions} | characters


def _statistics(usage: dict[str, Any] | None, tokens: int) -> dict[str, Any]:
    if usage is None:
        return {}
    return {"statistics": {"truncated": False, "token_count": tokens}}
