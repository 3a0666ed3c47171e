"""Tools of an MCP server are told like Python tools, over a real session in memory."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from google.genai import _mcp_utils, types

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller
from tests.signals.loops import WORKFLOW, tool_runs, turns
from tests.signals.mcp_sessions import is_readable, open_session
from tests.signals.tokens import counted


pytest.importorskip("mcp")

pytestmark = pytest.mark.skipif(not is_readable(), reason="this SDK cannot read these MCP tools")


def _ask(caller: Caller, client: Any, **config: Any) -> None:
    async def work() -> None:
        async with open_session() as session:
            await caller.ask_async(client, config={"tools": [session], **config})

    caller.run(work())


def _wants(tool: str) -> Reply:
    return Reply(parts.function_call(tool, {"city": "Paris"}))


def test_an_mcp_tool_run_has_a_span_below_the_workflow(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """The name is the tool's on its server; turns and tokens are told as ever."""
    gemini.queue(_wants("forecast"), "Rain.")

    _ask(async_call, client)

    workflow, (run,) = telemetry.span(WORKFLOW), tool_runs(telemetry)
    assert ("execute_tool forecast", workflow.span_id) == (run.name, run.parent_id)
    assert "UNSET" == run.status
    assert [workflow.span_id] * 2 == [span.parent_id for span in turns(telemetry)]
    assert 2 == workflow.attributes["gemini.workflow.turns"]
    assert gemini.totals() == counted(telemetry)


def test_an_mcp_tool_that_says_it_failed_has_an_error(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """A failure in a result is a failure, though nothing was raised."""
    gemini.queue(_wants("alarm"), "No.")

    _ask(async_call, client)

    (run,) = tool_runs(telemetry)
    assert ("ERROR", "tool_error") == (run.status, run.attributes["error.type"])
    (duration,) = telemetry.points("gen_ai.execute_tool.duration")
    assert "tool_error" == duration.attributes["error.type"]


def test_a_session_without_a_loop_has_no_workflow(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """With function calling switched off there is one turn and no more."""
    gemini.queue(_wants("forecast"))

    _ask(async_call, client, automatic_function_calling={"disable": True})

    assert [f"generate_content {MODEL}"] == [span.name for span in telemetry.spans]


def test_arguments_and_results_are_quoted_where_content_is_captured(
    gemini: FakeGemini, async_call: Caller, client: Any
) -> None:
    """What a tool was told and said is content: on its span, where the user asked for it."""
    gemini.queue(_wants("forecast"), "Rain.")

    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        _ask(async_call, client)

    (run,) = tool_runs(telemetry)
    assert '{"city":"Paris"}' == run.attributes["gen_ai.tool.call.arguments"]
    assert "Rain in Paris." in run.attributes["gen_ai.tool.call.result"]


def _connect(_api_client: object, _name: str) -> AbstractAsyncContextManager[Any]:
    """In place of the registry that the SDK dials on Vertex AI: that needs the internet."""
    return open_session()


@pytest.mark.skipif(
    not hasattr(_mcp_utils, "_connect_agent_platform_mcp"),
    reason="this SDK opens no sessions itself",
)
def test_a_server_that_the_sdk_connects_has_its_runs_below_a_workflow(
    gemini: FakeGemini,
    telemetry: Telemetry,
    async_call: Caller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On Vertex AI a tool may name a server, and the SDK opens the session and runs the loop."""
    monkeypatch.setattr(_mcp_utils, "_connect_agent_platform_mcp", _connect)
    servers = [types.McpServer(name="projects/p/locations/l/mcpServers/weather")]
    gemini.queue(_wants("forecast"), "Rain.")

    async_call.ask(
        gemini.client(vertexai=True), config={"tools": [types.Tool(mcp_servers=servers)]}
    )

    workflow, (run,) = telemetry.span(WORKFLOW), tool_runs(telemetry)
    assert workflow.span_id == run.parent_id
    assert [workflow.span_id] * 2 == [span.parent_id for span in turns(telemetry)]
    assert gemini.totals() == counted(telemetry)


@pytest.mark.skipif(not hasattr(types, "McpServer"), reason="this SDK knows no such servers")
def test_a_server_that_google_connects_has_no_workflow(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """On the Gemini API a tool that names a server runs at Google: one turn, no loop."""
    tool = {"mcp_servers": [{"name": "weather"}]}

    call.ask(client, config={"tools": [tool, _look_up]})

    assert [f"generate_content {MODEL}"] == [span.name for span in telemetry.spans]


def _look_up(city: str) -> str:
    return city
