"""Automatic function calling: every turn is billed and told, every tool run is told, once."""

from typing import Any

import pytest
from google.genai.errors import APIError

from gemini_otel.testing import FakeGemini, Reply, faults, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller
from tests.signals.loops import (
    WORKFLOW,
    Loop,
    add,
    add_async,
    divide,
    tool_runs,
    turns,
    wants,
)
from tests.signals.tokens import counted, on_spans, told, usage_of


@pytest.fixture(params=["models", "chat"])
def loop(request: pytest.FixtureRequest, call: Caller) -> Loop:
    """The eight ways to have functions called."""
    return Loop(call, is_chat=request.param == "chat")


def test_each_turn_has_a_span_with_its_own_usage(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Three responses are three spans, each with what that response used."""
    gemini.queue(
        wants("add", prompt=10, candidates=3),
        wants("add", prompt=15, candidates=4, thoughts=2),
        Reply("1.", usage={"prompt": 21, "candidates": 5}),
    )

    loop.run(client, {"tools": [add]})

    assert [(10, 3), (15, 6), (21, 5)] == [usage_of(span) for span in turns(telemetry)]


def test_a_loop_is_counted_once(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Counter, events and spans each add up to what the server served: 60 tokens."""
    gemini.queue(
        wants("add", prompt=10, candidates=3),
        wants("add", prompt=15, candidates=4, thoughts=2),
        Reply("1.", usage={"prompt": 21, "candidates": 5}),
    )

    loop.run(client, {"tools": [add]})

    assert gemini.totals() == counted(telemetry) == told(telemetry)
    assert 60 == on_spans(telemetry, "input_tokens") + on_spans(telemetry, "output_tokens")
    assert 3 == telemetry.total("gemini.client.calls")


def test_one_workflow_is_above_all_turns_and_tools(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """The workflow span is the root of the trace and the parent of everything in the loop."""
    gemini.queue(wants("add"), wants("add"), "1.")

    loop.run(client, {"tools": [add]})

    workflow = telemetry.span(WORKFLOW)
    below = [*turns(telemetry), *tool_runs(telemetry)]
    assert workflow.parent_id is None
    assert [workflow.span_id] * 5 == [span.parent_id for span in below]
    assert {workflow.trace_id} == {span.trace_id for span in below}
    assert workflow.start_ns <= min(span.start_ns for span in below)
    assert workflow.end_ns >= max(span.end_ns for span in below)


def test_a_workflow_tells_its_turns_and_no_usage(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Who sums usage over spans must find each token once."""
    gemini.queue(wants("add"), wants("add"), "1.")

    loop.run(client, {"tools": [add]})

    workflow = telemetry.span(WORKFLOW)
    assert {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.workflow.name": "automatic_function_calling",
        "gemini.workflow.turns": 3,
    } == workflow.attributes
    assert "UNSET" == workflow.status
    (duration,) = telemetry.points("gen_ai.invoke_workflow.duration")
    assert 1 == duration.count


def test_each_tool_run_has_a_span(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Two calls in one turn are two spans, with the functions' names and without arguments."""
    gemini.queue(wants("add", "divide"), "1.")

    loop.run(client, {"tools": [add, divide]})

    added, divided = tool_runs(telemetry)
    assert {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "add",
        "gen_ai.tool.type": "function",
    } == added.attributes
    assert "execute_tool divide" == divided.name
    assert 2 == sum(point.count for point in telemetry.points("gen_ai.execute_tool.duration"))


def test_a_tool_that_raised_has_an_error(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """The SDK swallows what a tool raises and tells the model; its span keeps the error."""
    gemini.queue(wants("divide"), "No.")

    loop.run(client, {"tools": [divide]})

    (run,) = tool_runs(telemetry)
    assert ("ERROR", "ZeroDivisionError") == (run.status, run.attributes["error.type"])
    assert "UNSET" == telemetry.span(WORKFLOW).status
    (duration,) = telemetry.points("gen_ai.execute_tool.duration")
    assert "ZeroDivisionError" == duration.attributes["error.type"]


def test_a_coroutine_is_a_tool(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """An asynchronous function is run and told like any other."""
    gemini.queue(wants("add_async"), "1.")

    async_call.ask(client, config={"tools": [add_async]})

    (run,) = tool_runs(telemetry)
    assert "execute_tool add_async" == run.name
    assert telemetry.span(WORKFLOW).span_id == run.parent_id


@pytest.mark.parametrize("is_dict", [True, False])
def test_a_dict_configures_tools_as_a_model_does(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, is_dict: bool
) -> None:
    """The loop is recognised in either form of a configuration."""
    from google.genai.types import GenerateContentConfig

    gemini.queue(wants("add"), "1.")
    config = {"tools": [add]} if is_dict else GenerateContentConfig(tools=[add])

    client.models.generate_content(model=MODEL, contents="?", config=config)

    assert 2 == telemetry.span(WORKFLOW).attributes["gemini.workflow.turns"]


_DECLARATION = {"function_declarations": [{"name": "other", "description": "Another."}]}


_SEARCH: dict[str, dict[str, str]] = {"google_search": {}}


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(None, id="no configuration"),
        pytest.param({"tools": []}, id="no tools"),
        pytest.param({"tools": [_SEARCH]}, id="a tool of the server"),
        pytest.param({"tools": [_DECLARATION]}, id="functions without code"),
        pytest.param({"tools": [add, _DECLARATION]}, id="some functions without code"),
        pytest.param(
            {"tools": [add], "automatic_function_calling": {"disable": True}}, id="switched off"
        ),
        pytest.param(
            {"tools": [add], "automatic_function_calling": {"maximum_remote_calls": 0}},
            id="no calls allowed",
        ),
    ],
)
def test_no_workflow_where_no_tool_can_run(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any, config: Any
) -> None:
    """A call that can have one turn only is one span."""
    gemini.queue(wants("add"))

    loop.run(client, config)

    assert [f"generate_content {MODEL}"] == [span.name for span in telemetry.spans]


def test_an_error_ends_the_turn_and_the_workflow(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """A later turn that fails leaves the earlier ones counted, and fails the workflow."""
    gemini.queue(wants("add", prompt=10, candidates=3), faults.requests_per_minute())

    with pytest.raises(APIError):
        loop.run(client, {"tools": [add]})

    first, second = turns(telemetry)
    assert ("UNSET", "ERROR") == (first.status, second.status)
    assert "429" == second.attributes["error.type"]
    workflow = telemetry.span(WORKFLOW)
    assert ("ERROR", "429") == (workflow.status, workflow.attributes["error.type"])
    assert 13 == telemetry.total("gemini.client.tokens")


def test_a_function_that_is_not_there_fails_the_workflow(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """The SDK's `KeyError` is the workflow's error; no tool was run."""
    gemini.queue(wants("subtract"))

    with pytest.raises(KeyError):
        loop.run(client, {"tools": [add]})
    loop.settle()

    assert 1 == telemetry.total("gemini.client.calls")
    assert [] == tool_runs(telemetry)
    assert "KeyError" == telemetry.span(WORKFLOW).attributes["error.type"]
    assert ["UNSET"] == [span.status for span in turns(telemetry)]


def test_a_loop_that_never_ends_is_counted_to_its_limit(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Where the SDK gives up after so many calls, each of them was billed and is told."""
    gemini.queue(*[wants("add") for _ in range(3)])

    loop.run(client, {"tools": [add], "automatic_function_calling": {"maximum_remote_calls": 3}})

    assert 3 == telemetry.span(WORKFLOW).attributes["gemini.workflow.turns"]
    assert gemini.totals() == counted(telemetry)


def test_turns_keep_thought_parts_of_the_loop_apart(
    gemini: FakeGemini, telemetry: Telemetry, loop: Loop, client: Any
) -> None:
    """Cached, tool-use and thinking tokens stay with the turn that used them."""
    call = parts.function_call("add", {"a": 1, "b": 0})
    gemini.queue(
        Reply(call, usage={"prompt": 30, "cached": 20, "candidates": 2, "thoughts": 9}),
        Reply("1.", usage={"prompt": 40, "tool_use": 6, "candidates": 1}),
    )

    loop.run(client, {"tools": [add]})

    first, second = (span.attributes for span in turns(telemetry))
    assert (20, 9) == (
        first["gen_ai.usage.cache_read.input_tokens"],
        first["gen_ai.usage.reasoning.output_tokens"],
    )
    assert (46, 6) == (
        second["gen_ai.usage.input_tokens"],
        second["gemini.usage.tool_use.input_tokens"],
    )
    assert {"gen_ai.usage.cache_read.input_tokens"}.isdisjoint(second)
