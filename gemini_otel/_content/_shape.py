"""What a message is made of: our words and objects, around values that are still the user's."""

from typing import Final, TypeAlias


Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Message: TypeAlias = dict[str, Json]
Part: TypeAlias = dict[str, Json]


class Word(str):
    """A string of ours, which is exported as it is; every other string is scrubbed and cut."""

    __slots__ = ()


class Frame(dict[str, object]):
    """An object of ours, which is exported with all its keys; a value of None means absent."""

    __slots__ = ()


class Answer(Frame):
    """An object of our shape that the user's hook made: its keys are scrubbed like its values."""

    __slots__ = ()


USER: Final = Word("user")
ASSISTANT: Final = Word("assistant")
SYSTEM: Final = Word("system")
TOOL: Final = Word("tool")

TEXT: Final = Word("text")
REASONING: Final = Word("reasoning")
BLOB: Final = Word("blob")
URI: Final = Word("uri")
FILE: Final = Word("file")
TOOL_CALL: Final = Word("tool_call")
TOOL_CALL_RESPONSE: Final = Word("tool_call_response")
SERVER_TOOL_CALL: Final = Word("server_tool_call")
SERVER_TOOL_CALL_RESPONSE: Final = Word("server_tool_call_response")
FUNCTION: Final = Word("function")
CODE_EXECUTION: Final = Word("code_execution")

OMITTED: Final = Word("omitted")
UNKNOWN: Final = Word("unknown")


_DEFINED: Final = frozenset(
    {
        TEXT,
        REASONING,
        BLOB,
        URI,
        FILE,
        TOOL_CALL,
        TOOL_CALL_RESPONSE,
        SERVER_TOOL_CALL,
        SERVER_TOOL_CALL_RESPONSE,
        "compaction",
    }
)


def generic(kind: str) -> Frame:
    """A part of a type that the conventions do not define, so that it need not hold anything."""
    return Frame(type=UNKNOWN if kind in _DEFINED else kind)


def omitted(count: int) -> Frame:
    """Stands in for what a limit left out of a list."""
    return Frame(type=OMITTED, count=count)


def named_after(value: object) -> Frame:
    """Stands in for a value of which only the class may be told."""
    return generic(type(value).__name__)
