"""One call of every kind the library observes, each with a secret in all that is said."""

import contextlib
from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final

from google.genai import types

from gemini_otel.testing import Break, FakeGemini, Reply, faults, parts
from tests.shapes import MODEL, SHAPES, Caller


SECRET: Final = "the-secret-of-this-test"

Kind = Callable[[FakeGemini], None]

_USAGE: Final = {
    "prompt": 100,
    "cached": 40,
    "tool_use": 11,
    "candidates": 20,
    "thoughts": 30,
    "prompt_details": {"TEXT": 70, "IMAGE": 10, "AUDIO": 5, "VIDEO": 15},
    "cached_details": {"TEXT": 40},
    "tool_use_details": {"TEXT": 11},
    "candidates_details": {"TEXT": 12, "IMAGE": 8},
}
_CONFIG: Final = types.GenerateContentConfig(
    system_instruction=SECRET,
    temperature=1,
    top_p=1,
    top_k=40,
    seed=7,
    max_output_tokens=500,
    candidate_count=2,
    presence_penalty=0,
    frequency_penalty=1,
    stop_sequences=["END"],
    response_mime_type="application/json",
    thinking_config=types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW),
)


def look_up(city: str) -> dict[str, str]:
    """Finds something out.

    Args:
        city: Where.

    Returns:
        What was found.
    """
    return {"found": f"{SECRET} in {city}"}


def fail(city: str) -> dict[str, str]:
    """Finds nothing.

    Args:
        city: Where.

    Raises:
        LookupError: Always.
    """
    raise LookupError(f"{SECRET} is not in {city}")


def ask(gemini: FakeGemini, shape: str = "whole", **options: Any) -> None:
    """One answer to a secret question; an error is taken as an answer."""
    caller = Caller(SHAPES[shape])
    client: Any = gemini.client(**options.pop("client", {}))
    asked: dict[str, Any] = {"contents": SECRET, **options}
    try:
        with contextlib.suppress(Exception):
            caller.ask(client, **asked)
    finally:
        caller.close()


def run(client: Any, work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine on the asynchronous half of a client, closed behind it."""
    caller = Caller(SHAPES["async-whole"])

    async def close_after() -> Any:
        try:
            return await work
        finally:
            await client.aio.aclose()

    try:
        return caller.run(close_after())
    finally:
        caller.close()


def _answers(shape: str, reply: Reply, **options: Any) -> Kind:
    def act(gemini: FakeGemini) -> None:
        gemini.queue(reply)
        ask(gemini, shape, **options)

    return act


def _tools(shape: str, tool: Callable[..., Any]) -> Kind:
    def act(gemini: FakeGemini) -> None:
        call = parts.function_call(tool.__name__, {"city": SECRET})
        gemini.queue(Reply(call, usage=_USAGE), Reply(SECRET, usage=_USAGE))
        ask(gemini, shape, config={"tools": [tool]})

    return act


def _chat(gemini: FakeGemini) -> None:
    call = parts.function_call("look_up", {"city": SECRET})
    gemini.queue(Reply(call, usage=_USAGE), Reply(SECRET, usage=_USAGE), SECRET)
    client: Any = gemini.client()
    chat = client.chats.create(model=MODEL, config={"tools": [look_up]})
    chat.send_message(SECRET)
    assert list(chat.send_message_stream(SECRET))


def _continuation(gemini: FakeGemini) -> None:
    gemini.queue(Reply.continuation(SECRET, b"more", usage=_USAGE), Reply(SECRET, usage=_USAGE))
    ask(gemini)


def _embeddings(gemini: FakeGemini) -> None:
    client: Any = gemini.client()
    client.models.embed_content(model="gemini-embedding-001", contents=SECRET)
    run(client, client.aio.models.embed_content(model="gemini-embedding-001", contents=SECRET))
    vertex: Any = gemini.client(vertexai=True)
    gemini.queue(Reply.embedding(usage={"prompt": 4, "prompt_details": {"TEXT": 4}}))
    client.models.embed_content(model="gemini-embedding-001", contents=SECRET)
    vertex.models.embed_content(model="text-embedding-005", contents=SECRET)


def _token_counts(gemini: FakeGemini) -> None:
    client: Any = gemini.client()
    client.models.count_tokens(model=MODEL, contents=SECRET)
    run(client, client.aio.models.count_tokens(model=MODEL, contents=SECRET))


def _retries(gemini: FakeGemini) -> None:
    gemini.queue(faults.overloaded(), SECRET)
    retries = {"attempts": 2, "initial_delay": 0.0, "jitter": 0.0}
    ask(gemini, client={"http_options": {"retry_options": retries}})


def _errors(gemini: FakeGemini) -> None:
    for shape in SHAPES:
        gemini.queue(Reply.error(429, "RESOURCE_EXHAUSTED", f"{SECRET} is exhausted"))
        ask(gemini, shape)
    gemini.queue(faults.requests_per_day())
    ask(gemini)
    gemini.queue(Reply.raw(f"<html>{SECRET}</html>", content_type="text/html"))
    ask(gemini)
    client: Any = gemini.client()
    for call in (client.models.embed_content, client.models.count_tokens):
        gemini.queue(Reply.error(503, "UNAVAILABLE", SECRET))
        with contextlib.suppress(Exception):
            call(model=MODEL, contents=SECRET)


def _refusals(gemini: FakeGemini) -> None:
    ask(gemini, config={"routing_config": {"manual_mode": {"model_name": SECRET}}})


def _left_streams(gemini: FakeGemini) -> None:
    client: Any = gemini.client()
    gemini.queue(Reply(SECRET, usage=_USAGE))
    stream = client.models.generate_content_stream(model=MODEL, contents=SECRET)
    next(stream)
    stream.close()
    gemini.queue(Reply(SECRET, usage=_USAGE, breaks=Break.error(faults.internal(), after=1)))
    ask(gemini, "stream")
    gemini.queue(Reply(SECRET, usage=_USAGE, breaks=Break.cut(after=2)))
    ask(gemini, "stream")


_RATINGS: Final[list[dict[str, Any]]] = [
    {"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True},
    {"category": "HARM_CATEGORY_HATE_SPEECH", "probability": "LOW"},
]
_CITATIONS: Final = [{"start_index": 0, "end_index": 9, "uri": "https://example.com/book"}]
_GROUNDING: Final = {
    "web_search_queries": [SECRET, "two"],
    "image_search_queries": ["three"],
    "retrieval_queries": ["four"],
    "grounding_chunks": [{"maps": {"uri": "https://maps.example.com", "title": SECRET}}],
}
_URLS: Final = [
    {"retrieved_url": f"https://{SECRET}", "url_retrieval_status": "URL_RETRIEVAL_STATUS_SUCCESS"}
]
_CLICK: Final = parts.function_call(
    "click", {"x": 1, "safety_decision": {"decision": "require_confirmation", "why": SECRET}}
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **{
            f"every token kind, {shape}": _answers(
                shape, Reply([parts.thought(SECRET), SECRET], usage=_USAGE), config=_CONFIG
            )
            for shape in SHAPES
        },
        **{f"tools, {shape}": _tools(shape, look_up) for shape in SHAPES},
        "a tool that fails": _tools("whole", fail),
        "a failing tool, async": _tools("async-stream", fail),
        "chat": _chat,
        "continuation": _continuation,
        "embeddings": _embeddings,
        "token counts": _token_counts,
        "retries": _retries,
        "errors": _errors,
        "refused by the SDK": _refusals,
        "streams that end early": _left_streams,
        "vertex": _answers(
            "stream",
            Reply(SECRET, usage={**_USAGE, "traffic_type": "ON_DEMAND"}),
            client={"vertexai": True},
        ),
        "served tier": _answers("whole", Reply(headers={"x-gemini-service-tier": "flex"})),
        "no usage": _answers("whole", Reply(usage=None)),
        "blocked prompt": _answers(
            "stream", Reply.blocked("SAFETY", message=SECRET, safety_ratings=_RATINGS)
        ),
        "blocked answer": _answers(
            "whole",
            Reply(None, finish_reason="SAFETY", finish_message=SECRET, safety_ratings=_RATINGS),
        ),
        "recitation": _answers(
            "whole", Reply(None, finish_reason="RECITATION", citations=_CITATIONS)
        ),
        "truncated": _answers("whole", Reply(f"{SECRET} " * 99, finish_reason="MAX_TOKENS")),
        "malformed call": _answers("whole", Reply(None, finish_reason="MALFORMED_FUNCTION_CALL")),
        "grounding": _answers("whole", Reply(SECRET, grounding=_GROUNDING, url_context=_URLS)),
        "computer use": _answers("whole", Reply([_CLICK])),
        "leaving model": _answers(
            "whole", Reply(model_status={"model_stage": "DEPRECATED", "message": SECRET})
        ),
    }
)
"""Every kind by its name."""
