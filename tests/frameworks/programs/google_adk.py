"""google-adk: agents that are run to their end, streamed, with tools, schemas and sub-agents."""

import asyncio
from contextlib import nullcontext
from typing import Any

from google.adk.agents import LlmAgent, ParallelAgent, SequentialAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models import Gemini
from google.adk.runners import InMemoryRunner
from google.genai.types import Content, Part
from pydantic import BaseModel

from tests.frameworks.ways import CHAT_MODEL, QUESTION, Own, Way, without


MADE_UP = {"id", "invocation_id", "timestamp"}


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}: sunny, 21 degrees"


def make_agent(url: str, name: str = "reporter", **options: Any) -> LlmAgent:
    model = Gemini(model=CHAT_MODEL, base_url=url, client_kwargs={"api_key": "none"})
    return LlmAgent(name=name, model=model, instruction="Be brief.", **options)


async def run(agent: Any, *, streamed: bool = False) -> list[Any]:
    runner = InMemoryRunner(agent=agent, app_name="weather")
    session = await runner.session_service.create_session(app_name="weather", user_id="someone")
    mode = StreamingMode.SSE if streamed else StreamingMode.NONE
    events = runner.run_async(
        user_id="someone",
        session_id=session.id,
        new_message=Content(role="user", parts=[Part(text=QUESTION)]),
        run_config=RunConfig(streaming_mode=mode),
    )
    seen = [event.model_dump(exclude_none=True) async for event in events]
    await runner.close()
    return without(MADE_UP, seen)


async def chat(url: str) -> Any:
    return await run(make_agent(url))


async def stream(url: str) -> Any:
    return await run(make_agent(url), streamed=True)


async def tools(url: str) -> Any:
    return await run(make_agent(url, tools=[weather]))


async def tools_streamed(url: str) -> Any:
    return await run(make_agent(url, tools=[weather]), streamed=True)


async def structured(url: str) -> Any:
    return await run(make_agent(url, output_schema=Weather, output_key="weather"))


async def one_after_another(url: str) -> Any:
    agents = [make_agent(url, "first"), make_agent(url, "second")]
    return await run(SequentialAgent(name="both", sub_agents=agents))


async def side_by_side(url: str) -> Any:
    agents = [make_agent(url, "first"), make_agent(url, "second")]
    events = await run(ParallelAgent(name="both", sub_agents=agents))
    return sorted(event["author"] for event in events)


def in_a_thread_of_its_own(url: str) -> Any:
    runner = InMemoryRunner(agent=make_agent(url), app_name="weather")
    sessions = runner.session_service
    session = asyncio.run(sessions.create_session(app_name="weather", user_id="someone"))
    asked = Content(role="user", parts=[Part(text=QUESTION)])
    events = runner.run(user_id="someone", session_id=session.id, new_message=asked)
    return without(MADE_UP, [event.model_dump(exclude_none=True) for event in events])


WAYS = {
    "chat": Way(chat),
    "stream": Way(stream),
    "tools": Way(tools, answers=2),
    "tools-streamed": Way(tools_streamed, answers=2),
    "structured": Way(structured),
    "one-after-another": Way(one_after_another, answers=2),
    "side-by-side": Way(side_by_side, answers=2),
    "in-a-thread-of-its-own": Way(in_a_thread_of_its_own),
}
SCOPE = "gcp.vertex.agent"
# It is always on. It records its metrics whether or not its span is sampled.
TELEMETRY = {
    "its-own": Own(nullcontext, SCOPE),
    "its-own-not-sampled": Own(nullcontext, SCOPE, is_sampled=False),
}
