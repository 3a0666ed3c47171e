"""A program that calls Gemini in every usual way and keeps what it gets."""

import asyncio
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any, Final

from gemini_otel.testing import Break, Reply, Request, parts
from gemini_otel.testing._answers import Answer
from tests.shapes import MODEL
from tests.signals.loops import add


ASKED: Final[Mapping[str, Any]] = {"model": MODEL, "contents": "What is new?"}
USAGE: Final = {"prompt": 100, "cached": 40, "tool_use": 5, "candidates": 20, "thoughts": 10}


def whole(client: Any) -> Any:
    """One answer."""
    return client.models.generate_content(**ASKED)


def stream(client: Any) -> Any:
    """One answer in pieces."""
    return list(client.models.generate_content_stream(**ASKED))


def stream_left_early(client: Any) -> Any:
    """One piece of an answer."""
    for chunk in client.models.generate_content_stream(**{**ASKED, "contents": "Leave."}):
        return chunk
    return None


async def whole_async(client: Any) -> Any:
    """One answer, awaited."""
    return await client.aio.models.generate_content(**ASKED)


async def stream_async(client: Any) -> Any:
    """One answer in pieces, awaited."""
    return [chunk async for chunk in await client.aio.models.generate_content_stream(**ASKED)]


async def side_by_side(client: Any) -> Any:
    """Four answers at once."""
    answers = await asyncio.gather(*(whole_async(client) for _ in range(4)))
    return sorted(answers, key=lambda answer: str(answer.response_id))


def tools(client: Any) -> Any:
    """The loop of automatic function calling: two answers."""
    return client.models.generate_content(**ASKED, config={"tools": [add]})


def chat(client: Any) -> Any:
    """Two answers in a conversation."""
    made = client.chats.create(model=MODEL)
    return [made.send_message("One."), made.send_message("Two.")]


def refused(client: Any) -> Any:
    """No answer."""
    return client.models.generate_content(**{**ASKED, "contents": "Refuse."})


def embeddings(client: Any) -> Any:
    """Two vectors."""
    return client.models.embed_content(model="gemini-embedding-001", contents=["one", "two"])


async def embeddings_async(client: Any) -> Any:
    """Two vectors, awaited."""
    return await client.aio.models.embed_content(model="gemini-embedding-001", contents=["one"])


CALLS: Final[tuple[Callable[[Any], Any], ...]] = (
    whole,
    stream,
    stream_left_early,
    whole_async,
    stream_async,
    side_by_side,
    tools,
    chat,
    refused,
    embeddings,
    embeddings_async,
)


def answer(request: Request) -> Answer | None:
    """What the server says: by what is asked, so that the order does not matter."""
    if request.operation != "generate_content":
        return None
    asked = str(request.body["contents"])
    if "Refuse" in asked:
        return Reply.error(400, "INVALID_ARGUMENT", "No.")
    calls_a_tool = "tools" in request.body and "functionResponse" not in asked
    said = parts.function_call("add", {"a": 1, "b": 0}) if calls_a_tool else "It is a nice day."
    breaks = Break.pause(Event(), after=1) if "Leave" in asked else None
    return Reply(said, usage=USAGE, breaks=breaks)


def take(client: Any) -> list[Any]:
    """What the program gets of each call, errors as well, in data that can be compared."""
    return asyncio.run(_take_all(client))


async def _take_all(client: Any) -> list[Any]:
    return [[call.__name__, await _take(call, client)] for call in CALLS]


async def _take(call: Callable[[Any], Any], client: Any) -> Any:
    try:
        got = call(client)
        return _plain(await got if asyncio.iscoroutine(got) else got)
    except Exception as error:  # noqa: BLE001 - the program goes on
        return [type(error).__name__, str(error)]


def _plain(got: Any) -> Any:
    if got is None:
        return None
    if not hasattr(got, "model_dump"):
        return [_plain(piece) for piece in got]
    return got.model_dump(mode="json", exclude={"sdk_http_response": {"headers": {"date"}}})
