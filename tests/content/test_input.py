"""Every form that `contents` may have becomes messages."""

import copy
import io
from collections.abc import Iterator
from typing import Any

import pytest
from google.genai import _transformers, types

from gemini_otel._content import Limits, input_messages


Messages = list[dict[str, Any]]

CALL = types.Part.from_function_call(name="add", args={"a": 1})
ANSWER = types.Part.from_function_response(name="add", response={"sum": 3})
FILE = types.File(name="files/abc", uri="https://x/v1beta/files/abc", mime_type="image/png")


def text(content: str) -> dict[str, Any]:
    return {"type": "text", "content": content}


def says(role: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"role": role, "parts": list(parts)}


ADD = {"type": "tool_call", "name": "add", "arguments": {"a": 1}}
ADDED = {"type": "tool_call_response", "name": "add", "response": {"sum": 3}}
UPLOADED = {
    "type": "file", "modality": "image", "file_id": "files/abc", "mime_type": "image/png"
}  # fmt: skip

FORMS: dict[str, tuple[Any, Messages]] = {
    "a string": ("hello", [says("user", text("hello"))]),
    "a part": (types.Part(text="hello"), [says("user", text("hello"))]),
    "a call": (CALL, [says("assistant", ADD)]),
    "an answer": (ANSWER, [says("tool", ADDED)]),
    "an uploaded file": (FILE, [says("user", UPLOADED)]),
    "a content": (
        types.Content(role="model", parts=[types.Part(text="hi")]),
        [says("assistant", text("hi"))],
    ),
    "user content": (
        types.UserContent(parts=list[Any](["a", "b"])),
        [says("user", text("a"), text("b"))],
    ),
    "model content": (types.ModelContent(parts="a"), [says("assistant", text("a"))]),
    "a content dict": (
        {"role": "model", "parts": [{"text": "hi"}]},
        [says("assistant", text("hi"))],
    ),
    "a part dict": ({"text": "hi"}, [says("user", text("hi"))]),
    "a call as a camel-case dict": (
        {"functionCall": {"name": "add", "args": {"a": 1}}},
        [says("assistant", ADD)],
    ),
    "file data as a camel-case dict": (
        {"fileUri": "gs://b/o.pdf", "mimeType": "application/pdf"},
        [
            says(
                "user",
                {
                    "type": "uri",
                    "modality": "document",
                    "uri": "gs://b/o.pdf",
                    "mime_type": "application/pdf",
                },
            )
        ],
    ),
    "strings": (["a", "b"], [says("user", text("a"), text("b"))]),
    "a list in a list": (
        [["a", "b"], "c"],
        [says("user", text("a"), text("b")), says("user", text("c"))],
    ),
    "a conversation": (
        [
            types.UserContent(parts="add 1 and 2"),
            types.ModelContent(parts=[CALL]),
            types.Content(role="user", parts=[ANSWER]),
        ],
        [says("user", text("add 1 and 2")), says("assistant", ADD), says("tool", ADDED)],
    ),
    "parts of both sides": (
        ["go", CALL, CALL, ANSWER, "thanks"],
        [
            says("user", text("go")),
            says("assistant", ADD, ADD),
            says("user", ADDED, text("thanks")),
        ],
    ),
    "a turn between strings": (
        ["a", types.ModelContent(parts="b"), "c"],
        [says("user", text("a")), says("assistant", text("b")), says("user", text("c"))],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str, limits: Limits) -> None:
    """Each form that the SDK accepts becomes the messages it stands for."""
    contents, expected = FORMS[form]

    assert expected == input_messages(contents, limits)


@pytest.mark.parametrize("form", FORMS)
def test_grouping_is_the_sdks(form: str, limits: Limits) -> None:
    """Turns are as many, and each has as many parts, as the SDK sends."""
    contents = FORMS[form][0]
    transformed: list[types.Content] = _transformers.t_contents(contents)  # pyright: ignore[reportUnknownMemberType] - an image type that may be absent
    sent = [len(content.parts or []) for content in transformed]

    messages: Messages = input_messages(contents, limits)

    assert sent == [len(message["parts"]) for message in messages]


@pytest.mark.parametrize("form", FORMS)
def test_contents_are_not_changed(form: str, limits: Limits) -> None:
    """What the user passed is equal to what it was, with the same fields set."""
    contents = FORMS[form][0]
    before = copy.deepcopy(contents)

    input_messages(contents, limits)

    assert before == contents
    assert repr(before) == repr(contents)


@pytest.mark.parametrize("form", FORMS)
def test_schema(form: str, limits: Limits, check_schema: Any) -> None:
    """Each form keeps the message schema."""
    check_schema(input_messages(FORMS[form][0], limits))


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        (None, []),
        ([], []),
        ({}, [says("user")]),
        ({"role": "user"}, [says("user")]),
        ({"role": None, "parts": "hi"}, [says("user", text("hi"))]),
        ({"role": "system", "parts": ["be brief"]}, [says("system", text("be brief"))]),
        ({"role": "function", "parts": ["3"]}, [says("tool", text("3"))]),
        ({"role": "critic", "parts": ["no"]}, [says("critic", text("no"))]),
        (("a", "b"), [says("user", text("a"), text("b"))]),
        (7, [says("user", {"type": "int"})]),
        (["a", None], [says("user", text("a"))]),
        ({"text": 5}, [says("user", {"type": "int"})]),
    ],
)
def test_what_the_sdk_refuses_or_hardly_takes(
    contents: Any, expected: Messages, limits: Limits
) -> None:
    """Contents that the SDK will refuse after us still become messages, not an error."""
    assert expected == input_messages(contents, limits)


def test_iterator_is_not_consumed(limits: Limits) -> None:
    """A generator given as contents is left for the SDK to refuse."""

    def generate() -> Iterator[str]:
        yield "a"

    contents = generate()

    assert [says("user", {"type": "generator"})] == input_messages(contents, limits)
    assert list(contents) == ["a"]


def test_pil_image(limits: Limits) -> None:
    """A PIL image is told by its size in pixels and is not encoded."""
    pillow = pytest.importorskip("PIL.Image")
    image = pillow.new("RGB", (4, 3))
    stored = io.BytesIO()
    image.save(stored, "PNG")
    lazy = pillow.open(io.BytesIO(stored.getvalue()))

    messages = input_messages([lazy, "what is it?"], limits)

    picture = {"type": "blob", "modality": "image", "width": 4, "height": 3}
    assert [says("user", picture, text("what is it?"))] == messages
    assert getattr(lazy, "_im", None) is None, "the pixels were loaded"


def test_no_warning_is_spent(limits: Limits, caplog: pytest.LogCaptureFixture) -> None:
    """Reading contents logs nothing, so the SDK's one warning per process is left to the user."""
    for contents, _ in FORMS.values():
        input_messages(contents, limits)

    assert caplog.records == []
