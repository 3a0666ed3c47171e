"""Turns a scripted answer into the response a request asks for."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Final

from gemini_otel.testing._answers import Answer, Embedding, Raw, TokenCount, TokenList
from gemini_otel.testing._bodies import whole_body
from gemini_otel.testing._break import Break
from gemini_otel.testing._chunks import chunk_bodies
from gemini_otel.testing._embeddings import count_body, embedding_body, list_body
from gemini_otel.testing._fault import Fault
from gemini_otel.testing._reply import Reply
from gemini_otel.testing._request import Request
from gemini_otel.testing._response import Response, Usage


_JSON = "application/json; charset=UTF-8"
_EVENTS = "text/event-stream"


def render(answer: Answer, request: Request) -> Response:
    """The bytes of an answer, in the shape the request's path asks for.

    Args:
        answer: What was scripted.
        request: What it answers.

    Returns:
        The response to send.

    Raises:
        TypeError: When the answer is of another kind than the request.
    """
    _check(answer, request)
    return _RENDERERS[type(answer)](answer, request)


def _check(answer: Answer, request: Request) -> None:
    if type(answer) not in _RENDERERS:
        kinds = ", ".join(kind.__name__ for kind in _RENDERERS)
        raise TypeError(f"{answer!r} is not an answer FakeGemini can send: give one of {kinds}.")
    if request.operation not in answer.operations:
        raise TypeError(
            f"{type(answer).__name__} does not answer {request.operation} ({request.path}): "
            f"it answers {', '.join(sorted(answer.operations))}."
        )


def _reply(reply: Reply, request: Request) -> Response:
    response = _stream(reply, request) if request.is_stream else _whole(reply, request)
    return replace(response, chunk_delay=reply.chunk_delay, breaks=reply.breaks)


def _whole(reply: Reply, request: Request) -> Response:
    """A reply in one piece; a break that says something takes its place."""
    says = reply.breaks.says if reply.breaks else None
    if isinstance(says, Fault):
        return render_fault(says)
    if says is not None:
        return Response(200, _JSON, [says], [None], reply)
    return _json(200, whole_body(reply, request), reply)


def _stream(reply: Reply, request: Request) -> Response:
    bodies = chunk_bodies(reply, request)
    usages = list(accumulate(map(usage_in, bodies), _newest))
    response = Response(
        status=200,
        content_type=_EVENTS,
        pieces=[_event(_dump(body)) for body in bodies],
        usages=usages,
        answer=reply,
        planned=usages[-1] if usages else None,
        is_stream=True,
    )
    return _interrupted(response, reply.breaks)


def _interrupted(response: Response, breaks: Break | None) -> Response:
    """The pieces of a stream up to a break that says something, and what it says."""
    if breaks is None or breaks.says is None:
        return response
    usages = response.usages[: breaks.after]
    return replace(
        response,
        pieces=[*response.pieces[: breaks.after], _said(breaks.says)],
        usages=[*usages, usages[-1] if usages else None],
    )


def _said(says: Fault | bytes) -> bytes:
    """Google reports an error outside of the event format, as JSON over several lines."""
    if isinstance(says, Fault):
        return _dump(says.body(), indent=2) + b"\r\n"
    return _event(says)


def render_fault(fault: Fault, _: Request | None = None) -> Response:
    """The bytes of an error, whatever it answers."""
    return Response(fault.code, _JSON, [_dump(fault.body(), indent=2)], [None], fault)


def _raw(raw: Raw, _: Request) -> Response:
    body = _bytes(raw.body)
    usage = usage_in(raw.body) if isinstance(raw.body, Mapping) else None
    return Response(raw.status, raw.content_type, [body], [usage], raw, usage)


def _embedding(answer: Embedding, request: Request) -> Response:
    return _json(200, embedding_body(answer, request), answer)


def _count(answer: TokenCount, request: Request) -> Response:
    return _json(200, count_body(answer, request), answer)


def _list(answer: TokenList, request: Request) -> Response:
    return _json(200, list_body(answer, request), answer)


def _json(status: int, body: Mapping[str, Any], answer: Answer) -> Response:
    usage = usage_in(body)
    return Response(status, _JSON, [_dump(body)], [usage], answer, usage)


def usage_in(body: Mapping[str, Any]) -> Usage | None:
    """The token counts a body reports, wherever its shape has them."""
    if "usageMetadata" in body:
        return dict(body["usageMetadata"])
    found = [
        prediction["embeddings"].get("statistics") for prediction in body.get("predictions", ())
    ]
    tokens = sum(statistics["token_count"] for statistics in found if statistics)
    return {"promptTokenCount": tokens, "totalTokenCount": tokens} if any(found) else None


def _newest(known: Usage | None, said: Usage | None) -> Usage | None:
    """What is known of the usage once another chunk has spoken: each count's last value."""
    return {**known, **said} if known and said else said or known


def _bytes(body: bytes | str | Mapping[str, Any] | Sequence[Any]) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else _dump(body)


def _dump(body: Mapping[str, Any] | Sequence[Any], *, indent: int | None = None) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=indent).encode()


def _event(data: bytes) -> bytes:
    return b"data: " + data + b"\r\n\r\n"


_RENDERERS: Final[Mapping[type[Answer], Callable[[Any, Request], Response]]] = MappingProxyType(
    {
        Reply: _reply,
        Fault: render_fault,
        Raw: _raw,
        Embedding: _embedding,
        TokenCount: _count,
        TokenList: _list,
    }
)
