"""Tools for the model to call, and the spans that a loop of calls leaves."""

import gc
from collections.abc import Iterable
from typing import Any, Final

from gemini_otel.testing import Reply, parts
from gemini_otel.testing._telemetry import RecordedSpan, Telemetry
from tests.shapes import Caller


WORKFLOW: Final = "invoke_workflow automatic_function_calling"
TURN: Final = "generate_content"


def add(a: int, b: int) -> int:
    """Adds.

    Args:
        a: A number.
        b: Another.

    Returns:
        The sum.
    """
    return a + b


async def add_async(a: int, b: int) -> int:
    """Adds, asynchronously.

    Args:
        a: A number.
        b: Another.

    Returns:
        The sum.
    """
    return a + b


def divide(a: int, b: int) -> float:
    """Divides.

    Args:
        a: A number.
        b: Another.

    Returns:
        The quotient.
    """
    return a / b


def wants(*names: str, **usage: Any) -> Reply:
    """An answer that calls functions with 1 and 0, with some usage."""
    calls = [parts.function_call(name, {"a": 1, "b": 0}) for name in names]
    return Reply(calls, usage=usage) if usage else Reply(calls)


class Loop:
    """One message to a model that may call functions, through `models` or through a chat."""

    def __init__(self, caller: Caller, *, is_chat: bool) -> None:
        self.is_async = caller.is_async
        self._caller = caller
        self._is_chat = is_chat

    def run(self, client: Any, config: Any) -> None:
        """Sends it and reads the whole answer."""
        if self._is_chat:
            self._caller.chat(client, "What is 1 + 0?", config=config)
        else:
            self._caller.ask(client, config=config)

    def settle(self) -> None:
        """Lets the streams be finalized that only a handled exception still held."""
        gc.collect()
        self._caller.settle()


def turns(telemetry: Telemetry) -> list[RecordedSpan]:
    """The spans of the billed responses, in the order they began."""
    return _in_order(span for span in telemetry.spans if span.name.startswith(TURN))


def settle(caller: Caller, telemetry: Telemetry, count: int) -> None:
    """Lets the event loop finalize what was dropped, until so many turns have ended."""
    for _ in range(100):
        if len(turns(telemetry)) >= count:
            return
        caller.settle()


def tool_runs(telemetry: Telemetry) -> list[RecordedSpan]:
    """The spans of the tools, in the order they began."""
    return _in_order(span for span in telemetry.spans if span.name.startswith("execute_tool"))


def _in_order(spans: Iterable[RecordedSpan]) -> list[RecordedSpan]:
    return sorted(spans, key=lambda span: span.start_ns)
