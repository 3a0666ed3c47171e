"""One request as it reached the fake server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """What the client sent, byte for byte and taken apart.

    Attributes:
        method: The HTTP method.
        path: The path without the query.
        query: The query's parameters.
        headers: The headers, names in lower case.
        raw: The body as it came over the wire.
        platform: `gemini` for the Developer API, `vertex` for Vertex AI.
        model: The model's or endpoint's id, the last part of its resource name; empty where
            the path names none.
        verb: The method Google's path ends in, such as `streamGenerateContent`.
        operation: What is asked: `generate_content`, `embed_content`, `count_tokens`,
            `compute_tokens`, or empty for what the server does not know.
        is_stream: Whether the answer is to be streamed.
        number: Its place among the requests of this server, from 1.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw: bytes
    platform: str
    model: str
    verb: str
    operation: str
    is_stream: bool
    number: int

    @property
    def body(self) -> Any:
        """The body's JSON, parsed anew each time; None where the body is not JSON."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return None
