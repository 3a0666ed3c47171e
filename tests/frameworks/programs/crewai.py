"""CrewAI: model calls, agents, tasks with output models, and crews."""

import os
from typing import Any


# Its own telemetry, tracing and update check, off as its documentation says. OTEL_SDK_DISABLED,
# which it names as well, would switch off everybody's.
os.environ["CREWAI_DISABLE_TELEMETRY"] = "true"
os.environ["CREWAI_TRACING_ENABLED"] = "false"
os.environ["CREWAI_DISABLE_VERSION_CHECK"] = "true"

from crewai import LLM, Agent, Crew, Task
from crewai.tools import tool
from google.genai.types import HttpOptions
from pydantic import BaseModel

from tests.frameworks.ways import CHAT_MODEL, QUESTION, Way


class Weather(BaseModel):
    """How it is somewhere."""

    city: str
    degrees: int


@tool("weather")
def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}: sunny, 21 degrees"


def make_model(url: str, **options: Any) -> LLM:
    where = {"http_options": HttpOptions(base_url=url)}
    return LLM(model=f"gemini/{CHAT_MODEL}", api_key="none", client_params=where, **options)


def make_agent(model: LLM, **options: Any) -> Agent:
    return Agent(role="Reporter", goal="Tell the weather", backstory="Old", llm=model, **options)


def make_crew(url: str, *, streamed: bool = False, **options: Any) -> Crew:
    agent = make_agent(make_model(url, stream=streamed), **options.pop("agent", {}))
    task = Task(description=QUESTION, expected_output="A sentence", agent=agent, **options)
    return Crew(agents=[agent], tasks=[task])


def call(url: str) -> Any:
    return make_model(url).call(QUESTION)


async def call_async(url: str) -> Any:
    return await make_model(url).acall(QUESTION)


def stream(url: str) -> Any:
    return make_model(url, stream=True).call(QUESTION)


async def stream_async(url: str) -> Any:
    return await make_model(url, stream=True).acall(QUESTION)


def structured(url: str) -> Any:
    return make_model(url, response_format=Weather).call(QUESTION)


def crew(url: str) -> Any:
    return plain(make_crew(url).kickoff())


def crew_streamed(url: str) -> Any:
    return plain(make_crew(url, streamed=True).kickoff())


async def crew_async(url: str) -> Any:
    return plain(await make_crew(url).kickoff_async())


def crew_with_tools(url: str) -> Any:
    return plain(make_crew(url, agent={"tools": [weather]}).kickoff())


def crew_structured(url: str) -> Any:
    return plain(make_crew(url, output_pydantic=Weather).kickoff())


def plain(output: Any) -> Any:
    return [output.raw, output.pydantic, output.token_usage.model_dump()]


WAYS = {
    "call": Way(call),
    "call-async": Way(call_async),
    "stream": Way(stream),
    "stream-async": Way(stream_async),
    "structured": Way(structured),
    "crew": Way(crew),
    "crew-streamed": Way(crew_streamed),
    "crew-async": Way(crew_async),
    "crew-with-tools": Way(crew_with_tools, answers=2),
    "crew-structured": Way(crew_structured),
}
