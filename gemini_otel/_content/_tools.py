"""The tools of a request, as tool definitions."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

from gemini_otel._content._copier import Copier
from gemini_otel._content._fields import read, sequence, string
from gemini_otel._content._limits import Limits
from gemini_otel._content._shape import (
    FUNCTION,
    OMITTED,
    UNKNOWN,
    Frame,
    Json,
    omitted,
)


_DECLARATIONS: Final = "function_declarations"
_SCHEMAS: Final = ("parameters", "parameters_json_schema", "input_schema", "inputSchema")


def tool_definitions(
    config: object, limits: Limits, *, parameters: bool = False
) -> list[dict[str, Json]]:
    """The tools the model could choose from.

    Args:
        config: The argument `config` of `generate_content`: the model, a dict, or None.
        limits: Bounds on the export.
        parameters: Whether the schemas of declared functions are exported; they are large, and
            the conventions leave them out unless asked. Those of Python functions are never
            worked out: the SDK does that after us.

    Returns:
        `{type: function, name, description}` for each function, `{type, name}` for the tools of
        the server.
    """
    given = sequence((read(config) or {}).get("tools"))
    frames = [frame for tool in given for frame in _definitions(tool, schemas=parameters)]
    copier = Copier(limits)
    definitions = copier.take(frames, len(frames))
    left_out = len(frames) - len(definitions)
    if left_out:
        definitions.append(copier.frame(Frame(omitted(left_out), name=OMITTED)))
    return definitions


def _definitions(tool: object, *, schemas: bool) -> list[Frame]:
    fields = read(tool)
    if fields is None:
        return [_callable(tool) if callable(tool) else _by_class(tool)]
    if "name" in fields:
        return [_declared(fields, schemas=schemas)]
    declared = [read(entry) or {} for entry in sequence(fields.get(_DECLARATIONS))]
    functions = [_declared(entry, schemas=schemas) for entry in declared]
    return functions + [
        Frame(type=kind, name=kind)
        for kind, value in fields.items()
        if value is not None and kind != _DECLARATIONS
    ]


def _declared(fields: Mapping[str, object], *, schemas: bool) -> Frame:
    """A function declaration of Gemini's, or a tool of an MCP server."""
    known = (fields[name] for name in _SCHEMAS if fields.get(name) is not None)
    return Frame(
        type=FUNCTION,
        name=string(fields.get("name")) or UNKNOWN,
        description=string(fields.get("description")),
        parameters=next(known, None) if schemas else None,
    )


def _callable(tool: Callable[..., Any]) -> Frame:
    """A Python function; an object that can be called goes by its class, as it has no name."""
    if not inspect.isroutine(tool) and not inspect.isclass(tool):
        return Frame(type=FUNCTION, name=type(tool).__name__)
    text = inspect.cleandoc(tool.__doc__) if isinstance(tool.__doc__, str) else None
    return Frame(type=FUNCTION, name=tool.__name__, description=text or None)


def _by_class(tool: object) -> Frame:
    name = type(tool).__name__
    return Frame(type=name, name=name)
