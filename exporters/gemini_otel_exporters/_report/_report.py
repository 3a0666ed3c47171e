"""Everything that a report says, as numbers."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gemini_otel.pricing._names import GROUNDING, THINKING
from gemini_otel_exporters._report._breakdown import Breakdown, Line, add_lines
from gemini_otel_exporters._report._calendar import Period
from gemini_otel_exporters._report._dimensions import Cut
from gemini_otel_exporters._report._question import Question
from gemini_otel_exporters._report._reading import Unread
from gemini_otel_exporters._report._sums import Sums


ANSWERED: Final = "answered"


class Reason(NamedTuple):
    """Why some responses had no price, or not for all of them."""

    reason: str
    responses: int
    tokens: int


class Month(NamedTuple):
    """The month to date, and what it may come to.

    Attributes:
        name: Such as `2026-11`.
        spent: What it came to so far.
        projected_nano: What it comes to if it goes on like that, in nano-dollars.
        method: How that was found, or why it was not.
    """

    name: str
    spent: Sums
    projected_nano: int | None
    method: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Attributes:
        question: What was asked.
        place: Which ledger was read.
        sources: What it was read from, for people.
        total: All of the period.
        previous: All of the period before.
        previous_period: Which that was.
        days: By day, days without anything included.
        models: By model.
        components: By component of bills.
        daily_components: By day and component, for a page only.
        outcomes: By outcome.
        reasons: Why something had no price.
        retried: Of the responses that took several attempts.
        month: The month to date.
        breakdown: What was asked for by `--by`.
        owners: By tenant and by feature, where there are any and it was asked.
        unread: Hours of which something could not be read.
        rejected: Lines that could not be read.
        waiting: How many responses wait to be moved into the ledger; `None` where that is not seen.
        missing: How many responses it could not take; `None` where that is not seen.
    """

    question: Question
    place: str
    sources: tuple[str, ...]
    total: Sums
    previous: Sums
    previous_period: Period
    days: list[Line]
    models: list[Line]
    components: list[Line]
    daily_components: list[Line]
    outcomes: list[Line]
    reasons: list[Reason]
    retried: Sums
    month: Month
    breakdown: Breakdown | None = None
    owners: list[Breakdown] = field(default_factory=list[Breakdown])
    unread: list[Unread] = field(default_factory=list[Unread])
    rejected: list[str] = field(default_factory=list[str])
    waiting: int | None = None
    missing: int | None = None

    @property
    def waste(self) -> list[Line]:
        """What was paid for but not answered, by outcome."""
        return [line for line in self.outcomes if line.key != (ANSWERED,)]

    @property
    def wasted(self) -> Sums:
        """All of that."""
        return add_lines(self.waste)

    @property
    def thinking(self) -> Sums:
        """What thinking cost."""
        return self._find(THINKING)

    @property
    def grounding(self) -> Sums:
        """What searches for grounding cost."""
        return self._find(GROUNDING)

    @property
    def savings(self) -> Sums:
        """What cached tokens would have cost more."""
        return self._doubt(self.total.savings_nano)

    @property
    def is_least(self) -> bool:
        """Whether the total is not all of it."""
        return self.total.is_open or self.has_losses

    @property
    def has_losses(self) -> bool:
        """Whether something could not be read."""
        return bool(self.unread or self.rejected)

    def _find(self, component: str) -> Sums:
        found = (line.sums.nano for line in self.components if line.key == (component,))
        return self._doubt(next(found, 0))

    def _doubt(self, nano: int) -> Sums:
        """A part of the total, which may be more where the total may."""
        total = self.total
        return Sums(total.responses, total.unpriced, total.incomplete, nano=nano)


OF_ALL: Final = Cut(())
"""Breaks nothing down."""
