"""LangChain and LangGraph: chat models, agents, graphs and embeddings."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypedDict

from langchain.agents import create_agent
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.tools import tool
from langchain_google_genai import ChatGoogleGenerativeAI, GoogleGenerativeAIEmbeddings
from langgraph.graph import END, START, StateGraph
from openinference.instrumentation.langchain import LangChainInstrumentor as OpenInference
from opentelemetry.instrumentation.langchain import LangchainInstrumentor as Traceloop
from pydantic import BaseModel

from tests.frameworks.ways import (
    CHAT_MODEL,
    EMBEDDING_MODEL,
    LEAVE,
    QUESTION,
    RETRY,
    Own,
    Way,
    without,
)


MADE_UP = {"id"}


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


class State(TypedDict, total=False):
    """What the graph's nodes hand on."""

    question: str
    draft: Any
    final: Any


@tool
def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}: sunny, 21 degrees"


def make_model(url: str) -> ChatGoogleGenerativeAI:
    return ChatGoogleGenerativeAI(model=CHAT_MODEL, api_key="none", base_url=url)


def make_embeddings(url: str) -> GoogleGenerativeAIEmbeddings:
    return GoogleGenerativeAIEmbeddings(model=EMBEDDING_MODEL, api_key="none", base_url=url)


def plain(messages: list[BaseMessage]) -> list[Any]:
    return without(MADE_UP, [message.model_dump() for message in messages])


def chat(url: str) -> Any:
    return plain([make_model(url).invoke(QUESTION)])


async def chat_async(url: str) -> Any:
    return plain([await make_model(url).ainvoke(QUESTION)])


def stream(url: str) -> Any:
    return plain(list(make_model(url).stream(QUESTION)))


async def stream_async(url: str) -> Any:
    return plain([chunk async for chunk in make_model(url).astream(QUESTION)])


def stream_left_early(url: str) -> Any:
    chunks = make_model(url).stream(LEAVE)
    first = next(chunks)
    chunks.close()
    return plain([first])


def batch(url: str) -> Any:
    answers = make_model(url).batch([f"{QUESTION} {n}" for n in range(4)])
    return sorted(answer.text for answer in answers)


async def batch_async(url: str) -> Any:
    answers = await make_model(url).abatch([f"{QUESTION} {n}" for n in range(4)])
    return sorted(answer.text for answer in answers)


def retried(url: str) -> Any:
    return plain([make_model(url).invoke(RETRY)])


def structured(url: str) -> Any:
    return make_model(url).with_structured_output(Weather).invoke(QUESTION)


async def structured_by_function(url: str) -> Any:
    model = make_model(url).with_structured_output(Weather, method="function_calling")
    return await model.ainvoke(QUESTION)


def agent(url: str) -> Any:
    made = create_agent(make_model(url), [weather])
    return plain(made.invoke({"messages": [HumanMessage(QUESTION)]})["messages"])


async def agent_async(url: str) -> Any:
    made = create_agent(make_model(url), [weather])
    answered = await made.ainvoke({"messages": [HumanMessage(QUESTION)]})
    return plain(answered["messages"])


async def agent_streamed(url: str) -> Any:
    made = create_agent(make_model(url), [weather])
    asked = {"messages": [HumanMessage(QUESTION)]}
    return [
        plain([message]) async for message, _about in made.astream(asked, stream_mode="messages")
    ]


def make_graph(url: str) -> Any:
    model = make_model(url)
    graph = StateGraph(State)
    graph.add_node("write", lambda state: {"draft": model.invoke(state["question"]).text})
    graph.add_node("check", lambda state: {"final": model.invoke(state["draft"]).text})
    graph.add_edge(START, "write")
    graph.add_edge("write", "check")
    graph.add_edge("check", END)
    return graph.compile()


def graph(url: str) -> Any:
    return make_graph(url).invoke({"question": QUESTION})


async def graphs_side_by_side(url: str) -> Any:
    made = make_graph(url)
    return await asyncio.gather(*(made.ainvoke({"question": QUESTION}) for _ in range(3)))


def embeddings(url: str) -> Any:
    made = make_embeddings(url)
    return [made.embed_query("one"), made.embed_documents(["two", "three"])]


async def embeddings_async(url: str) -> Any:
    made = make_embeddings(url)
    return [await made.aembed_query("one"), await made.aembed_documents(["two", "three"])]


WAYS = {
    "chat": Way(chat),
    "chat-async": Way(chat_async),
    "stream": Way(stream),
    "stream-async": Way(stream_async),
    "stream-left-early": Way(stream_left_early),
    "batch": Way(batch, answers=4),
    "batch-async": Way(batch_async, answers=4),
    "retried": Way(retried),
    "structured": Way(structured),
    "structured-by-function": Way(structured_by_function),
    "agent": Way(agent, answers=2),
    "agent-async": Way(agent_async, answers=2),
    "agent-streamed": Way(agent_streamed, answers=2),
    "graph": Way(graph, answers=2),
    "graphs-side-by-side": Way(graphs_side_by_side, answers=6),
    "embeddings": Way(embeddings, answers=2),
    "embeddings-async": Way(embeddings_async, answers=2),
}


@contextmanager
def instrumented(instrumentor: Any) -> Iterator[None]:
    instrumentor.instrument()
    yield
    instrumentor.uninstrument()


TELEMETRY = {
    "openinference": Own(
        lambda: instrumented(OpenInference()), "openinference.instrumentation.langchain"
    ),
    "traceloop": Own(
        lambda: instrumented(Traceloop()),
        "opentelemetry.instrumentation.langchain",
        frozenset({"gen_ai.client.token.usage", "gen_ai.client.operation.duration"}),
    ),
}
