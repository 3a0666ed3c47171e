"""Asks a ledger all that a report says."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from gemini_otel_exporters._report._breakdown import Breakdown, Line, add_lines, break_down
from gemini_otel_exporters._report._calendar import Calendar, Period, find_hour
from gemini_otel_exporters._report._dimensions import DAY, KEPT, Cut, Source, describe_sources
from gemini_otel_exporters._report._question import Question
from gemini_otel_exporters._report._reading import Ledger, Sum
from gemini_otel_exporters._report._report import OF_ALL, Month, Reason, Report
from gemini_otel_exporters._report._sums import NOTHING, Sums


_DAY_S: Final = 24 * 3600
_HOUR_S: Final = 3600
_BY_DAY: Final = Cut((DAY,))
_ENDS: Final = ("model", "outcome")
_BY_BILL: Final = Cut(("component",))
_BY_DAY_AND_BILL: Final = Cut((DAY, "component"))
_OWNERS: Final = (Cut(("tenant",)), Cut(("feature",)))


def make_report(ledger: Ledger, question: Question, *, with_owners: bool = False) -> Report:
    """The report; by tenant and feature as well where that is asked, for it may take seconds."""
    period = question.period
    # Few passes over the ledger, each for several tables.
    days = _ask(ledger, question, _BY_DAY)
    by_end = Cut(tuple(dict.fromkeys((*_ENDS, *_list_kept(question)))))
    ends = _ask(ledger, question, by_end)
    by_bill = _BY_DAY_AND_BILL if with_owners else _BY_BILL
    bills = _ask(ledger, question, by_bill)
    sums = add_lines(days)
    reasons = _count_reasons(ledger.list_unpriced(period)) if sums.is_open else []
    asked = _answer(ledger, question, by_end, ends) if question.cut else None
    owners = [_break_down(ledger, question, cut) for cut in _OWNERS] if with_owners else []
    return Report(
        question=question,
        place=ledger.place,
        sources=_name_sources(
            *([question.cut] if question.cut else ()),
            *(_OWNERS if with_owners else ()),
            is_single=bool(reasons or sums.retried),
        ),
        total=sums,
        previous=add_lines(ledger.add_up(OF_ALL, question.previous)),
        previous_period=question.previous,
        days=_fill(_narrow(_BY_DAY, days, "day", question), question.calendar, period),
        models=_narrow(by_end, ends, "model", question),
        components=_narrow(by_bill, bills, "component", question),
        daily_components=(
            break_down(by_bill, bills, question.calendar, None).lines if with_owners else []
        ),
        outcomes=_narrow(by_end, ends, "outcome", question),
        reasons=reasons,
        retried=ledger.count_retried(period) if sums.retried else NOTHING,
        month=_look_ahead(ledger, question, sums),
        breakdown=asked,
        owners=[one for one in owners if any(line.key != (None,) for line in one.lines)],
        unread=ledger.unread,
        rejected=ledger.rejected,
        waiting=ledger.count_waiting(),
        missing=ledger.count_rejected(),
    )


def _break_down(ledger: Ledger, question: Question, cut: Cut, top: int | None = None) -> Breakdown:
    return break_down(cut, _ask(ledger, question, cut), question.calendar, top)


def _ask(ledger: Ledger, question: Question, cut: Cut) -> list[Sum]:
    """The database adds up days and months one at a time."""
    calendar, period = question.calendar, question.period
    if cut.has_hours or not cut.times:
        return ledger.add_up(cut, period)
    read = calendar.read_day if DAY in cut.times else calendar.read_month
    return ledger.add_up(cut, *calendar.divide(period, read))


def _list_kept(question: Question) -> tuple[str, ...]:
    """What `--by` asks for, if a pass that is made anyway can answer it."""
    names = question.cut.names if question.cut else ()
    return names if set(names) <= set(KEPT) else ()


def _answer(ledger: Ledger, question: Question, by_end: Cut, ends: Iterable[Sum]) -> Breakdown:
    """What `--by` asks for; without another pass where that is known already."""
    cut = question.cut or OF_ALL
    if _list_kept(question):
        known = _project(by_end, ends, *cut.names)
        return break_down(cut, known, question.calendar, question.top)
    return _break_down(ledger, question, cut, question.top)


def _narrow(cut: Cut, groups: Iterable[Sum], name: str, question: Question) -> list[Line]:
    """The lines of one dimension, out of groups of several."""
    narrowed = _project(cut, groups, name) if name in cut.columns else groups
    return break_down(Cut((name,)), narrowed, question.calendar, None).lines


def _project(cut: Cut, groups: Iterable[Sum], *names: str) -> list[Sum]:
    indexes = [cut.columns.index(name) for name in names]
    return [
        Sum(group.hour, tuple(group.values[index] for index in indexes), group.sums)
        for group in groups
    ]


def _fill(days: Iterable[Line], calendar: Calendar, period: Period) -> list[Line]:
    """With the days on which nothing was asked."""
    found = {line.key: line for line in days}
    return [found.get((day,), Line((day,), NOTHING)) for day in calendar.list_days(period)]


def _count_reasons(groups: Iterable[tuple[str, int, int]]) -> list[Reason]:
    """A response with several reasons counts for each of them."""
    responses: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    for reasons, answered, counted in groups:
        for reason in reasons.split(",") if reasons else ("not told",):
            responses[reason] += answered
            tokens[reason] += counted
    return [Reason(reason, count, tokens[reason]) for reason, count in responses.most_common()]


def _name_sources(*cuts: Cut, is_single: bool) -> tuple[str, ...]:
    single: tuple[Source, ...] = ("responses",) if is_single else ()
    return tuple(describe_sources((_BY_DAY.source, *(cut.source for cut in cuts), *single)))


def _look_ahead(ledger: Ledger, question: Question, asked: Sums) -> Month:
    calendar, now, month = question.calendar, question.now, question.month
    to_date = Period(month.start, find_hour(now) + 1)
    is_asked = question.period == to_date
    spent = asked if is_asked else add_lines(ledger.add_up(OF_ALL, to_date))
    name = calendar.read_month(month.start)
    first = ledger.find_first_hour()
    if first is None:
        return Month(name, spent, None, "no projection, for nothing was recorded yet")
    if not spent.has_amount:
        return Month(name, spent, None, "no projection, for nothing of it has a price")
    start_s = max(month.start, first) * _HOUR_S
    elapsed_s = int(now.timestamp()) - start_s
    if elapsed_s < _DAY_S:
        return Month(name, spent, None, "no projection from less than a day")
    left_s = month.end * _HOUR_S - int(now.timestamp())
    projected = spent.nano + spent.nano * left_s // elapsed_s
    return Month(name, spent, projected, _say_method(calendar, start_s, elapsed_s, left_s))


def _say_method(calendar: Calendar, start_s: int, elapsed_s: int, left_s: int) -> str:
    since = calendar.read_day(start_s // _HOUR_S)
    return (
        f"a projection: spent so far, and for the {_spell_days(left_s)} days left the average of "
        f"the {_spell_days(elapsed_s)} days since {since}"
    )


def _spell_days(seconds: int) -> str:
    tenths = seconds * 10 // _DAY_S
    return f"{tenths // 10}.{tenths % 10}"
