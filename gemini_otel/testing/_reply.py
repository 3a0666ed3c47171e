"""What the model says: the scripted answer to a generate_content request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from gemini_otel.testing._answers import GENERATE, Answer, Embedding, Raw, TokenCount
from gemini_otel.testing._break import Break
from gemini_otel.testing._fault import Fault
from gemini_otel.testing._usage import check_names
from gemini_otel.testing.parts import Parts


def _usual() -> dict[str, Any]:
    return {
        "prompt": 12,
        "candidates": 7,
        "prompt_details": {"TEXT": 12},
        "candidates_details": {"TEXT": 7},
    }


@dataclass(frozen=True, slots=True)
class Reply(Answer):
    """A model's answer, sent whole or as a stream, as the request asks.

    Wherever a mapping is taken, names may be the SDK's (snake_case) or the wire's (camelCase).

    Attributes:
        parts: The answer: text, one part, or parts in their order; see
            `gemini_otel.testing.parts`. An empty list is an answer without parts, None a
            candidate without content, as a blocked one has.
        usage: Token counts, see `to_usage`; None for a server that reports none.
        finish_reason: Why the model stopped, any string; None for a candidate without one.
        finish_message: The server's words to it.
        safety_ratings: The candidate's ratings.
        citations: Sources of recited text.
        grounding: The candidate's grounding metadata.
        url_context: What became of each URL: `retrieved_url` and `url_retrieval_status`.
        continuation_token: What the client sends to have the answer continued.
        candidate: Further fields of the candidate, such as `avg_logprobs`.
        others: The parts of further candidates.
        prompt_feedback: Why the prompt was blocked; the answer then has no candidates, and as a
            stream it is one piece.
        model_version: The model that answered; without it, the model of the request.
        response_id: The answer's id; without it, one made of the request's number.
        model_status: The model's stage of life, as only the Developer API reports it.
        extra: Further fields of the response, such as `create_time`.
        chunks: How many pieces a stream has, or their bodies to the letter; without it, 3 where
            there is text to cut, else 1. Calls and other parts that stand side by side without
            text between them stay in one piece, as Google sends them.
        chunk_delay: Seconds between one piece and the next.
        usage_on: Which pieces carry the running total: `every`, the `last`, or `never` one.
        usage_apart: Whether the final usage comes in a piece of its own, without candidates.
        last_usage_lacks: Counts that the last piece's usage leaves out, such as `candidates`.
        breaks: What happens to the answer on its way.
    """

    operations: ClassVar[frozenset[str]] = frozenset({GENERATE})

    parts: Parts | None = "Hello from FakeGemini."
    usage: Mapping[str, Any] | None = field(default_factory=_usual)
    finish_reason: str | None = "STOP"
    finish_message: str | None = None
    safety_ratings: Sequence[Mapping[str, Any]] = ()
    citations: Sequence[Mapping[str, Any]] = ()
    grounding: Mapping[str, Any] | None = None
    url_context: Sequence[Mapping[str, Any]] = ()
    continuation_token: bytes | None = None
    candidate: Mapping[str, Any] | None = None
    others: Sequence[Parts] = ()
    prompt_feedback: Mapping[str, Any] | None = None
    model_version: str | None = None
    response_id: str | None = None
    model_status: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] | None = None
    chunks: int | Sequence[Mapping[str, Any]] | None = None
    chunk_delay: float = 0.0
    usage_on: Literal["every", "last", "never"] = "every"
    usage_apart: bool = False
    last_usage_lacks: Sequence[str] = ()
    breaks: Break | None = None

    def __post_init__(self) -> None:
        """Refuses what could not be sent, where it is written.

        Raises:
            ValueError: When a stream would have no chunk, or a token count has no known name.
        """
        check_names([*(self.usage or ()), *self.last_usage_lacks])
        if isinstance(self.chunks, int) and self.chunks < 1:
            raise ValueError(
                f"Reply(chunks={self.chunks}): a stream has at least 1 chunk; "
                "for an empty stream give chunks=[]."
            )

    @classmethod
    def continuation(
        cls, parts: Parts, token: bytes, *, usage: Mapping[str, Any] | None = None
    ) -> "Reply":
        """The first half of a long answer, which the client asks to have continued.

        Args:
            parts: What the model has said so far.
            token: What the client must send for the rest.
            usage: Token counts of this half; without them, the usual ones.

        Returns:
            A reply that ends in CONTINUATION; queue the rest behind it.
        """
        return cls(
            parts,
            usage=usage or _usual(),
            finish_reason="CONTINUATION",
            continuation_token=token,
        )

    @classmethod
    def blocked(
        cls,
        reason: str = "SAFETY",
        *,
        message: str | None = None,
        safety_ratings: Sequence[Mapping[str, Any]] = (),
        usage: Mapping[str, Any] | None = None,
    ) -> "Reply":
        """The prompt was blocked: HTTP 200, no candidates, the prompt's tokens counted.

        Args:
            reason: The block reason.
            message: The server's words to it, which only Vertex AI has.
            safety_ratings: The prompt's ratings.
            usage: Token counts; without them, a prompt of 12 tokens.

        Returns:
            A reply without candidates.
        """
        feedback = {
            "blockReason": reason,
            "blockReasonMessage": message,
            "safetyRatings": list(safety_ratings) or None,
        }
        stated = {name: value for name, value in feedback.items() if value is not None}
        return cls(None, usage=usage or {"prompt": 12}, prompt_feedback=stated)

    @staticmethod
    def error(
        code: int, status: str, message: str, *, details: Sequence[Mapping[str, Any]] = ()
    ) -> Fault:
        """An HTTP error; the well-known ones are ready in `gemini_otel.testing.faults`.

        Args:
            code: The HTTP status code.
            status: The canonical name of the error.
            message: Google's sentence for people.
            details: The typed details, each with its `@type`.

        Returns:
            The error, to be queued like a reply.
        """
        return Fault(code, status, message, details)

    @staticmethod
    def embedding(
        values: Sequence[Sequence[float]] | None = None,
        *,
        dimensions: int | None = None,
        usage: Mapping[str, Any] | None = None,
    ) -> Embedding:
        """Vectors for an embedding request.

        Args:
            values: One vector for each content; without them, made up.
            dimensions: The length of made-up vectors.
            usage: Token counts; without them, a prompt of 4 tokens for each content.

        Returns:
            The answer, to be queued like a reply.
        """
        return Embedding(values, dimensions, usage)

    @staticmethod
    def raw(
        body: bytes | str | Mapping[str, Any] | Sequence[Any],
        *,
        status: int = 200,
        content_type: str = "application/json; charset=UTF-8",
    ) -> Raw:
        """An HTTP answer to the letter.

        Args:
            body: Bytes or text as they are, or data to be sent as JSON.
            status: The HTTP status code.
            content_type: The body's media type.

        Returns:
            The answer, to be queued like a reply.
        """
        return Raw(body, status, content_type)

    @staticmethod
    def tokens(total: int, *, cached: int | None = None) -> TokenCount:
        """The answer to a count_tokens request.

        Args:
            total: How many tokens the request has.
            cached: How many of them come from cached content.

        Returns:
            The answer, to be queued like a reply.
        """
        return TokenCount(total, cached)
