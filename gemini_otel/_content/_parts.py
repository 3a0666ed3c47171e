"""The parts of a message, from everything the SDK accepts or returns as a part."""

from collections.abc import Callable, Mapping
from typing import Final

from gemini_otel._content._blob import blob, is_bytes
from gemini_otel._content._calls import (
    code_execution_result,
    executable_code,
    function_call,
    function_response,
    tool_call,
    tool_response,
)
from gemini_otel._content._fields import read, string
from gemini_otel._content._media import file_data, inline_data, picture, uploaded
from gemini_otel._content._shape import REASONING, TEXT, Frame, Word, generic, named_after


Fields = Mapping[str, object]

_TRANSCRIPTION: Final = Word("audio_transcription")


def parts_of(value: object) -> list[Frame]:
    """The message parts of one part: as a rule one, none where it only carries a signature."""
    if value is None:
        return []
    if isinstance(value, str):
        return [Frame(type=TEXT, content=value)]
    if is_bytes(value):
        return [blob(value)]
    fields = read(value)
    if fields is None:
        return [picture(value) or named_after(value)]
    return _in_place_of_a_part(fields) or _texts(fields) + _known(fields) + _unknown(fields)


def is_text(fields: Fields) -> bool:
    """Whether a part holds text, or a thought in text, and nothing else."""
    return isinstance(fields.get("text"), str) and not any(
        value is not None and kind not in _DESCRIPTIONS for kind, value in fields.items()
    )


def _in_place_of_a_part(fields: Fields) -> list[Frame]:
    if "file_uri" in fields:
        return [file_data(fields)]
    if "uri" in fields:
        return [uploaded(fields)]
    if "data" in fields and "mime_type" in fields:
        return [inline_data(fields)]
    return []


def _texts(fields: Fields) -> list[Frame]:
    content = fields.get("text")
    if content is None:
        return []
    if not isinstance(content, str):
        return [named_after(content)]
    return [Frame(type=REASONING if fields.get("thought") is True else TEXT, content=content)]


def _known(fields: Fields) -> list[Frame]:
    present = ((build, fields.get(kind)) for kind, build in _BUILDERS.items())
    return [build(read(value) or {}) for build, value in present if value is not None]


def _unknown(fields: Fields) -> list[Frame]:
    return [
        generic(kind)
        for kind, value in fields.items()
        if value is not None and kind not in _BUILDERS and kind not in _DESCRIPTIONS
    ]


def _audio_transcription(spoken: Fields) -> Frame:
    return Frame(type=_TRANSCRIPTION, content=string(spoken.get("text")))


_BUILDERS: Final[Mapping[str, Callable[[Fields], Frame]]] = {
    "inline_data": inline_data,
    "file_data": file_data,
    "function_call": function_call,
    "function_response": function_response,
    "executable_code": executable_code,
    "code_execution_result": code_execution_result,
    "tool_call": tool_call,
    "tool_response": tool_response,
    "audio_transcription": _audio_transcription,
}
"""Field of a part, and what makes a message part of it."""

_DESCRIPTIONS: Final = frozenset(
    {
        "text",
        "thought",
        "thought_signature",
        "media_resolution",
        "media_processing",
        "video_metadata",
        "part_metadata",
        "speech_metadata",
        "document_metadata",
        "spreadsheet_metadata",
        "audio_metadata",
    }
)
"""Text, and fields that describe a part and are none themselves."""
