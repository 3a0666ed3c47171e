"""An answer, whole or in chunks, becomes one message for each candidate."""

from typing import Any

import pytest
from google.genai import types

from gemini_otel._content import Limits, output_messages


def chunk(*parts: Any, index: int | None = None) -> types.GenerateContentResponse:
    content = types.Content(role="model", parts=list(parts))
    return types.GenerateContentResponse(candidates=[types.Candidate(index=index, content=content)])


def call(**fields: Any) -> types.Part:
    return types.Part(function_call=types.FunctionCall(**fields))


def piece(path: str, more: bool | None = None, **value: Any) -> types.PartialArg:
    return types.PartialArg(json_path=path, will_continue=more, **value)


def answer(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"role": "assistant", "parts": list(parts)}


def text(content: str) -> dict[str, Any]:
    return {"type": "text", "content": content}


def thought(content: str) -> dict[str, Any]:
    return {"type": "reasoning", "content": content}


def only_call(*chunks: types.GenerateContentResponse) -> Any:
    """The one part that the chunks make."""
    messages: list[dict[str, Any]] = output_messages(chunks, Limits(8192))
    (message,) = messages
    (part,) = message["parts"]
    return part


def test_neighbours_are_joined(limits: Limits) -> None:
    """Texts that follow each other are one, thoughts that follow each other are one."""
    chunks = [
        chunk(types.Part(text="Let", thought=True)),
        chunk(types.Part(text=" me think", thought=True), types.Part(text="For")),
        chunk(types.Part(text="ty")),
        chunk(types.Part(text="-two"), types.Part(text="Sure?", thought=True)),
        chunk(types.Part(text="Yes")),
    ]

    messages = output_messages(chunks, limits)

    expected = answer(thought("Let me think"), text("Forty-two"), thought("Sure?"), text("Yes"))
    assert [expected] == messages


def test_empty_text_is_no_part(limits: Limits) -> None:
    """The empty text that carries a signature at the end of a stream leaves no trace."""
    chunks = [
        chunk(types.Part(text="a")),
        chunk(types.Part(text="", thought_signature=b"s")),
        chunk(types.Part(text="b")),
        chunk(types.Part(inline_data=types.Blob())),
        chunk(types.Part(text="")),
    ]

    expected = answer(text("ab"), {"type": "blob", "modality": "unknown"})
    assert [expected] == output_messages(chunks, limits)


def test_media_parts_stay_apart(limits: Limits) -> None:
    """Only texts are joined: two images are two parts, and part the texts around them."""
    image = types.Part.from_bytes(data=b"i", mime_type="image/png")
    chunks = [chunk(types.Part(text="a"), image), chunk(image, types.Part(text="b"))]

    messages: list[dict[str, Any]] = output_messages(chunks, limits)

    assert [part["type"] for part in messages[0]["parts"]] == ["text", "blob", "blob", "text"]


def test_candidates_by_index(limits: Limits) -> None:
    """Chunks of several candidates are sorted out by their index."""
    chunks = [
        chunk(types.Part(text="one "), index=0),
        chunk(types.Part(text="two "), index=1),
        chunk(types.Part(text="A"), index=0),
        chunk(types.Part(text="B"), index=1),
    ]

    assert [answer(text("one A")), answer(text("two B"))] == output_messages(chunks, limits)


def test_candidates_by_position(limits: Limits) -> None:
    """Candidates of one response that have no index keep their order."""
    contents = [types.ModelContent(parts="a"), types.ModelContent(parts="b")]
    response = types.GenerateContentResponse(
        candidates=[types.Candidate(content=content) for content in contents]
    )

    assert [answer(text("a")), answer(text("b"))] == output_messages([response], limits)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (types.GenerateContentResponse(), []),
        (types.GenerateContentResponse(candidates=[types.Candidate()]), [answer()]),
        (
            types.GenerateContentResponse(
                candidates=[types.Candidate(finish_reason=types.FinishReason.SAFETY)]
            ),
            [answer()],
        ),
        (None, []),
        ("not a response", []),
    ],
)
def test_without_content(response: Any, expected: Any, limits: Limits) -> None:
    """A blocked prompt has no message, a blocked answer an empty one without a finish reason."""
    assert expected == output_messages([response], limits)


def test_whole_calls_stay_apart() -> None:
    """Two complete calls of the same function are two, even side by side."""
    chunks = [chunk(call(name="f", args={"n": 1}), call(name="f", args={"n": 2}))]

    messages: list[dict[str, Any]] = output_messages(chunks, Limits(8192))

    assert [part["arguments"] for part in messages[0]["parts"]] == [{"n": 1}, {"n": 2}]


def test_streamed_arguments() -> None:
    """Arguments that arrive in pieces are put together by their paths."""
    part = only_call(
        chunk(call(id="c1", name="book", will_continue=True)),
        chunk(call(partial_args=[piece("$.city", True, string_value="New ")], will_continue=True)),
        chunk(call(partial_args=[piece("$.city", string_value="York")], will_continue=True)),
        chunk(
            call(
                partial_args=[
                    piece("$.guests[0].name", string_value="Ann"),
                    piece("$.guests[0].age", number_value=7),
                    piece("$.guests[1].name", string_value="Bob"),
                    piece("$['late check-in']", bool_value=False),
                    piece("$.note", null_value="NULL_VALUE"),
                ],
                will_continue=True,
            )
        ),
        chunk(call()),
    )

    arguments = {
        "city": "New York",
        "guests": [{"name": "Ann", "age": 7.0}, {"name": "Bob"}],
        "late check-in": False,
        "note": None,
    }
    expected = {"type": "tool_call", "id": "c1", "name": "book", "arguments": arguments}
    assert expected == part


def test_streamed_call_that_repeats_its_name() -> None:
    """A piece that names the function again still belongs to the open call."""
    part = only_call(
        chunk(call(name="f", will_continue=True)),
        chunk(call(name="f", partial_args=[piece("$.n", number_value=1)], will_continue=False)),
    )

    assert part == {"type": "tool_call", "name": "f", "arguments": {"n": 1.0}}


def test_streamed_calls_in_a_row(limits: Limits) -> None:
    """A call with another name or another id ends the open one."""
    chunks = [
        chunk(call(name="f", id="1", will_continue=True)),
        chunk(call(name="f", id="2", will_continue=True)),
        chunk(call(name="g", will_continue=True)),
        chunk(call(partial_args=[piece("$.n", number_value=1)])),
    ]

    messages: list[dict[str, Any]] = output_messages(chunks, limits)

    made = [(part["name"], part.get("arguments")) for part in messages[0]["parts"]]
    assert made == [("f", None), ("f", None), ("g", {"n": 1.0})]


@pytest.mark.parametrize(
    "path",
    ["$", "", "city", "$..city", "$[*]", "$[5]", "$.a[3]", "$" + ".a" * 40, "$.x.y", "$.x[0]"],
)
def test_path_that_leads_nowhere(path: str) -> None:
    """A value whose path cannot be followed is kept under the path itself."""
    values = [piece("$.x", string_value="in the way"), piece(path, string_value="v")]

    part = only_call(chunk(call(name="f", partial_args=values)))

    arguments = part["arguments"]
    assert (arguments["x"], arguments[path or "$"]) == ("in the way", "v")


def test_response_is_not_changed() -> None:
    """Putting arguments together leaves the arguments of the response as they were."""
    start = call(name="f", args={"a": {"b": 1}, "z": 1}, will_continue=True)

    part = only_call(chunk(start), chunk(call(partial_args=[piece("$.a.c", number_value=2)])))

    assert part["arguments"] == {"a": {"c": 2.0}, "z": 1}
    assert start.function_call is not None
    assert start.function_call.args == {"a": {"b": 1}, "z": 1}


def test_no_warning_is_spent(limits: Limits, caplog: pytest.LogCaptureFixture) -> None:
    """No property of a response is read: each logs a warning, once, that is the user's."""
    response = chunk(call(name="f"), types.Part(text="a"), types.Part(text="b", thought=True))

    output_messages([response], limits)

    assert caplog.records == []
