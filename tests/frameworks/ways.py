"""A way to call Gemini through a framework, and what one may take of its results."""

from collections.abc import Callable, Mapping, Sequence
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


def without(names: set[str], value: Any) -> Any:
    """The same data without what is made up anew at each run, such as ids and times."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {name: without(names, one) for name, one in fields.items() if name not in names}
    if isinstance(value, list | tuple):
        return [without(names, one) for one in cast("Sequence[Any]", value)]
    return value
