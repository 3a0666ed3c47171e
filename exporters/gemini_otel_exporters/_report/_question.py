"""What a report is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gemini_otel_exporters._report._calendar import Calendar, Period, find_hour
from gemini_otel_exporters._report._dimensions import Cut
from gemini_otel_exporters._report._refusal import ReportError


@dataclass(frozen=True, slots=True)
class Question:
    """What a report is asked for.

    Attributes:
        calendar: Whose days these are.
        now: When it is asked.
        first: The first day.
        last: The last day, which is in it.
        cut: What to break it down by, if that was asked.
        top: How many groups of that to show; `None` for all.
    """

    calendar: Calendar
    now: datetime
    first: date
    last: date
    cut: Cut | None = None
    top: int | None = None

    @property
    def whole_period(self) -> Period:
        """All hours of the days."""
        return self.calendar.span(self.first, self.last)

    @property
    def period(self) -> Period:
        """Those that have begun."""
        whole = self.whole_period
        return Period(whole.start, max(whole.start, min(whole.end, find_hour(self.now) + 1)))

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return find_hour(self.now) >= self.whole_period.end

    @property
    def previous(self) -> Period:
        """The same hours of as many days before, so that mornings are compared with mornings."""
        days = self.last - self.first + timedelta(days=1)
        before = self.calendar.span(self.first - days, self.first - timedelta(days=1))
        if self.is_over or not self.period.hours:
            return Period(before.start, before.end if self.is_over else before.start)
        # By the clock: any of these days may have 23 hours, or 25.
        today = self.calendar.today(self.now)
        return Period(before.start, self.calendar.follow_clock(today - days, self.now))

    @property
    def month(self) -> Period:
        """The month that it is, all of it."""
        return self.calendar.find_month(self.calendar.today(self.now))


def ask(  # noqa: PLR0913 - one for each option
    calendar: Calendar,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    cut: Cut | None = None,
    top: int | None = None,
) -> Question:
    """The question with what was left open filled in: the month to date.

    Raises:
        ReportError: It ends before it begins.
    """
    last = until or max(calendar.today(now), since or date.min)
    first = since or last.replace(day=1)
    if last < first:
        raise ReportError(f"--until {last} is before --since {first}; give a later day.")
    # The calendar refuses days that are out of its range, those of the period before included.
    for day in (first, last):
        calendar.start(day)
    calendar.start(first - (last - first) - timedelta(days=1))
    return Question(calendar, now, first, last, cut, top)
