"""The four ways the SDK is asked for an answer, and what its answers say."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final

from google.genai import Client
from google.genai.types import GenerateContentResponse, Part


MODEL: Final = "gemini-3.5-flash"

Answers = list[GenerateContentResponse]
Ask = Callable[..., Answers]


def run(client: Client, call: Coroutine[Any, Any, Any]) -> Any:
    """The result of a call on the asynchronous half of a client, which is closed behind it."""

    async def close_after() -> Any:
        try:
            return await call
        finally:
            await client.aio.aclose()

    return asyncio.run(close_after())


def _sync(client: Client, **options: Any) -> Answers:
    return [client.models.generate_content(**options)]


def _sync_stream(client: Client, **options: Any) -> Answers:
    return list(client.models.generate_content_stream(**options))


def _async(client: Client, **options: Any) -> Answers:
    return [run(client, client.aio.models.generate_content(**options))]


def _async_stream(client: Client, **options: Any) -> Answers:
    async def read() -> Answers:
        return [chunk async for chunk in await client.aio.models.generate_content_stream(**options)]

    chunks: Answers = run(client, read())
    return chunks


SHAPES: Final[Mapping[str, Ask]] = MappingProxyType(
    {
        "sync": _sync,
        "sync-stream": _sync_stream,
        "async": _async,
        "async-stream": _async_stream,
    }
)


def with_defaults(shape: Ask) -> Ask:
    """The same, with a model and a prompt for tests that care for neither."""

    def ask(client: Client, **options: Any) -> Answers:
        return shape(client, **{"model": MODEL, "contents": "Hello?", **options})

    return ask


def said(answers: Answers) -> str:
    """All the text of an answer, thoughts left out, without the SDK's warnings about parts."""
    return "".join(
        part.text or "" for answer in answers for part in parts_of(answer) if not part.thought
    )


def parts_of(answer: GenerateContentResponse) -> list[Part]:
    """The parts of an answer's first candidate."""
    content = answer.candidates[0].content if answer.candidates else None
    return list(content.parts or []) if content else []
