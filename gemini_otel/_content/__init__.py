"""Prompts and answers as messages of the conventions, for users who switched capture on."""

from gemini_otel._content._encoding import encode, structure
from gemini_otel._content._input import input_messages
from gemini_otel._content._instructions import system_instructions
from gemini_otel._content._limits import Limits
from gemini_otel._content._output import output_messages
from gemini_otel._content._redactor import (
    RedactionError,
    Redactor,
    redact,
    redact_instructions,
)
from gemini_otel._content._shape import Json, Message, Part
from gemini_otel._content._tools import tool_definitions
from gemini_otel._content._value import encode_value


__all__ = [
    "Json",
    "Limits",
    "Message",
    "Part",
    "RedactionError",
    "Redactor",
    "encode",
    "encode_value",
    "input_messages",
    "output_messages",
    "redact",
    "redact_instructions",
    "structure",
    "system_instructions",
    "tool_definitions",
]
