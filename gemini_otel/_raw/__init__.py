"""Reads raw JSON of Gemini's into what it consumed, without the SDK's types."""

from gemini_otel._raw._context import Context
from gemini_otel._raw._interactions import is_interaction, read_events, read_interaction
from gemini_otel._raw._records import Reading, read_record
from gemini_otel._raw._refusal import RecordError
from gemini_otel._raw._responses import read_chunks, read_turns
from gemini_otel._raw._times import find_today, parse_time
from gemini_otel._raw._words import keep_word


__all__ = [
    "Context",
    "Reading",
    "RecordError",
    "find_today",
    "is_interaction",
    "keep_word",
    "parse_time",
    "read_chunks",
    "read_events",
    "read_interaction",
    "read_record",
    "read_turns",
]
