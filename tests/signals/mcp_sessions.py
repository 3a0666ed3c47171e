"""A real MCP session in memory, with either generation of the `mcp` package."""

import contextlib
import importlib
import inspect
from collections.abc import AsyncGenerator
from typing import Any

from google.genai import _mcp_utils


def is_readable() -> bool:
    """Whether the SDK understands the tools of the installed `mcp`: the names changed in 2.0."""
    is_older = not hasattr(importlib.import_module("mcp"), "Client")
    return is_older or "input_schema" in inspect.getsource(_mcp_utils)


def _make_server() -> Any:
    try:
        server = importlib.import_module("mcp.server.mcpserver").MCPServer("weather")
    except ImportError:
        server = importlib.import_module("mcp.server.fastmcp").FastMCP("weather")
    server.tool()(forecast)
    server.tool()(alarm)
    return server


def forecast(city: str) -> str:
    """Tells the weather."""
    return f"Rain in {city}."


def alarm(city: str) -> str:
    """Fails."""
    raise LookupError(city)


@contextlib.asynccontextmanager
async def open_session() -> AsyncGenerator[Any]:
    """A session with a server of two tools, of which one fails."""
    mcp: Any = importlib.import_module("mcp")
    if hasattr(mcp, "Client"):
        async with mcp.Client(_make_server()) as connection:
            yield connection.session
    else:
        memory: Any = importlib.import_module("mcp.shared.memory")
        async with memory.create_connected_server_and_client_session(_make_server()) as session:
            yield session
