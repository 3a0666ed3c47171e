"""The answers a test can script besides a model's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, ClassVar

from gemini_otel.testing._usage import check_names


GENERATE = "generate_content"
EMBED = "embed_content"
COUNT = "count_tokens"
COMPUTE = "compute_tokens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every scripted answer can have.

    Attributes:
        headers: HTTP headers besides the usual ones.
        delay: Seconds before the first byte.
        hold: The first byte waits until this event is set, the client leaves or the server
            closes.
    """

    operations: ClassVar[frozenset[str]] = frozenset({GENERATE, EMBED, COUNT, COMPUTE})

    headers: Mapping[str, str] | None = None
    delay: float = 0.0
    hold: Event | None = None


@dataclass(frozen=True, slots=True)
class Raw(Answer):
    """An HTTP answer to the letter, for what no well-behaved server would send.

    Attributes:
        body: Bytes or text as they are, or data to be sent as JSON, names unchanged.
        status: The HTTP status code.
        content_type: The body's media type.
    """

    body: bytes | str | Mapping[str, Any] | Sequence[Any]
    status: int = 200
    content_type: str = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Embedding(Answer):
    """Vectors for the contents of an embedding request, in the shape its path asks for.

    Attributes:
        values: One vector for each content; without them, as many as the request has contents.
        dimensions: The length of vectors that are made up; without it, what the request asks
            for, else 8.
        usage: Token counts; without them, a prompt of 4 tokens for each content.
        reports_usage: Whether the server reports token counts at all.
    """

    operations: ClassVar[frozenset[str]] = frozenset({EMBED})

    values: Sequence[Sequence[float]] | None = None
    dimensions: int | None = None
    usage: Mapping[str, Any] | None = None
    reports_usage: bool = True

    def __post_init__(self) -> None:
        """Refuses a usage that could not be sent, where it is written.

        Raises:
            ValueError: When a token count has no known name.
        """
        check_names(self.usage or ())


@dataclass(frozen=True, slots=True)
class TokenCount(Answer):
    """The answer to a count_tokens request.

    Attributes:
        total: How many tokens the request has.
        cached: How many of them come from cached content, where there is some.
    """

    operations: ClassVar[frozenset[str]] = frozenset({COUNT})

    total: int = 12
    cached: int | None = None


@dataclass(frozen=True, slots=True)
class TokenList(Answer):
    """The answer to a compute_tokens request: one entry for each content.

    Attributes:
        tokens: The tokens' bytes.
    """

    operations: ClassVar[frozenset[str]] = frozenset({COMPUTE})

    tokens: Sequence[bytes] = (b"Hel", b"lo")
