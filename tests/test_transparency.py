"""A program gets the same answers, sends the same bytes and says the same words as without us."""

import copy
import gc
import weakref
from typing import Any

import pytest
from google.genai import types
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from pydantic import BaseModel

from gemini_otel.testing import FakeGemini, Reply, Request, faults, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import play_twice
from tests.programs import run_twice
from tests.shapes import MODEL, Caller


class City(BaseModel):
    """What structured output is parsed into."""

    name: str


def get_weather(city: str) -> str:
    """Says the weather in a city."""
    return f"sunny in {city}"


_TOOL_TURNS = (
    Reply(parts.function_call("get_weather", {"city": "Paris"})),
    Reply("It is sunny.", usage={"prompt": 30, "candidates": 4}),
)


def test_the_answer_is_the_same(call: Caller) -> None:
    """Each answer and each chunk equals what the bare SDK gives, and is of its type."""
    answer = Reply([parts.thought("hm"), "Paris."], usage={"prompt": 9, "thoughts": 3}, chunks=4)

    both = play_twice(lambda gemini: call.ask(gemini.client()), [answer])

    assert both.bare == both.watched
    assert [type(one) for one in both.bare] == [type(one) for one in both.watched]
    assert 1 == len(both.telemetry.spans)


def test_structured_output_is_parsed_the_same(whole_call: Caller) -> None:
    """`parsed` holds the app's own model."""

    def script(gemini: FakeGemini) -> Any:
        config = {"response_mime_type": "application/json", "response_schema": City}
        return whole_call.ask(gemini.client(), config=config)[0].parsed

    both = play_twice(script, ['{"name": "Paris"}'])

    assert City(name="Paris") == both.bare == both.watched
    assert both.telemetry.spans


def test_embeddings_and_counts_are_the_same(whole_call: Caller) -> None:
    """What `embed_content` and `count_tokens` return is untouched."""

    def script(gemini: FakeGemini) -> Any:
        client, use = gemini.client(), whole_call.use
        return [
            use(client, "embed_content", model="gemini-embedding-001", contents=["a", "b"]),
            use(client, "count_tokens", model=MODEL, contents="Hello?"),
        ]

    both = play_twice(script)

    assert both.bare == both.watched
    assert 2 == len(both.telemetry.spans)


def test_tools_run_the_same(call: Caller) -> None:
    """Automatic function calling runs the tool once, and the answer and its history are equal."""
    runs: list[str] = []

    def lookup(city: str) -> str:
        """Looks a city up."""
        runs.append(city)
        return city.upper()

    def script(gemini: FakeGemini) -> Any:
        runs.clear()
        answers = call.ask(gemini.client(), config={"tools": [lookup]})
        history = [one.automatic_function_calling_history for one in answers]
        return answers, history, [*runs]

    turns = [Reply(parts.function_call("lookup", {"city": "Paris"})), Reply("PARIS")]
    both = play_twice(script, turns)

    assert both.bare == both.watched
    assert ["Paris"] == both.watched[2]
    assert both.telemetry.span("invoke_workflow")


def test_a_chat_is_the_same(call: Caller) -> None:
    """A chat with a tool answers the same and remembers the same."""

    def script(gemini: FakeGemini) -> Any:
        return call.chat(gemini.client(), "Weather?", config={"tools": [get_weather]})

    both = play_twice(script, _TOOL_TURNS)

    assert both.bare == both.watched
    assert both.telemetry.span("execute_tool get_weather")


def _seen(request: Request) -> object:
    headers = [(name, value) for name, value in request.headers.items() if name != "host"]
    return request.method, request.path, request.query, headers, request.raw


@pytest.mark.parametrize(
    "config",
    [
        None,
        {},
        {"temperature": 0.5, "system_instruction": "Be short."},
        types.GenerateContentConfig(tools=[get_weather], max_output_tokens=64),
        types.GenerateContentConfig(http_options=types.HttpOptions(headers={"x-mine": "1"})),
    ],
    ids=["none", "empty", "dict", "tools", "headers"],
)
@pytest.mark.parametrize("options", [{}, {"vertexai": True}], ids=["gemini", "vertex"])
def test_the_wire_is_the_same(call: Caller, config: object, options: dict[str, Any]) -> None:
    """Requests are equal byte for byte, header for header, in the same order."""

    def script(gemini: FakeGemini) -> Any:
        call.ask(gemini.client(**options), config=config)
        return [_seen(request) for request in gemini.requests]

    both = play_twice(script)

    assert both.bare == both.watched
    assert both.telemetry.spans


def test_no_trace_header_is_sent(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Inside the app's own span Google still gets no `traceparent` and no `baggage`."""
    tracer = TracerProvider().get_tracer("app")

    with tracer.start_as_current_span("app"):
        call.ask(gemini.client())

    assert not {"traceparent", "tracestate", "baggage"} & set(gemini.requests[0].headers)
    assert telemetry.spans


@pytest.mark.parametrize("capture", ["NO_CONTENT", "SPAN_AND_EVENT"])
def test_the_apps_arguments_are_left_alone(call: Caller, capture: str) -> None:
    """Config, tools and contents are as they were, and the same objects are in them."""
    tools: list[Any] = [get_weather]
    config: dict[str, Any] = {"tools": tools, "temperature": 0.5}
    contents: list[Any] = [{"role": "user", "parts": [{"text": "Weather?"}]}]
    before = copy.deepcopy((config, contents))

    both = play_twice(
        lambda gemini: call.ask(gemini.client(), config=config, contents=contents),
        _TOOL_TURNS,
        capture_content=capture,
    )

    assert before == (config, contents)
    assert config["tools"] is tools
    assert tools[0] is get_weather
    assert both.bare == both.watched


def test_a_config_object_is_left_alone(call: Caller) -> None:
    """Two calls with one config object send the same, and the object equals its copy."""
    config = types.GenerateContentConfig(tools=[get_weather], seed=7)
    before = config.model_copy()

    def script(gemini: FakeGemini) -> list[bytes]:
        client = gemini.client()
        call.ask(client, config=config)
        call.ask(client, config=config)
        return [request.raw for request in gemini.requests]

    both = play_twice(script)

    assert before == config
    assert {both.bare[0]} == {*both.bare, *both.watched}


def test_the_current_span_stays_the_apps(call: Caller) -> None:
    """During the loop over a stream and after the call the app's own span is current."""
    tracer = TracerProvider().get_tracer("app")

    def script(gemini: FakeGemini) -> Any:
        seen: list[object] = []
        with tracer.start_as_current_span("app") as span:
            call.ask(gemini.client(), lambda _: seen.append(trace.get_current_span() is span))
            seen.append(trace.get_current_span() is span)
        return seen

    both = play_twice(script)

    assert both.bare == both.watched
    assert {True} == set(both.watched)
    assert both.telemetry.spans


def test_nothing_outlives_a_call(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Once the app drops an answer it is gone, without the garbage collector."""
    client = gemini.client()
    gc.disable()
    try:
        watching = [weakref.ref(answer) for answer in call.ask(client)]
        call.settle()
        alive = [ref() for ref in watching if ref() is not None]
    finally:
        gc.enable()

    assert [] == alive
    assert telemetry.spans


_PROGRAM = """
import asyncio, logging, sys, warnings
from google.genai import types
from gemini_otel.testing import FakeGemini, Reply, parts

logging.basicConfig(stream=sys.stdout, format="%(name)s %(levelname)s %(funcName)s %(message)s")
for name in ("google_genai", "google.genai", "asyncio"):
    logging.getLogger(name).setLevel(logging.DEBUG)
warnings.simplefilter("always")
warnings.showwarning = lambda message, kind, file, line, *_: print(kind, message, file, line)

def lookup(city: str) -> str:
    return city

question = {"model": "gemini-3.5-flash", "contents": "Hello?"}

async def ask(client):
    print((await client.aio.models.generate_content(**question)).text)
    async for chunk in await client.aio.models.generate_content_stream(**question):
        print(chunk.text)
    await client.aio.aclose()

with FakeGemini() as gemini:
    client = gemini.client()
    gemini.queue(
        Reply([parts.thought("hm"), parts.code("1"), "a"], finish_reason="BRAND_NEW"),
        Reply(parts.function_call("lookup", {"city": "Paris"})), Reply("done"),
    )
    print(client.models.generate_content(**question).text)
    print(client.models.generate_content(**question, config={"tools": [lookup]}).text)
    print([chunk.text for chunk in client.models.generate_content_stream(**question)])
    asyncio.run(ask(client))
"""


def test_a_program_says_the_same() -> None:
    """Standard output, standard error, the SDK's logs and every warning are unchanged."""
    bare, watched = run_twice(_PROGRAM)

    assert bare == watched
    assert "AFC is enabled" in bare.output
    assert "BRAND_NEW" in bare.output
    assert "" == bare.errors


def test_a_temporary_client_behaves_the_same() -> None:
    """A client that is dropped before its call lives no longer and no shorter than without us."""

    def script(gemini: FakeGemini) -> Any:
        make: Any = gemini.client
        try:
            return make().models.generate_content(model=MODEL, contents="x")
        except RuntimeError as error:
            return str(error)

    both = play_twice(script)

    assert both.bare == both.watched


def test_the_context_is_as_before(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A failed call leaves no context attached either."""
    before = otel_context.get_current()
    gemini.queue(faults.overloaded())

    with pytest.raises(Exception, match="503"):
        call.ask(gemini.client())

    assert before == otel_context.get_current()
    assert "503" == telemetry.span().attributes["error.type"]
