"""LlamaIndex: completions, chats, tools, agents, structured output and embeddings."""

import asyncio
from typing import Any

from google.genai.types import HttpOptions
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.google_genai import GoogleGenAIEmbedding
from llama_index.llms.google_genai import GoogleGenAI
from pydantic import BaseModel

from tests.frameworks.ways import CHAT_MODEL, EMBEDDING_MODEL, LEAVE, QUESTION, Way


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}: sunny, 21 degrees"


def make_model(url: str) -> GoogleGenAI:
    # With both limits given it does not ask the server for the model's own.
    return GoogleGenAI(
        model=CHAT_MODEL,
        api_key="none",
        http_options=HttpOptions(base_url=url),
        max_tokens=1000,
        context_window=100_000,
    )


def make_embeddings(url: str) -> GoogleGenAIEmbedding:
    return GoogleGenAIEmbedding(
        model_name=EMBEDDING_MODEL, api_key="none", http_options=HttpOptions(base_url=url)
    )


def asked() -> list[ChatMessage]:
    return [ChatMessage(role="system", content="Be brief."), ChatMessage(content=QUESTION)]


def complete(url: str) -> Any:
    return make_model(url).complete(QUESTION).model_dump()


async def complete_async(url: str) -> Any:
    return (await make_model(url).acomplete(QUESTION)).model_dump()


def chat(url: str) -> Any:
    return make_model(url).chat(asked()).model_dump()


async def chat_async(url: str) -> Any:
    return (await make_model(url).achat(asked())).model_dump()


def stream(url: str) -> Any:
    return [chunk.model_dump() for chunk in make_model(url).stream_chat(asked())]


async def stream_async(url: str) -> Any:
    chunks = await make_model(url).astream_chat(asked())
    return [chunk.model_dump() async for chunk in chunks]


def stream_left_early(url: str) -> Any:
    chunks = make_model(url).stream_complete(LEAVE)
    first = next(chunks)
    chunks.close()
    return first.model_dump()


def tool_call(url: str) -> Any:
    tool = FunctionTool.from_defaults(weather)
    return make_model(url).predict_and_call([tool], QUESTION).response


def structured(url: str) -> Any:
    return make_model(url).as_structured_llm(Weather).chat(asked()).raw


async def structured_async(url: str) -> Any:
    return (await make_model(url).as_structured_llm(Weather).achat(asked())).raw


def structured_stream(url: str) -> Any:
    answers = make_model(url).as_structured_llm(Weather).stream_chat(asked())
    return [answer.message.content for answer in answers]


async def agent(url: str) -> Any:
    made = FunctionAgent(tools=[weather], llm=make_model(url), streaming=False)
    answered = await made.run(QUESTION)
    return [answered.response.content, [call.tool_kwargs for call in answered.tool_calls]]


async def agent_streamed(url: str) -> Any:
    made = FunctionAgent(tools=[weather], llm=make_model(url))
    answered = await made.run(QUESTION)
    return [answered.response.content, [call.tool_kwargs for call in answered.tool_calls]]


async def side_by_side(url: str) -> Any:
    model = make_model(url)
    answers = await asyncio.gather(*(model.acomplete(f"{QUESTION} {n}") for n in range(4)))
    return [answer.text for answer in answers]


def embeddings(url: str) -> Any:
    made = make_embeddings(url)
    return [made.get_query_embedding("one"), made.get_text_embedding_batch(["two", "three"])]


async def embeddings_async(url: str) -> Any:
    made = make_embeddings(url)
    one = await made.aget_query_embedding("one")
    return [one, await made.aget_text_embedding_batch(["two", "three"])]


WAYS = {
    "complete": Way(complete),
    "complete-async": Way(complete_async),
    "chat": Way(chat),
    "chat-async": Way(chat_async),
    "stream": Way(stream),
    "stream-async": Way(stream_async),
    "stream-left-early": Way(stream_left_early),
    "tool-call": Way(tool_call),
    "structured": Way(structured),
    "structured-async": Way(structured_async),
    "structured-stream": Way(structured_stream),
    "agent": Way(agent, answers=2),
    "agent-streamed": Way(agent_streamed, answers=2),
    "side-by-side": Way(side_by_side, answers=4),
    "embeddings": Way(embeddings, answers=2),
    "embeddings-async": Way(embeddings_async, answers=2),
}
