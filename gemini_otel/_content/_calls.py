"""Tool calls in a message and their results, of the user's tools and of the server's."""

import re
from collections.abc import Mapping
from typing import Final

from gemini_otel._content._fields import read, sequence, string
from gemini_otel._content._media import file_data, inline_data
from gemini_otel._content._shape import (
    CODE_EXECUTION,
    SERVER_TOOL_CALL,
    SERVER_TOOL_CALL_RESPONSE,
    TOOL_CALL,
    TOOL_CALL_RESPONSE,
    UNKNOWN,
    Frame,
    named_after,
)


Fields = Mapping[str, object]

_TOOL_TYPE: Final = re.compile(r"[A-Z_]{1,48}")


def function_call(call: Fields) -> Frame:
    """The model asks for a function of the user's."""
    return Frame(
        type=TOOL_CALL,
        id=string(call.get("id")),
        name=string(call.get("name")) or UNKNOWN,
        arguments=call.get("args"),
    )


def function_response(answer: Fields) -> Frame:
    """The user's function answered, perhaps with media beside the answer."""
    response = answer.get("response")
    return Frame(
        type=TOOL_CALL_RESPONSE,
        id=string(answer.get("id")),
        name=string(answer.get("name")),
        response={} if response is None else response,
        parts=[_medium(part) for part in sequence(answer.get("parts"))] or None,
    )


def executable_code(code: Fields) -> Frame:
    """The model runs code on the server."""
    detail = Frame(type=CODE_EXECUTION, language=code.get("language"), code=code.get("code"))
    return _server_call(code, CODE_EXECUTION, detail)


def code_execution_result(result: Fields) -> Frame:
    """What code printed on the server."""
    detail = Frame(type=CODE_EXECUTION, outcome=result.get("outcome"), output=result.get("output"))
    return _server_response(result, detail)


def tool_call(call: Fields) -> Frame:
    """The model uses a tool of the server's, such as search."""
    tool = _tool(call)
    return _server_call(call, tool, Frame(type=tool, arguments=call.get("args")))


def tool_response(answer: Fields) -> Frame:
    """What a tool of the server's answered."""
    detail = Frame(type=_tool(answer), response=answer.get("response"))
    return _server_response(answer, detail)


def _server_call(call: Fields, name: str, detail: Frame) -> Frame:
    identity = string(call.get("id"))
    return Frame(type=SERVER_TOOL_CALL, id=identity, name=name, server_tool_call=detail)


def _server_response(answer: Fields, detail: Frame) -> Frame:
    identity = string(answer.get("id"))
    return Frame(type=SERVER_TOOL_CALL_RESPONSE, id=identity, server_tool_call_response=detail)


def _tool(fields: Fields) -> str:
    given = string(fields.get("tool_type")) or UNKNOWN
    return given.lower() if _TOOL_TYPE.fullmatch(given) else given


def _medium(part: object) -> Frame:
    fields = read(part) or {}
    inline, file = read(fields.get("inline_data")), read(fields.get("file_data"))
    if inline is not None:
        return inline_data(inline)
    return named_after(part) if file is None else file_data(file)
