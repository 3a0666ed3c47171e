"""Reads the SDK's requests and responses into plain facts; all that knows Google's types."""

from gemini_otel._extract._answer import Gathering
from gemini_otel._extract._credentials import read_fingerprint
from gemini_otel._extract._embedding import read_embedding
from gemini_otel._extract._parameters import read_parameters
from gemini_otel._extract._request import read_request
from gemini_otel._extract._tools import (
    may_run_tools,
    note_search_tools,
    read_mcp_call,
    read_mcp_error,
    read_tool_error,
    read_tool_name,
)
from gemini_otel._extract._wire import open_http_body


__all__ = [
    "Gathering",
    "may_run_tools",
    "note_search_tools",
    "open_http_body",
    "read_embedding",
    "read_fingerprint",
    "read_mcp_call",
    "read_mcp_error",
    "read_parameters",
    "read_request",
    "read_tool_error",
    "read_tool_name",
]
