"""Pydantic AI: agents with tools and output types, streams and embeddings."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from pydantic_ai import Agent, Embedder, NativeOutput
from pydantic_ai.embeddings.google import GoogleEmbeddingModel
from pydantic_ai.messages import ModelMessagesTypeAdapter
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.providers.google import GoogleProvider

from tests.frameworks.ways import CHAT_MODEL, EMBEDDING_MODEL, LEAVE, QUESTION, Own, Way, without


MADE_UP = {"timestamp", "run_id", "conversation_id", "provider_url"}


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}: sunny, 21 degrees"


def make_model(url: str) -> GoogleModel:
    return GoogleModel(CHAT_MODEL, provider=GoogleProvider(api_key="none", base_url=url))


def plain(result: Any) -> Any:
    messages = ModelMessagesTypeAdapter.dump_python(result.all_messages(), mode="json")
    return [result.output, without(MADE_UP, messages), str(result.usage)]


def chat(url: str) -> Any:
    return plain(Agent(make_model(url)).run_sync(QUESTION))


async def chat_async(url: str) -> Any:
    return plain(await Agent(make_model(url)).run(QUESTION))


def conversation(url: str) -> Any:
    agent = Agent(make_model(url))
    first = agent.run_sync(QUESTION)
    return plain(agent.run_sync("And in Rome?", message_history=first.all_messages()))


async def stream(url: str) -> Any:
    async with Agent(make_model(url)).run_stream(QUESTION) as result:
        return [piece async for piece in result.stream_text(delta=True, debounce_by=None)]


async def stream_left_early(url: str) -> Any:
    async with Agent(make_model(url)).run_stream(LEAVE) as result:
        async for piece in result.stream_text(delta=True, debounce_by=None):
            return piece
    return None


async def stream_of_events(url: str) -> Any:
    agent = Agent(make_model(url), tools=[weather])
    async with agent.run_stream_events(QUESTION) as events:
        return [event.event_kind async for event in events]


def tools(url: str) -> Any:
    return plain(Agent(make_model(url), tools=[weather]).run_sync(QUESTION))


async def steps(url: str) -> Any:
    async with Agent(make_model(url), tools=[weather]).iter(QUESTION) as run:
        return [type(node).__name__ async for node in run]


def structured_by_tool(url: str) -> Any:
    return Agent(make_model(url), output_type=Weather).run_sync(QUESTION).output


def structured(url: str) -> Any:
    return Agent(make_model(url), output_type=NativeOutput(Weather)).run_sync(QUESTION).output


async def side_by_side(url: str) -> Any:
    agent = Agent(make_model(url))
    results = await asyncio.gather(*(agent.run(f"{QUESTION} {n}") for n in range(4)))
    return [result.output for result in results]


def make_embedder(url: str) -> Embedder:
    provider = GoogleProvider(api_key="none", base_url=url)
    return Embedder(GoogleEmbeddingModel(EMBEDDING_MODEL, provider=provider))


def embeddings(url: str) -> Any:
    return make_embedder(url).embed_documents_sync(["one", "two"]).embeddings


async def embeddings_async(url: str) -> Any:
    return (await make_embedder(url).embed_query("one")).embeddings


WAYS = {
    "chat": Way(chat),
    "chat-async": Way(chat_async),
    "conversation": Way(conversation, answers=2),
    "stream": Way(stream),
    "stream-left-early": Way(stream_left_early),
    "stream-of-events": Way(stream_of_events, answers=2),
    "tools": Way(tools, answers=2),
    "steps": Way(steps, answers=2),
    "structured-by-tool": Way(structured_by_tool),
    "structured": Way(structured),
    "side-by-side": Way(side_by_side, answers=4),
    "embeddings": Way(embeddings),
    "embeddings-async": Way(embeddings_async),
}


@contextmanager
def instrumented() -> Iterator[None]:
    Agent.instrument_all()
    Embedder.instrument_all()
    yield
    Agent.instrument_all(instrument=False)
    Embedder.instrument_all(instrument=False)


TELEMETRY = {
    "its-own": Own(
        instrumented,
        "pydantic-ai",
        frozenset({"gen_ai.client.token.usage", "gen_ai.client.operation.time_to_first_chunk"}),
    ),
}
