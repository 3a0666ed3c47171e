"""What the samples of pricing come to, each figure beside its goal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.bench import _plan, _start
from tests.bench._crew import ENGINE
from tests.bench._estimates import Estimate, compare_minima, estimate_cost, estimate_median
from tests.bench._layout import NONE, Row, show
from tests.bench._pricing import PricingSamples


PRICING_COLUMNS: Final = (
    "pricing",
    "unit",
    "goal",
    "median [95 %]",
    "minima",
    "k instr.",
    "goal is",
)
PRICING_TEXTS: Final = 2

_CALL_GOAL_US: Final = 15.0
_LOAD_GOAL_MS: Final = 30.0
_IMPORT_GOAL_MS: Final = 50.0
_US: Final = 1e6
_MS: Final = 1e3

_DIFFERENCES: Final = (
    ("in the short call: price, and all that tells of it", _plan.FULL, _plan.UNPRICED),
    ("the same without the usage event", _plan.QUIET, _plan.QUIET_UNPRICED),
    ("in the short call: the price alone", _plan.FULL, _plan.REPEATED),
)
"""A title, the variant with what is measured, and the one without."""

_STARTS: Final = (
    ("first load of the catalog", _start.LOAD, _LOAD_GOAL_MS),
    ("second load", _start.LOAD_AGAIN, None),
    ("import gemini_otel, beside the SDK and the OTel API", _start.IMPORT, _IMPORT_GOAL_MS),
    ("instrument(), with the first load", _start.INSTRUMENT, None),
)
"""A title, what was done in a fresh process, and the most milliseconds it may take."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure beside its goal.

    Attributes:
        title: What was measured.
        unit: The unit of the figure, of its goal and of the minima.
        figure: The median.
        minimum: The least that was seen, or the difference of the least.
        goal: The most that it may be, if that is laid down.
        k_instructions: Thousand instructions, where they were counted.
    """

    title: str
    unit: str
    figure: Estimate
    minimum: float
    goal: float | None
    k_instructions: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met; it is not known where the interval holds it."""
        if self.goal is None:
            return NONE
        if self.figure.high <= self.goal:
            return "met"
        return "missed" if self.figure.low > self.goal else "not resolved"


def read(taken: PricingSamples) -> list[Reading]:
    """All figures of pricing."""
    return [*_read_engine(taken), *_read_calls(taken), *_read_starts(taken)]


def make_reading_row(reading: Reading) -> Row:
    """A row of the table of pricing."""
    instructions = reading.k_instructions
    return (
        reading.title,
        reading.unit,
        NONE if reading.goal is None else f"{reading.goal:g}",
        show(reading.figure, 1),
        f"{reading.minimum:,.1f}",
        NONE if instructions is None else f"{instructions:,.1f}",
        reading.verdict,
    )


def describe_bills(taken: PricingSamples) -> Iterator[str]:
    """What was priced, and whether the second load gave the object of the first."""
    for name, says in taken.bills.items():
        yield f"  {name:<6} {', '.join(f'{count} {what}' for what, count in says.items())}"
    is_same = all(taken.starts[_start.IS_SAME])
    yield f"  the second load gave {'the object of the first' if is_same else 'ANOTHER OBJECT'}"


def _read_engine(taken: PricingSamples) -> Iterator[Reading]:
    counts = taken.counts.get(ENGINE, {})
    for bill in _plan.BILLS:
        micros = [one * _US for one in taken.engine[bill.name]]
        k_instructions = counts[bill.name] / 1000 if counts else None
        title = f"engine alone, {bill.title}"
        figure = estimate_median(micros)
        yield Reading(title, "us", figure, min(micros), _CALL_GOAL_US, k_instructions)


def _read_calls(taken: PricingSamples) -> Iterator[Reading]:
    short = _plan.SHORT.name
    for title, whole, part in _DIFFERENCES:
        own, bare = ([s * _US for s in taken.calls.seconds[name]] for name in (whole, part))
        counted = (
            (taken.counts[whole][short] - taken.counts[part][short]) / 1000
            if taken.counts
            else None
        )
        minimum = compare_minima(own, bare)
        yield Reading(title, "us", estimate_cost(own, bare), minimum, _CALL_GOAL_US, counted)


def _read_starts(taken: PricingSamples) -> Iterator[Reading]:
    for title, done, goal_ms in _STARTS:
        is_small = done == _start.LOAD_AGAIN
        unit, scale = ("us", _US) if is_small else ("ms", _MS)
        values = [one * scale for one in taken.starts[done]]
        yield Reading(title, unit, estimate_median(values), min(values), goal_ms)
