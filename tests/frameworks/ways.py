"""The ways to call Gemini through a framework, and the telemetry that it has of its own."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast


CHAT_MODEL = "gemini-3.5-flash"
EMBEDDING_MODEL = "gemini-embedding-001"
QUESTION = "What is the weather in Paris?"
RETRY = "This one fails at first."
DOUBTED = "What is said of this at first fits no schema."
LEAVE = "Of this one takes the first piece and leaves."


@dataclass(frozen=True, slots=True)
class Way:
    """A short program.

    Attributes:
        run: Takes the server's address and returns something that can be compared; a coroutine
            function runs in an event loop of its own.
        answers: How many billed answers it takes.
    """

    run: Callable[[str], Any]
    answers: int = 1


@dataclass(frozen=True, slots=True)
class Own:
    """Telemetry of the framework's own, or of an instrumentation for it.

    Attributes:
        switch_on: It is on within this context.
        scope: The name of its tracers and meters.
        shared: The standard metrics that it and we both record, each for the same calls.
        is_sampled: Whether its spans are recorded.
    """

    switch_on: Callable[[], AbstractContextManager[Any]]
    scope: str
    shared: frozenset[str] = frozenset()
    is_sampled: bool = True


def without(names: set[str], value: Any) -> Any:
    """The same data without what is made up anew at each run, such as ids and times."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {name: without(names, one) for name, one in fields.items() if name not in names}
    if isinstance(value, list | tuple):
        return [without(names, one) for one in cast("Sequence[Any]", value)]
    return value
