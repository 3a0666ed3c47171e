"""By what a report can be broken down, and which table answers fastest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gemini_otel_exporters._report._refusal import ReportError


HOUR: Final = "hour"
DAY: Final = "day"
MONTH: Final = "month"
COMPONENT: Final = "component"
TIMES: Final = (HOUR, DAY, MONTH)

_KEPT_OF_LINES: Final = ("model", "tier", "platform")
KEPT: Final = (*_KEPT_OF_LINES, "outcome")
"""What the smallest hourly sums know."""

_OTHERS: Final = ("feature", "tenant", "operation", "service", "environment")

DIMENSIONS: Final = (*KEPT, COMPONENT, *_OTHERS, *TIMES)

Source = Literal[
    "hourly_responses",
    "hourly_components",
    "hourly_allocations",
    "hourly_allocated_components",
    "responses",
]

_WORDS: Final[dict[Source, str]] = {
    "hourly_responses": "hourly sums",
    "hourly_components": "hourly sums",
    "hourly_allocations": "hourly allocations",
    "hourly_allocated_components": "hourly allocations",
    "responses": "single responses by their index",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """What to break a report down by.

    Attributes:
        names: The dimensions, in the order they were asked for.
    """

    names: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that are columns of a table."""
        return tuple(name for name in self.names if name not in TIMES)

    @property
    def times(self) -> tuple[str, ...]:
        """Those that hours are put together to."""
        return tuple(name for name in self.names if name in TIMES)

    @property
    def is_of_lines(self) -> bool:
        """Whether lines of bills are counted, not responses."""
        return COMPONENT in self.names

    @property
    def is_allocated(self) -> bool:
        """Whether it is read from sums by allocation."""
        return self.source in ("hourly_allocations", "hourly_allocated_components")

    @property
    def has_hours(self) -> bool:
        """Whether its groups are of single hours."""
        return HOUR in self.names

    @property
    def source(self) -> Source:
        """The smallest table that knows these dimensions."""
        others = set(self.columns) - {COMPONENT}
        if self.is_of_lines:
            kept = others <= set(_KEPT_OF_LINES)
            return "hourly_components" if kept else "hourly_allocated_components"
        return "hourly_responses" if others <= set(KEPT) else "hourly_allocations"


def read_cut(text: str) -> Cut:
    """The dimensions of `model,day`.

    Raises:
        ReportError: One of them is none, or comes twice.
    """
    names = tuple(name.strip().lower() for name in text.split(","))
    unknown = [name for name in names if name not in DIMENSIONS]
    if unknown:
        raise ReportError(
            f"--by cannot break down by {unknown[0]!r}; give one or several of "
            f"{', '.join(DIMENSIONS)}, separated by commas."
        )
    if len(set(names)) < len(names):
        raise ReportError(f"--by {text} names a dimension twice; give each once.")
    return Cut(names)


def describe_sources(sources: Iterable[Source]) -> Sequence[str]:
    """Where figures come from, for people; each once."""
    return list(dict.fromkeys(_WORDS[source] for source in sources))
