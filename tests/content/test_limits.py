"""What a limit leaves out is left out, and the rest says how much it was."""

import enum
from http import HTTPStatus
from typing import Any

import pytest
from google.genai import types

from gemini_otel._content import Limits, input_messages, output_messages


class Colour(enum.Enum):
    """An enum whose members are not themselves plain values."""

    RED = 1.5


def arguments(value: Any, limits: Limits) -> Any:
    """What is exported of a function call's arguments."""
    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": value}}, limits)
    return messages[0]["parts"][0]["arguments"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("abcde", "abcde"),
        ("abcdef", "abcde… [1 characters left out]"),
        ("abcde" + "f" * 1000, "abcde… [1000 characters left out]"),
    ],
)
def test_text(given: str, expected: str) -> None:
    """A text is cut at the limit, not before it, and says how many characters are missing."""
    part = {"type": "text", "content": expected}

    assert [{"role": "user", "parts": [part]}] == input_messages(given, Limits(5))


def test_words_of_the_schema_are_not_cut() -> None:
    """The smallest limit leaves the words that the schema defines."""
    part: Any = {"function_response": {"name": "f", "response": {}}}

    messages: list[dict[str, Any]] = input_messages(part, Limits(1))

    assert (messages[0]["role"], messages[0]["parts"][0]["type"]) == ("tool", "tool_call_response")


def test_strings_among_arguments() -> None:
    """Keys and values among arguments are texts like any other."""
    exported = arguments({"abcdef": ["uvwxyz"]}, Limits(5))

    cut = "… [1 characters left out]"
    assert {f"abcde{cut}": [f"uvwxy{cut}"]} == exported


def test_newest_messages_stay() -> None:
    """Of a long conversation the newest messages stay, behind one that counts the others."""
    turns = [{"role": "user", "parts": [name]} for name in "abcde"]

    messages = input_messages(turns, Limits(10, max_items=3))

    assert messages == [
        {"role": "omitted", "parts": [{"type": "omitted", "count": 3}]},
        {"role": "user", "parts": [{"type": "text", "content": "d"}]},
        {"role": "user", "parts": [{"type": "text", "content": "e"}]},
    ]


def test_newest_messages_have_the_budget() -> None:
    """The total is spent on the newest message first: what is cut and left out is older."""
    turns = [{"role": "user", "parts": [name * 100]} for name in "abc"]

    messages: list[dict[str, Any]] = input_messages(turns, Limits(200, max_total=190))

    oldest, *others = messages
    older, newest = (message["parts"][0] for message in others)
    assert oldest == {"role": "omitted", "parts": [{"type": "omitted", "count": 1}]}
    assert newest["content"] == "c" * 100
    assert older["content"].startswith("bbb")
    assert older["content"].endswith(" characters left out]")


def test_parts_beyond_the_limit() -> None:
    """Parts beyond the limit are counted in a last part."""
    messages = input_messages(["a", "b", "c"], Limits(10, max_items=2))

    parts = [{"type": "text", "content": "a"}, {"type": "omitted", "count": 2}]
    assert [{"role": "user", "parts": parts}] == messages


def test_candidates_beyond_the_limit() -> None:
    """Candidates beyond the limit are counted in a last message."""
    candidates = [{"content": {"parts": [{"text": name}]}} for name in "abc"]

    messages = output_messages([{"candidates": candidates}], Limits(10, max_items=2))

    assert messages == [
        {"role": "assistant", "parts": [{"type": "text", "content": "a"}]},
        {"role": "omitted", "parts": [{"type": "omitted", "count": 2}]},
    ]


def test_entries_beyond_the_limit() -> None:
    """Entries of objects and lists beyond the limit are counted in a last entry."""
    limits = Limits(10, max_items=2)

    assert arguments({"a": 1, "b": 2, "c": 3}, limits) == {"a": 1, "…": 2}
    assert arguments({"l": [1, 2, 3]}, limits) == {"l": [1, {"type": "omitted", "count": 2}]}


def test_depth() -> None:
    """What lies deeper than the limit is told by its class; the parts are the first level."""
    value = {"a": {"b": {"c": 1}}}

    assert arguments(value, Limits(10, max_depth=2)) == {"a": {"type": "dict"}}
    assert arguments(value, Limits(10, max_depth=3)) == {"a": {"b": {"type": "dict"}}}


def test_circular_reference() -> None:
    """An object inside itself ends at the depth limit."""
    circle: dict[str, Any] = {}
    circle["again"] = circle

    assert arguments(circle, Limits(10, max_depth=3)) == {"again": {"again": {"type": "dict"}}}


def test_shared_references_do_not_multiply() -> None:
    """A list of lists of lists, small in memory and huge when written out, stays small."""
    bomb: list[Any] = ["x"]
    for _ in range(11):
        bomb = [bomb] * 100

    exported = str(arguments({"bomb": bomb}, Limits(100, max_total=1000)))

    assert len(exported) < 10_000


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        pytest.param(10**5000, {"type": "int"}, id="5001 digits"),
        (0.5, 0.5),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (-float("inf"), "-Infinity"),
        (True, True),
        (None, None),
        (("a",), ["a"]),
        (
            {1: "a", None: "b", False: "c", (): "d"},
            {"1": "a", "null": "b", "false": "c", "tuple": "d"},
        ),
        ({"s"}, {"type": "set"}),
        ("\ud800", "?"),
    ],
)
def test_value(given: Any, expected: Any, limits: Limits) -> None:
    """Every value becomes one that JSON and OTLP can carry."""
    assert {"v": expected} == arguments({"v": given}, limits)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (types.Outcome.OUTCOME_OK, "OUTCOME_OK"),
        (HTTPStatus.OK, 200),
        (Colour.RED, 1.5),
    ],
)
def test_members_of_enums(given: Any, expected: Any, limits: Limits) -> None:
    """Members of enums become plain values, of exactly the types that exporters know."""
    exported = arguments({"v": given}, limits)["v"]

    assert (type(expected), expected) == (type(exported), exported)


def test_no_code_of_the_users_runs(limits: Limits) -> None:
    """An object that cannot be exported is told by its class, and none of its methods is called."""

    class Touchy:
        def __str__(self) -> str:
            raise AssertionError

        __repr__ = __str__

    assert arguments({"v": Touchy()}, limits) == {"v": {"type": "Touchy"}}


@pytest.mark.parametrize(
    "wrong", [{"max_length": 0}, {"max_depth": 0}, {"max_items": 1}, {"max_total": 0}]
)
def test_limit_too_small(wrong: dict[str, int]) -> None:
    """A limit that would export nothing is refused by name, with what is allowed."""
    ((name, value),) = wrong.items()

    with pytest.raises(ValueError, match=rf"Limits\({name}={value}\): expected at least \d"):
        Limits(**{"max_length": 1, **wrong})
