"""What was said in one call, kept only when the user asked to have it recorded."""

from collections.abc import Mapping, Sequence
from typing import cast

from gemini_otel._config import Settings
from gemini_otel._content import (
    Json,
    Limits,
    Message,
    Redactor,
    encode,
    input_messages,
    output_messages,
    redact,
    redact_instructions,
    structure,
    system_instructions,
    tool_definitions,
)
from gemini_otel._guard import guarded
from gemini_otel._semconv import (
    INPUT_MESSAGES,
    OUTPUT_MESSAGES,
    SYSTEM_INSTRUCTIONS,
    TOOL_DEFINITIONS,
)
from gemini_otel._signals._attributes import Attributes


Quoted = Sequence[Mapping[str, Json]]
Content = Mapping[str, Quoted]
"""What was said, by attribute."""


class Transcript:
    """The messages of one call, in both directions.

    Each part is guarded on its own: content that cannot be redacted is left out, and the rest
    of the telemetry goes on.

    Args:
        settings: The limits and the user's own redaction.
    """

    def __init__(self, settings: Settings) -> None:
        self._redactor = cast("Redactor | None", settings.redact)
        self._limits = Limits(settings.content_max_length)
        self.content: dict[str, Quoted] = {}

    @guarded
    def hear(self, contents: object, config: object) -> None:
        """Takes down what is sent, before the SDK or the app can change it."""
        messages = input_messages(contents, self._limits)
        self.content[INPUT_MESSAGES] = self._redact(messages)
        parts = system_instructions(config, self._limits)
        kept = redact_instructions(parts, self._redactor, self._limits)
        if kept:
            self.content[SYSTEM_INSTRUCTIONS] = kept
        # A redaction that sees messages only must not let descriptions of tools pass by it.
        tools = [] if self._redactor else tool_definitions(config, self._limits)
        if tools:
            self.content[TOOL_DEFINITIONS] = tools

    @guarded
    def answer(self, responses: Sequence[object]) -> None:
        """Takes down what came back, in one response or in the chunks of a stream."""
        messages = output_messages(responses, self._limits)
        if messages:
            self.content[OUTPUT_MESSAGES] = self._redact(messages)

    def _redact(self, messages: Sequence[Message]) -> Quoted:
        return redact(messages, self._redactor, self._limits)


def encode_content(content: Content) -> Attributes:
    """Content as JSON text, the form that backends read on spans."""
    return {name: encode(quoted) for name, quoted in content.items()}


def structure_content(content: Content) -> Attributes:
    """Content as nested values, the form that the conventions want in events."""
    return {name: structure(quoted) for name, quoted in content.items()}
