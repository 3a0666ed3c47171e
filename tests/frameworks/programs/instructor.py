"""Instructor: models filled from answers, whole, in part and in lists, with re-asks."""

import asyncio
from typing import Any

import instructor
from google import genai
from google.genai.types import HttpOptions
from pydantic import BaseModel

from tests.frameworks.ways import CHAT_MODEL, DOUBTED, QUESTION, Way


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


MESSAGES = [{"role": "user", "content": QUESTION}]
ASKED: dict[str, Any] = {"model": CHAT_MODEL, "messages": MESSAGES}
TOOLS, SCHEMA = instructor.Mode.TOOLS, instructor.Mode.JSON


def make(url: str, mode: instructor.Mode, *, use_async: bool = False) -> Any:
    client = genai.Client(api_key="none", http_options=HttpOptions(base_url=url))
    return instructor.from_genai(client, mode=mode, use_async=use_async)


def structured(url: str) -> Any:
    return make(url, SCHEMA).create(**ASKED, response_model=Weather).model_dump()


def structured_by_tool(url: str) -> Any:
    return make(url, TOOLS).create(**ASKED, response_model=Weather).model_dump()


async def structured_async(url: str) -> Any:
    client = make(url, SCHEMA, use_async=True)
    return (await client.create(**ASKED, response_model=Weather)).model_dump()


async def structured_by_tool_async(url: str) -> Any:
    client = make(url, TOOLS, use_async=True)
    return (await client.create(**ASKED, response_model=Weather)).model_dump()


def with_completion(url: str) -> Any:
    made, raw = make(url, TOOLS).create_with_completion(**ASKED, response_model=Weather)
    return [made.model_dump(), raw.usage_metadata.model_dump()]


def partial(url: str) -> Any:
    answers = make(url, SCHEMA).create_partial(**ASKED, response_model=Weather)
    return [answer.model_dump() for answer in answers]


async def partial_async(url: str) -> Any:
    answers = make(url, SCHEMA, use_async=True).create_partial(**ASKED, response_model=Weather)
    return [answer.model_dump() async for answer in answers]


def reasked(url: str) -> Any:
    messages = [{"role": "user", "content": DOUBTED}]
    made = make(url, SCHEMA).create(
        model=CHAT_MODEL, messages=messages, response_model=Weather, max_retries=3
    )
    return made.model_dump()


async def side_by_side(url: str) -> Any:
    client = make(url, SCHEMA, use_async=True)
    created = (client.create(**ASKED, response_model=Weather) for _ in range(4))
    return [answer.model_dump() for answer in await asyncio.gather(*created)]


WAYS = {
    "structured": Way(structured),
    "structured-by-tool": Way(structured_by_tool),
    "structured-async": Way(structured_async),
    "structured-by-tool-async": Way(structured_by_tool_async),
    "with-completion": Way(with_completion),
    "partial": Way(partial),
    "partial-async": Way(partial_async),
    "reasked": Way(reasked, answers=2),
    "side-by-side": Way(side_by_side, answers=4),
}
