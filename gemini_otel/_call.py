"""The facts about one request, as plain values that know neither Google nor OpenTelemetry."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from gemini_otel._classification import Classification
from gemini_otel._semconv import (
    OUTCOME_ABANDONED,
    OUTCOME_ANSWERED,
    OUTCOME_BLOCKED,
    OUTCOME_FAILED,
    OUTCOME_TRUNCATED,
    OUTCOME_UNUSABLE,
    STREAM_EXHAUSTED,
)
from gemini_otel.pricing import Grounding, Usage


_USUAL_ENDING: Final = ("STOP",)


class Request(NamedTuple):
    """What was asked, of whom.

    A named tuple and not a dataclass: it is made on every call, and costs a fifth.
    """

    operation: str
    provider: str
    model: str
    address: str | None = None
    port: int | None = None
    stream: bool = False
    location: str | None = None
    service_tier: str | None = None


class SafetyRating(NamedTuple):
    """One safety rating, in the server's own words."""

    category: str
    probability: str | None = None
    blocked: bool = False


class Citation(NamedTuple):
    """Where recited text comes from, and which part of the answer it is; never the text."""

    uri: str | None
    start: int | None
    end: int | None


class Block(NamedTuple):
    """A prompt or an answer that was withheld, and what decided it."""

    stage: str
    reason: str
    category: str | None


class Answer(NamedTuple):
    """What came back: everything but the content.

    `is_plain` says that there is nothing more to say of it than who answered, that it ended as it
    should and what it took: most answers are, and take a short way. What such an answer has
    comes first, because arguments by position take half the time of those by name.
    """

    response_id: str | None = None
    model: str | None = None
    usage: Usage | None = None
    finish_reasons: tuple[str, ...] = ()
    service_tier: str | None = None
    traffic_type: str | None = None
    has_output: bool = True
    is_plain: bool = False
    block: Block | None = None
    ratings: tuple[SafetyRating, ...] = ()
    citations: tuple[Citation, ...] = ()
    grounding: Grounding | None = None
    url_statuses: tuple[str, ...] = ()
    safety_decisions: tuple[str, ...] = ()
    model_stage: str | None = None
    model_retirement: str | None = None
    is_repetitive: bool = False
    dimensions: int | None = None

    @property
    def is_truncated(self) -> bool:
        """Whether a candidate ended because the output budget was used up."""
        return "MAX_TOKENS" in self.finish_reasons

    @property
    def is_truncated_by_thinking(self) -> bool:
        """Whether thinking used the whole output budget and left no answer."""
        thoughts = self.usage.thoughts if self.usage else 0
        return self.is_truncated and not self.has_output and thoughts > 0


class StreamTiming(NamedTuple):
    """The pace of one stream, in seconds from the request."""

    end: str
    chunks: int
    first_chunk_s: float | None = None
    first_answer_s: float | None = None
    per_chunk_s: float | None = None


NOTHING = Answer(has_output=False, is_plain=True)
"""The answer of a call that brought none."""


class Retry(NamedTuple):
    """A failed attempt that was followed by another."""

    problem: Classification
    attempt: int
    delay_s: float
    fingerprint: str | None


class Call(NamedTuple):
    """One finished call, with everything that spans, metrics, events and prices are made of."""

    request: Request
    answer: Answer
    started_ns: int
    duration_s: float
    problem: Classification | None = None
    exception_type: str | None = None
    stream: StreamTiming | None = None
    attempts: int = 1
    is_billed: bool = False
    is_complete: bool = True
    attribution: tuple[tuple[str, str], ...] = ()
    fingerprint: str | None = None
    parameters: Mapping[str, object] = {}

    @property
    def ended_ns(self) -> int:
        """The end, so that the span lasts exactly as long as the duration that metrics get."""
        return self.started_ns + round(self.duration_s * 1e9)

    @property
    def outcome(self) -> str:
        """What became of a billed response: the first of `OUTCOMES`, from its end, that holds."""
        if self.problem:
            return OUTCOME_FAILED
        answer = self.answer
        if answer.block:
            return OUTCOME_BLOCKED
        if answer.finish_reasons == _USUAL_ENDING:
            return OUTCOME_ANSWERED
        # A stream that said how it ends was read out, whether or not its reader asked for more.
        is_left = self.stream is not None and self.stream.end != STREAM_EXHAUSTED
        if is_left and not answer.finish_reasons:
            return OUTCOME_ABANDONED
        if answer.is_truncated:
            return OUTCOME_TRUNCATED
        is_usual = all(reason == "STOP" for reason in answer.finish_reasons)
        return OUTCOME_ANSWERED if is_usual else OUTCOME_UNUSABLE

    @property
    def error_type(self) -> str | None:
        """The value of `error.type`, the same on every signal."""
        return self.problem.error_type if self.problem else None

    @property
    def finish_reason(self) -> str | None:
        """How the first candidate ended."""
        return self.answer.finish_reasons[0] if self.answer.finish_reasons else None
