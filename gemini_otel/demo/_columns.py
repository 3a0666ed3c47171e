"""The columns of the demo's tables, as data: another column is another line here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from gemini_otel._semconv import (
    ERROR_CLASS,
    ERROR_HINT,
    ERROR_RETRY_AFTER,
    ERROR_RETRYABLE,
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    KIND_UNKNOWN,
    MODALITY_TEXT,
    USAGE_INPUT_TOKENS,
    USAGE_OUTPUT_TOKENS,
)
from gemini_otel.demo._money import spell_cost
from gemini_otel.demo._report import Event, Span, Tokens
from gemini_otel.demo._wording import END, say


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        title: Its heading.
        read: What it says of a row.
        justify: How it is set.
        wraps: Whether it may take several lines.
        is_optional: Whether it is left out when it has nothing to say of any row.
    """

    title: str
    read: Callable[[Row], str]
    justify: Literal["left", "right"] = "left"
    wraps: bool = False
    is_optional: bool = False


def columns_of(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Sequence[Column[Row]]:
    """The columns to show for these rows."""
    return [one for one in columns if not one.is_optional or any(map(one.read, rows))]


def _number(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _duration(span: Span) -> str:
    return f"{span.duration_s * 1000:,.0f} ms"


SPAN_COLUMNS: Final[Sequence[Column[Span]]] = (
    Column("time", _duration, "right"),
    Column("input", lambda span: _number(span.attributes.get(USAGE_INPUT_TOKENS)), "right"),
    Column("output", lambda span: _number(span.attributes.get(USAGE_OUTPUT_TOKENS)), "right"),
    Column("cost", lambda span: spell_cost(span.attributes)),
)
"""What stands beside a span's name."""

END_COLUMN: Final[Column[Span]] = Column("end", lambda span: say(END, span.attributes), wraps=True)
"""Stands beside them where there is room, else below the name."""


@dataclass(frozen=True, slots=True)
class ModelTokens:
    """All tokens of one model."""

    model: str
    shares: Sequence[Tokens]


def _of_kind(kind: str) -> Callable[[ModelTokens], str]:
    def read(row: ModelTokens) -> str:
        shares = [share for share in row.shares if share.kind == kind]
        total = sum(share.tokens for share in shares)
        others = [f"{s.tokens:,} {s.modality}" for s in shares if s.modality != MODALITY_TEXT]
        if not others:
            return _number(total or None)
        return others[0] if len(shares) == 1 else f"{total:,} ({', '.join(others)})"

    return read


TOKEN_COLUMNS: Final[Sequence[Column[ModelTokens]]] = (
    Column("model", lambda row: row.model),
    Column("uncached prompt", _of_kind(KIND_UNCACHED_PROMPT), "right", wraps=True),
    Column("cached", _of_kind(KIND_CACHED), "right", wraps=True),
    Column("tool use", _of_kind(KIND_TOOL_USE), "right", wraps=True),
    Column("candidates", _of_kind(KIND_CANDIDATES), "right", wraps=True),
    Column("thoughts", _of_kind(KIND_THOUGHTS), "right", wraps=True),
    Column("unknown", _of_kind(KIND_UNKNOWN), "right", wraps=True, is_optional=True),
    Column("total", lambda row: _number(sum(share.tokens for share in row.shares)), "right"),
)
"""Tokens by model."""


def _retryable(event: Event) -> str:
    return "yes" if event.attributes[ERROR_RETRYABLE] else "no"


def _retry_after(event: Event) -> str:
    seconds = event.attributes.get(ERROR_RETRY_AFTER)
    return "" if seconds is None else f"{seconds:g} s"


ERROR_COLUMNS: Final[Sequence[Column[Event]]] = (
    Column("", lambda event: str(event.scene), "right"),
    Column("class", lambda event: event.attributes[ERROR_CLASS]),
    Column("retryable", _retryable),
    Column("after", _retry_after, "right"),
    Column("what to do", lambda event: event.attributes[ERROR_HINT], wraps=True),
)
"""Errors, also those that a retry made good."""
