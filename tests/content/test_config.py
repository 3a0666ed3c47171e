"""System instructions and tools of a request, from any form of its configuration."""

import functools
from typing import Any, cast

import pytest
from google.genai import types

from gemini_otel._content import Limits, system_instructions, tool_definitions


TEXTS = [{"type": "text", "content": "Be brief."}]
IMAGE = types.Part.from_bytes(data=b"i", mime_type="image/png")


class Converter:
    """An object that can be called."""

    def __call__(self, amount: float) -> float:
        """Convert."""
        return amount

    def round(self, amount: float) -> int:
        """Round to whole units."""
        return int(amount)


def convert(amount: float) -> float:
    """Convert dollars to euros.

    At the rate of the day.
    """
    return amount


def silent() -> None: ...


@pytest.mark.parametrize(
    "config",
    [
        types.GenerateContentConfig(system_instruction="Be brief."),
        types.GenerateContentConfig(system_instruction=types.UserContent(parts="Be brief.")),
        types.GenerateContentConfig(system_instruction=["Be brief.", IMAGE]),
        {"system_instruction": "Be brief."},
        {"systemInstruction": {"parts": [{"text": "Be brief."}, {"text": "hm", "thought": True}]}},
    ],
)
def test_system_instruction(config: Any, limits: Limits) -> None:
    """The text of a system instruction is exported, and nothing else of it."""
    assert system_instructions(config, limits) == TEXTS


@pytest.mark.parametrize("config", [None, {}, types.GenerateContentConfig(), 5])
def test_nothing_configured(config: Any, limits: Limits) -> None:
    """A request without instruction and tools has neither."""
    assert system_instructions(config, limits) == []
    assert tool_definitions(config, limits) == []


def function(name: str, description: str | None = None) -> dict[str, Any]:
    definition = {"type": "function", "name": name}
    return definition if description is None else definition | {"description": description}


TOOLS: list[tuple[Any, dict[str, Any]]] = [
    (convert, function("convert", "Convert dollars to euros.\n\nAt the rate of the day.")),
    (silent, function("silent")),
    (Converter().round, function("round", "Round to whole units.")),
    (Converter(), function("Converter")),
    (functools.partial(convert, 1.0), function("partial")),
    ({"google_search": {}}, {"type": "google_search", "name": "google_search"}),
    ({"codeExecution": {}}, {"type": "code_execution", "name": "code_execution"}),
    (
        types.Tool(google_search=types.GoogleSearch()),
        {"type": "google_search", "name": "google_search"},
    ),
    (
        {"function_declarations": [{"name": "f", "description": "F.", "parameters": {}}]},
        function("f", "F."),
    ),
    (types.Tool(function_declarations=[types.FunctionDeclaration(name="f")]), function("f")),
    ({"name": "f", "description": "F.", "inputSchema": {}}, function("f", "F.")),
    ({"function_declarations": [{}]}, function("unknown")),
    (object(), {"type": "object", "name": "object"}),
]


@pytest.mark.parametrize(("tool", "expected"), TOOLS)
def test_tool(tool: Any, expected: dict[str, Any], limits: Limits) -> None:
    """Each kind of tool is told by its type, its name, and what it says of itself."""
    assert [expected] == tool_definitions({"tools": [tool]}, limits)


def test_tools_of_a_model(limits: Limits) -> None:
    """One configured tool may hold several: each is a definition."""
    config = types.GenerateContentConfig(
        tools=[
            types.Tool(
                function_declarations=[
                    types.FunctionDeclaration(name="f"),
                    types.FunctionDeclaration(name="g"),
                ],
                url_context=types.UrlContext(),
            ),
            convert,
        ]
    )

    definitions: list[dict[str, Any]] = tool_definitions(config, limits)

    assert [entry["name"] for entry in definitions] == ["f", "g", "url_context", "convert"]


@pytest.mark.parametrize("key", ["parameters", "parametersJsonSchema"])
def test_parameters_only_when_asked(key: str, limits: Limits) -> None:
    """The schema of a declared function is exported when asked for, and not otherwise."""
    schema = {"type": "object", "properties": {"api_key": {"type": "string"}}}
    config = {"tools": [{"functionDeclarations": [{"name": "f", key: schema}]}]}

    assert [function("f")] == tool_definitions(config, limits)
    assert [function("f") | {"parameters": schema}] == tool_definitions(
        config, limits, parameters=True
    )


def test_schema_model(limits: Limits) -> None:
    """A schema given as a model is exported with the fields that are set."""
    declaration = types.FunctionDeclaration(
        name="f", parameters=types.Schema(type=types.Type.OBJECT, required=["x"])
    )
    config = types.GenerateContentConfig(tools=[types.Tool(function_declarations=[declaration])])

    definitions = tool_definitions(config, limits, parameters=True)

    assert [function("f") | {"parameters": {"type": "OBJECT", "required": ["x"]}}] == definitions


def test_tools_stay_the_users(limits: Limits) -> None:
    """The list of tools and the functions in it are the same objects as before, unwrapped."""
    tools: list[Any] = [convert, {"google_search": {}}]
    config = types.GenerateContentConfig(tools=[convert])

    tool_definitions({"tools": tools}, limits)
    tool_definitions(config, limits)

    assert tools == [convert, {"google_search": {}}]
    assert [id(convert)] == [id(tool) for tool in cast("list[object]", vars(config)["tools"])]


def test_credentials_in_descriptions(limits: Limits) -> None:
    """A key in an instruction or in a tool's description does not leave."""
    key = "AIzaSyA" + "b" * 32
    config = {
        "system_instruction": f"Use {key}.",
        "tools": [{"name": "f", "description": f"Needs {key}."}],
    }

    exported = str([system_instructions(config, limits), tool_definitions(config, limits)])

    assert "Use " in exported
    assert "Needs " in exported
    assert "AIzaSy" not in exported


def test_tools_beyond_the_limit() -> None:
    """Tools beyond the limit are counted in a definition that keeps the schema."""
    tools = [{"name": name} for name in "abcd"]

    definitions = tool_definitions({"tools": tools}, Limits(100, max_items=3))

    rest = {"type": "omitted", "name": "omitted", "count": 2}
    assert [function("a"), function("b"), rest] == definitions


def test_instructions_beyond_the_limit() -> None:
    """Texts of the system instruction beyond the limit are counted."""
    config = {"system_instruction": ["a", "b", "c"]}

    parts = system_instructions(config, Limits(100, max_items=2))

    assert parts == [{"type": "text", "content": "a"}, {"type": "omitted", "count": 2}]
