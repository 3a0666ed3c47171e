"""Tells whether a call can run the user's tools by itself, and names the tools it runs."""

import sys
from collections.abc import Iterable
from typing import Final

from gemini_otel._extract._values import read_field, read_list, read_text
from gemini_otel.pricing import Grounding


_MCP: Final = "google.genai._mcp_utils"
_CONNECTOR: Final = "_connect_agent_platform_mcp"


def may_run_tools(config: object, resource: object = None) -> bool:
    """Whether automatic function calling can happen: a callable or an MCP session among the tools.

    Args:
        config: The configuration of the call or of the chat: a model, a dict or nothing.
        resource: The SDK object whose method was called.

    Returns:
        False also where the user switched it off, or declares some functions without code:
        the SDK then runs none of them.
    """
    tools = read_list(read_field(config, "tools"))
    if not tools or any(read_field(tool, "function_declarations") for tool in tools):
        return False
    names_servers = any(read_field(tool, "mcp_servers") for tool in tools)
    if not (_connects(resource) if names_servers else any(map(_is_runnable, tools))):
        return False
    calling = read_field(config, "automatic_function_calling")
    most = read_field(calling, "maximum_remote_calls")
    is_off = read_field(calling, "disable") is True or (isinstance(most, int) and most <= 0)
    return not is_off


def _is_runnable(tool: object) -> bool:
    if isinstance(tool, dict):
        return False
    return callable(tool) or callable(getattr(tool, "call_tool", None))


def _connects(resource: object) -> bool:
    """Whether the SDK opens sessions itself with the MCP servers that a tool names.

    Newer ones do in async methods on Vertex AI; else such tools run at Google.
    """
    if not hasattr(sys.modules.get(_MCP), _CONNECTOR):
        return False
    models = getattr(resource, "_modules", resource)
    is_vertex = read_field(getattr(models, "_api_client", None), "vertexai") is True
    return is_vertex and type(resource).__name__.startswith("Async")


def note_search_tools(grounding: Grounding, config: object) -> Grounding:
    """What was looked up, with what only the request says: which of the paid tools it was.

    Args:
        grounding: What the answer says.
        config: The configuration of the call: a model, a dict or nothing.

    Returns:
        The grounding; whether its searches were Web Grounding for Enterprise or of Google Maps
        only, and whether the user's own data on Vertex AI Search was searched.
    """
    tools = read_list(read_field(config, "tools"))
    is_own = any(read_field(read_field(one, "retrieval"), "vertex_ai_search") for one in tools)
    is_searched = _has_tool(tools, "google_search")
    return grounding._replace(
        is_enterprise=_has_tool(tools, "enterprise_web_search") and not is_searched,
        is_own_data=is_own and bool(grounding.own_sources or grounding.retrieval_queries),
        is_maps_only=_has_tool(tools, "google_maps") and not is_searched,
    )


def _has_tool(tools: Iterable[object], name: str) -> bool:
    return any(read_field(one, name) is not None for one in tools)


def read_tool_name(tool: object) -> str:
    """The name of a Python tool."""
    return read_text(getattr(tool, "__name__", None)) or type(tool).__name__


def read_mcp_call(call: object) -> tuple[str, object]:
    """The name and the arguments of a call to an MCP tool."""
    return read_text(getattr(call, "name", None)) or "unknown", getattr(call, "args", None)


def read_tool_error(error: BaseException) -> BaseException:
    """What a tool raised, without the SDK's wrapping."""
    is_wrapping = type(error).__name__ == "FunctionInvocationError"
    return (error.__context__ if is_wrapping else None) or error


def read_mcp_error(result: object) -> str | None:
    """The convention's `error.type` where an MCP tool says that it failed."""
    failed = getattr(result, "is_error", getattr(result, "isError", None)) is True
    return "tool_error" if failed else None
