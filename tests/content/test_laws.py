"""Laws that hold for whatever a program sends and a model answers."""

import copy
import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeGuard

from google.genai import types
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel._content import (
    Limits,
    encode,
    input_messages,
    output_messages,
    structure,
    system_instructions,
    tool_definitions,
)


KEY = "AIzaSyD4-9tQz_kLmNoPqRsTuVwXyZ012345678"
TOKEN = "Bearer 7f9d1c55aa01bb02"
MARKER = len("… [999999999 characters left out]")

FIELDS = st.sampled_from(
    [
        "role",
        "parts",
        "text",
        "thought",
        "inline_data",
        "inlineData",
        "data",
        "mime_type",
        "mimeType",
        "file_data",
        "file_uri",
        "uri",
        "name",
        "id",
        "args",
        "function_call",
        "functionCall",
        "function_response",
        "response",
        "partial_args",
        "json_path",
        "string_value",
        "number_value",
        "will_continue",
        "executable_code",
        "code",
        "language",
        "code_execution_result",
        "outcome",
        "tool_call",
        "tool_type",
        "tool_response",
        "audio_transcription",
        "thought_signature",
        "candidates",
        "content",
        "index",
        "system_instruction",
        "tools",
        "function_declarations",
        "google_search",
        "description",
        "parameters",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.binary(max_size=20)
    | st.sampled_from(["user", "model", "$.a[0].b", "image/png", "aGVsbG8="])
)


def trees(leaves: st.SearchStrategy[Any], names: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values shaped like JSON, with the names the SDK knows and others."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=5) | st.dictionaries(FIELDS | names, inner, max_size=5)
        ),
        max_leaves=30,
    )


ANYTHING = trees(SCALARS, st.text(max_size=8) | st.integers() | st.none())
LIMITS = st.builds(
    Limits,
    max_length=st.integers(1, 60),
    max_depth=st.integers(1, 6),
    max_items=st.integers(2, 6),
    max_total=st.integers(1, 400),
)


def exports(given_: Any, limits: Limits) -> list[list[dict[str, Any]]]:
    """Everything that is exported when a value stands in each place of a call."""
    return [
        input_messages(given_, limits),
        output_messages([given_, {"candidates": [{"content": given_}]}], limits),
        system_instructions({"system_instruction": given_}, limits),
        tool_definitions({"tools": given_}, limits, parameters=True),
    ]


def kind(value: object) -> str:
    return type(value).__name__


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def is_dict(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def inside(value: Any) -> list[Any]:
    """The values that a JSON value holds."""
    return list(value.values()) if is_dict(value) else value if is_list(value) else []


def strings(value: Any) -> Iterator[str]:
    """All strings of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    if is_dict(value):
        yield from value
    yield from (text for item in inside(value) for text in strings(item))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects of a JSON value."""
    if is_dict(value):
        yield value
    yield from (entries for item in inside(value) for entries in objects(item))


def arrays(value: Any) -> Iterator[list[Any]]:
    """All lists of a JSON value."""
    if is_list(value):
        yield value
    yield from (array for item in inside(value) for array in arrays(item))


@given(ANYTHING, LIMITS)
def test_never_raises(value: Any, limits: Limits) -> None:
    """Any JSON-shaped value becomes plain JSON, of plain strings, that survives a round trip."""
    for exported in exports(value, limits):
        assert exported == json.loads(encode(exported))
        assert encode(exported).encode()
        assert {kind(text) for text in strings(exported)} <= {"str"}


@given(value=ANYTHING)
def test_schema(value: Any, check_schema: Any) -> None:
    """Any JSON-shaped value becomes messages of the schema, at any limit."""
    for limits in (Limits(8192), Limits(3, max_depth=1, max_items=2, max_total=40)):
        check_schema(input_messages(value, limits))
        check_schema(output_messages([value, {"candidates": [{"content": value}]}], limits))


@given(ANYTHING, LIMITS)
def test_size_is_bounded(value: Any, limits: Limits) -> None:
    """No string, list, or whole export exceeds its limit by more than the notes on the rest."""
    for exported in exports(value, limits):
        texts = list(strings(exported))
        ours = 64  # a SHA-256, the longest string that is not the user's
        assert max(map(len, texts), default=0) <= max(limits.max_length + MARKER, ours)
        assert max(map(len, arrays(exported)), default=0) <= limits.max_items
        assert sum(map(len, texts)) <= limits.max_total + 600


@given(ANYTHING)
def test_nothing_of_the_users_changes(value: Any) -> None:
    """What the user passed is equal to what it was."""
    # In a list, for a NaN equals itself only there.
    before = copy.deepcopy([value])

    exports(value, Limits(20))

    assert before == [value]


@given(ANYTHING)
def test_events_take_it(value: Any) -> None:
    """Structured values have no empty keys and no lists of mixed types."""
    for exported in exports(value, Limits(8192)):
        structured = structure(exported)

        assert all("" not in entries for entries in objects(structured))
        for array in arrays(structured):
            assert len({kind(item) for item in array if item is not None}) <= 1


def plant(before: str, secret: str, after: str) -> str:
    """A text with a credential in it."""
    return f"{before} {secret}{after}".lstrip()


PLANTED = st.builds(
    plant,
    st.text(max_size=30),
    st.sampled_from([KEY, TOKEN]),
    st.sampled_from(["", " ", "\n", "\"'", "&x=1", ";"]) | st.text(max_size=30).map(" ".__add__),
)


@given(trees(SCALARS | PLANTED, PLANTED), LIMITS)
def test_credentials_never_leave(value: Any, limits: Limits) -> None:
    """A key or a bearer token in any string, name or value, cut or whole, is not exported."""
    for exported in exports(value, limits):
        assert not re.search(r"aiza_?sy_?d4|7f9d1c", encode(exported), re.IGNORECASE)


@given(st.lists(st.integers(0, 80), max_size=8).map(sorted), st.integers(1, 60))
def test_torn_credentials_never_leave(cuts: Sequence[int], max_length: int) -> None:
    """A key that arrives in pieces, over several chunks, is not exported."""
    text = f"Your key is {KEY}, keep it."
    edges = [0, *cuts, len(text)]
    chunks = [_chunk(text[start:end]) for start, end in pairwise(edges)]

    exported = encode(output_messages(chunks, Limits(max_length)))

    assert "AIzaSyD4" not in exported
    assert "Y" in exported


@given(st.text(min_size=1, max_size=60), st.lists(st.integers(0, 60), max_size=8).map(sorted))
def test_chunks_do_not_show(text: str, cuts: Sequence[int]) -> None:
    """However a server tears a text, the message is that of the whole text."""
    edges = [0, *(min(cut, len(text)) for cut in cuts), len(text)]
    chunks = [_chunk(text[start:end]) for start, end in pairwise(edges)]
    limits = Limits(50)

    assert output_messages([_chunk(text)], limits) == output_messages(chunks, limits)


def _chunk(text: str) -> types.GenerateContentResponse:
    content = types.Content(role="model", parts=[types.Part.model_construct(text=text)])
    return types.GenerateContentResponse(candidates=[types.Candidate(content=content)])
