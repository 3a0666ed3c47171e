"""What the fake Gemini says to a framework: it calls tools, fills schemas, and counts tokens."""

from collections.abc import Mapping
from threading import Event
from typing import Any, Final

from gemini_otel.testing import Break, Reply, faults, parts
from gemini_otel.testing._answers import Answer
from gemini_otel.testing._request import Request
from tests.frameworks.ways import DOUBTED, LEAVE, RETRY


TEXT: Final = "It is sunny in Paris, with 21 degrees."
VALUES: Final = {"city": "Paris", "degrees": 21}
"""What it knows, by the names of parameters and properties."""


def respond(request: Request) -> Answer | None:
    """The answer to a request, the same for the same request."""
    if request.operation != "generate_content":
        return None
    body, asked = request.body, str(request.body["contents"])
    if RETRY in asked and request.number == 1:
        return faults.overloaded()
    # Until the reader leaves: so both sides know how much of it was taken.
    breaks = Break.pause(Event(), after=1) if LEAVE in asked else None
    fits = request.number > 1 or DOUBTED not in asked
    said = _say(body, request.number) if fits else TEXT
    return Reply(said, usage=_usage(request.number), breaks=breaks)


def _say(body: Mapping[str, Any], number: int) -> parts.Part:
    declared = _find_function(body)
    if declared and not _is_answered(body):
        arguments = _fill(declared)
        return parts.function_call(declared["name"], arguments, call_id=f"call-{number}")
    if "json" in str(body.get("generationConfig", {}).get("responseMimeType")):
        return '{"city": "Paris", "degrees": 21}'
    return TEXT


def _find_function(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for tool in body.get("tools") or ():
        for declared in tool.get("functionDeclarations") or ():
            found: Mapping[str, Any] = declared
            return found
    return None


def _is_answered(body: Mapping[str, Any]) -> bool:
    return any("functionResponse" in part for part in body["contents"][-1]["parts"])


def _fill(declared: Mapping[str, Any]) -> dict[str, Any]:
    schemas = [one for name, one in declared.items() if name.startswith("parameters")]
    wanted: Mapping[str, Any] = schemas[0]["properties"]
    return {name: value for name, value in VALUES.items() if name in wanted}


def _usage(number: int) -> dict[str, int]:
    """Every kind of token, another sum for every request."""
    return {
        "prompt": 100 + number,
        "cached": 40,
        "tool_use": 5,
        "candidates": 20 + number,
        "thoughts": 10,
    }
