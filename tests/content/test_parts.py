"""Every kind of part becomes the message part that the conventions have for it."""

import hashlib
from typing import Any

import pytest
from google.genai import types

from gemini_otel._content import Limits, encode, input_messages


PNG = b"\x89PNG\r\n\x1a\n"
PNG_BASE64 = "iVBORw0KGgo="
IMAGE = {
    "type": "blob",
    "modality": "image",
    "mime_type": "image/png",
    "size": 8,
    "sha256": hashlib.sha256(PNG).hexdigest(),
}

PARTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "text": (types.Part(text="a"), {"type": "text", "content": "a"}),
    "thought": (types.Part(text="a", thought=True), {"type": "reasoning", "content": "a"}),
    "bytes": (types.Part.from_bytes(data=PNG, mime_type="image/png"), IMAGE),
    "bytes in a dict": ({"inline_data": {"data": PNG, "mime_type": "image/png"}}, IMAGE),
    "base64 in a dict": ({"inlineData": {"data": PNG_BASE64, "mimeType": "image/png"}}, IMAGE),
    "url-safe base64 without padding": (
        {"inline_data": {"data": "-_-_-w", "mime_type": "audio/wav"}},
        {
            "type": "blob",
            "modality": "audio",
            "mime_type": "audio/wav",
            "size": 4,
            "sha256": hashlib.sha256(b"\xfb\xff\xbf\xfb").hexdigest(),
        },
    ),
    "broken base64": (
        {"inline_data": {"data": "?", "mime_type": "text/plain"}},
        {"type": "blob", "modality": "document", "mime_type": "text/plain"},
    ),
    "bucket object": (
        types.Part.from_uri(file_uri="gs://b/clip.mp4", mime_type="video/mp4"),
        {"type": "uri", "modality": "video", "uri": "gs://b/clip.mp4", "mime_type": "video/mp4"},
    ),
    "file of the Files API": (
        types.Part.from_uri(
            file_uri="https://generativelanguage.googleapis.com/v1beta/files/abc",
            mime_type="audio/mp3",
        ),
        {"type": "file", "modality": "audio", "file_id": "files/abc", "mime_type": "audio/mp3"},
    ),
    "file without a MIME type": (
        {"file_data": {"file_uri": "files/abc"}},
        {"type": "file", "modality": "unknown", "file_id": "files/abc"},
    ),
    "function call": (
        types.Part(function_call=types.FunctionCall(id="c1", name="f", args={"x": [1, None]})),
        {"type": "tool_call", "id": "c1", "name": "f", "arguments": {"x": [1, None]}},
    ),
    "function call without a name": (
        types.Part(function_call=types.FunctionCall()),
        {"type": "tool_call", "name": "unknown"},
    ),
    "function response": (
        types.Part(
            function_response=types.FunctionResponse(
                id="c1",
                name="f",
                response={"icon": PNG},
                parts=[types.FunctionResponsePart.from_bytes(data=PNG, mime_type="image/png")],
            )
        ),
        {
            "type": "tool_call_response",
            "id": "c1",
            "name": "f",
            "response": {"icon": {**IMAGE, "modality": "unknown"}},
            "parts": [IMAGE],
        },
    ),
    "MCP image in a function response": (
        {
            "functionResponse": {
                "name": "f",
                "response": {
                    "result": [{"type": "image", "data": PNG_BASE64, "mimeType": "image/png"}]
                },
            }
        },
        {"type": "tool_call_response", "name": "f", "response": {"result": [IMAGE]}},
    ),
    "code": (
        types.Part.from_executable_code(code="print(1)", language=types.Language.PYTHON),
        {
            "type": "server_tool_call",
            "name": "code_execution",
            "server_tool_call": {
                "type": "code_execution",
                "language": "PYTHON",
                "code": "print(1)",
            },
        },
    ),
    "code result": (
        types.Part.from_code_execution_result(outcome=types.Outcome.OUTCOME_OK, output="1\n"),
        {
            "type": "server_tool_call_response",
            "server_tool_call_response": {
                "type": "code_execution",
                "outcome": "OUTCOME_OK",
                "output": "1\n",
            },
        },
    ),
    "server tool call": (
        {"tool_call": {"id": "s", "tool_type": "GOOGLE_MAPS", "args": {"q": "cafe"}}},
        {
            "type": "server_tool_call",
            "id": "s",
            "name": "google_maps",
            "server_tool_call": {"type": "google_maps", "arguments": {"q": "cafe"}},
        },
    ),
    "server tool response": (
        {"toolResponse": {"id": "s", "toolType": "GOOGLE_MAPS", "response": {"n": 2}}},
        {
            "type": "server_tool_call_response",
            "id": "s",
            "server_tool_call_response": {"type": "google_maps", "response": {"n": 2}},
        },
    ),
    "transcription": (
        {"audio_transcription": {"text": "hello"}},
        {"type": "audio_transcription", "content": "hello"},
    ),
    "a kind newer than us": ({"holoGram": {"depth": 3}}, {"type": "holo_gram"}),
    "a kind that has the name of ours": ({"file": {"depth": 3}}, {"type": "unknown"}),
    "raw bytes": (b"ab", {**IMAGE, "modality": "unknown", "size": 2}),
}
# What a part of no known MIME type does not say, and the hash of the other bytes.
del PARTS["function response"][1]["response"]["icon"]["mime_type"]
del PARTS["raw bytes"][1]["mime_type"]
PARTS["raw bytes"][1]["sha256"] = hashlib.sha256(b"ab").hexdigest()


@pytest.mark.parametrize("kind", PARTS)
def test_kind(kind: str, limits: Limits, check_schema: Any) -> None:
    """Each kind of part has its message part, which keeps the schema."""
    part, expected = PARTS[kind]

    messages = input_messages({"role": "model", "parts": [part]}, limits)

    check_schema(messages)
    assert [expected] == messages[0]["parts"]


@pytest.mark.skipif(not hasattr(types, "ToolCall"), reason="this SDK has no server-side tool calls")
def test_server_tool_models(limits: Limits) -> None:
    """Server-side tool calls read the same from models as from dicts."""
    for kind in ("server tool call", "server tool response"):
        given, expected = PARTS[kind]
        part = types.Part.model_validate(given)

        assert [expected] == input_messages(part, limits)[0]["parts"]


def test_signature_stays(limits: Limits) -> None:
    """A thought signature is never exported, and a part with nothing else is none."""
    signed = types.Part(text="a", thought_signature=b"sign")
    bare = types.Part(thought_signature=b"sign")

    messages = input_messages([signed, bare], limits)

    assert messages[0]["parts"] == [{"type": "text", "content": "a"}]


def test_unset_fields_of_models_are_absent(limits: Limits) -> None:
    """An SDK model among the arguments shows the fields that are set, a dict all of its own."""
    call = {
        "function_call": {"name": "f", "args": {"m": types.Blob(mime_type="x"), "d": {"e": None}}}
    }

    messages: list[dict[str, Any]] = input_messages(call, limits)

    assert messages[0]["parts"][0]["arguments"] == {"m": {"mime_type": "x"}, "d": {"e": None}}


def test_transcription_beside_its_audio(limits: Limits) -> None:
    """A part that holds media and its transcription becomes both."""
    part = {"inline_data": {"mime_type": "audio/wav"}, "audio_transcription": {"text": "hello"}}

    messages: list[dict[str, Any]] = input_messages(part, limits)

    assert [part["type"] for part in messages[0]["parts"]] == ["blob", "audio_transcription"]


@pytest.mark.parametrize("data", [PNG, bytearray(PNG), memoryview(PNG), memoryview(PNG + PNG)[::2]])
def test_bytes_never_leave(data: Any, limits: Limits) -> None:
    """Bytes among arguments are told by size and hash, whatever holds them."""
    call: Any = {"function_call": {"name": "f", "args": {"raw": data}}}

    messages: list[dict[str, Any]] = input_messages(call, limits)

    raw = messages[0]["parts"][0]["arguments"]["raw"]
    assert (8, hashlib.sha256(bytes(data)).hexdigest()) == (raw["size"], raw["sha256"])
    assert PNG_BASE64[:8] not in encode(messages)
