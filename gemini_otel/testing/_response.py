"""What the fake server is going to send for one request, in bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from gemini_otel.testing._answers import Answer
from gemini_otel.testing._break import Break


Usage = Mapping[str, Any]

_BEYOND_THE_STANDARD = {499: "Client Closed Request"}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer in bytes, with what each of its pieces says about tokens.

    Attributes:
        status: The HTTP status code.
        content_type: The media type of the body.
        pieces: The body, in the chunks it is sent in.
        usages: What the client knows of the usage after each piece.
        answer: What was scripted: its headers, its delay and what it waits for.
        planned: The usage of the complete answer.
        is_stream: Whether the body is sent in HTTP chunks.
        chunk_delay: Seconds between pieces.
        breaks: What happens on the way.
    """

    status: int
    content_type: str
    pieces: Sequence[bytes]
    usages: Sequence[Usage | None]
    answer: Answer = field(default_factory=Answer)
    planned: Usage | None = None
    is_stream: bool = False
    chunk_delay: float = 0.0
    breaks: Break | None = None

    @property
    def phrase(self) -> str:
        """The reason phrase of the status line."""
        if self.status in _BEYOND_THE_STANDARD:
            return _BEYOND_THE_STANDARD[self.status]
        return HTTPStatus(self.status).phrase
