"""Observes automatic function calling: the loop over the turns, and each tool it runs."""

from typing import Final

from opentelemetry import context as otel_context

from gemini_otel._capture._activation import find_recorder
from gemini_otel._capture._observation import TURNS_KEY
from gemini_otel._capture._work import Task, Work
from gemini_otel._content import Limits, encode_value
from gemini_otel._extract import may_run_tools, read_mcp_call, read_mcp_error, read_tool_name
from gemini_otel._guard import guarded
from gemini_otel._metrics import EXECUTE_TOOL_DURATION, INVOKE_WORKFLOW_DURATION
from gemini_otel._semconv import (
    OPERATION_EXECUTE_TOOL,
    OPERATION_GENERATE_CONTENT,
    OPERATION_INVOKE_WORKFLOW,
    TOOL_CALL_ARGUMENTS,
    TOOL_CALL_RESULT,
    TOOL_NAME,
    TOOL_TYPE,
    WORKFLOW_FUNCTION_CALLING,
    WORKFLOW_NAME,
    WORKFLOW_TURNS,
)
from gemini_otel._signals._attributes import Attributes
from gemini_otel._signals._emission import Emission, decide_emission
from gemini_otel._signals._recorder import Recorder


_FUNCTION_CALLING: Final = Task(
    OPERATION_INVOKE_WORKFLOW,
    WORKFLOW_FUNCTION_CALLING,
    INVOKE_WORKFLOW_DURATION,
    {WORKFLOW_NAME: WORKFLOW_FUNCTION_CALLING},
)


class Workflow(Work):
    """The loop of automatic function calling, above its turns and its tools."""

    __slots__ = ()

    def __init__(self, recorder: Recorder, emission: Emission) -> None:
        super().__init__(recorder, emission, _FUNCTION_CALLING, [0])

    def _describe_end(self) -> Attributes:
        return {WORKFLOW_TURNS: self._turns[0]} if self._turns else {}


class ToolRun(Work):
    """One run of one of the app's tools."""

    __slots__ = ()

    def __init__(
        self, recorder: Recorder, emission: Emission, name: str, arguments: object
    ) -> None:
        task = Task(
            OPERATION_EXECUTE_TOOL,
            name,
            EXECUTE_TOOL_DURATION,
            {TOOL_NAME: name, TOOL_TYPE: "function"},
        )
        # A tool that itself runs tools through Gemini has a workflow of its own.
        super().__init__(recorder, emission, task, None)
        self._quote(TOOL_CALL_ARGUMENTS, arguments)

    @guarded
    def returned(self, value: object) -> None:
        """The tool has a result."""
        self._quote(TOOL_CALL_RESULT, value)
        self._end(self._judge(value))

    def _judge(self, _value: object) -> str | None:
        return None  # a Python tool says by an exception that it failed

    @guarded
    def _quote(self, attribute: str, value: object) -> None:
        settings = self._recorder.settings
        if settings.captures_on_spans and settings.redact is None and self._span.is_recording():
            quoted = encode_value(value, Limits(settings.content_max_length))
            self._span.set_attribute(attribute, quoted)


class McpToolRun(ToolRun):
    """One run of a tool of an MCP server."""

    __slots__ = ()

    def _judge(self, value: object) -> str | None:
        return read_mcp_error(value)


@guarded
def may_loop(resource: object, _args: tuple[object, ...], kwargs: dict[str, object]) -> bool:
    """Whether `generate_content` can run tools with these arguments."""
    return _may_loop(resource, kwargs.get("config"))


@guarded
def chat_may_loop(chat: object, args: tuple[object, ...], kwargs: dict[str, object]) -> bool:
    """Whether a message of a chat can run tools; it may bring its own configuration."""
    given = kwargs.get("config") or (args[1] if len(args) > 1 else None)
    return _may_loop(chat, given or getattr(chat, "_config", None))


def _may_loop(resource: object, config: object) -> bool:
    return find_recorder() is not None and may_run_tools(config, resource) and _decide().span


def _decide() -> Emission:
    """A loop and its tools are observed where its turns are."""
    return decide_emission(OPERATION_GENERATE_CONTENT, otel_context.get_current())


@guarded
def start_workflow(
    resource: object, _args: tuple[object, ...], kwargs: dict[str, object]
) -> Workflow | None:
    """Starts to observe `generate_content`, where it can run tools."""
    return _start_workflow() if _may_loop(resource, kwargs.get("config")) else None


@guarded
def start_chat_workflow(
    chat: object, args: tuple[object, ...], kwargs: dict[str, object]
) -> Workflow | None:
    """Starts to observe a message of a chat, where it can run tools."""
    return _start_workflow() if chat_may_loop(chat, args, kwargs) else None


def _start_workflow() -> Workflow | None:
    recorder = find_recorder()
    # In older SDKs a chat leaves the loop to `generate_content`: one loop, one span.
    is_inside = otel_context.get_value(TURNS_KEY) is not None
    return None if recorder is None or is_inside else Workflow(recorder, _decide())


@guarded
def start_tool(
    _owner: object, args: tuple[object, ...], kwargs: dict[str, object]
) -> ToolRun | None:
    """Starts to observe a Python tool: `(args, function_to_invoke)`."""
    arguments, *rest = (*args, *kwargs.values())
    return _start_tool(ToolRun, read_tool_name(rest[0]), arguments) if rest else None


@guarded
def start_mcp_tool(
    _adapter: object, args: tuple[object, ...], kwargs: dict[str, object]
) -> ToolRun | None:
    """Starts to observe a tool of an MCP server: `(function_call)`."""
    name, arguments = read_mcp_call(next(iter((*args, *kwargs.values()))))
    return _start_tool(McpToolRun, name, arguments)


def _start_tool(kind: type[ToolRun], name: str, arguments: object) -> ToolRun | None:
    recorder, emission = find_recorder(), _decide()
    if recorder is None or not emission.span:
        return None
    return kind(recorder, emission, name, arguments)
