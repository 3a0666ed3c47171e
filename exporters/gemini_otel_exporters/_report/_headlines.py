"""The figures that stand above all tables."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from gemini_otel.cli._amounts import AT_LEAST
from gemini_otel_exporters._report._question import Question
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._sums import Sums
from gemini_otel_exporters._report._wording import (
    spell,
    spell_change,
    spell_cost,
    spell_count,
    spell_number,
    spell_share,
)


Tone = Literal["plain", "good", "fret"]


class Headline(NamedTuple):
    """One figure, and what is to be known of it."""

    name: str
    value: str
    remark: str
    tone: Tone = "plain"


def list_headlines(report: Report) -> Iterator[Headline]:
    """All of them; what did not happen is left out but for the first ones."""
    yield Headline("total", spell_total(report), _describe_total(report.total))
    yield _compare(report)
    yield from _look_ahead(report)
    yield from _list_shares(report)
    yield _find_waste(report)
    yield from _list_doubts(report)


def spell_total(report: Report) -> str:
    """What all of it cost."""
    cost = spell_cost(report.total)
    is_marked = cost.startswith(AT_LEAST) or not report.total.has_amount
    return f"{AT_LEAST}{cost}" if report.has_losses and not is_marked else cost


def describe_period(question: Question) -> str:
    """Which days it is about: `2026-11-01 to 2026-11-21, so far`."""
    days = (
        f"{question.first}"
        if question.first == question.last
        else f"{question.first} to {question.last}"
    )
    return days if question.is_over else f"{days}, so far"


def _describe_total(sums: Sums) -> str:
    return (
        f"{spell_count(sums.responses, 'response')}, {spell_number(sums.input_tokens)} tokens in, "
        f"{spell_number(sums.output_tokens)} out"
    )


def _compare(report: Report) -> Headline:
    calendar, period = report.question.calendar, report.previous_period
    if not period.hours:
        return Headline("period before", "nothing", "the period has not begun")
    first, last = calendar.read_day(period.start), calendar.read_day(period.end - 1)
    days = first if first == last else f"{first} to {last}"
    hours = "" if report.question.is_over else ", to the same hour"
    if not report.previous.responses:
        return Headline("period before", "nothing", f"{days}{hours}")
    change = spell_change(report.total.nano, report.previous.nano)
    remark = f"{change}: " if change else ""
    return Headline("period before", spell_cost(report.previous), f"{remark}{days}{hours}")


def _look_ahead(report: Report) -> Iterator[Headline]:
    month = report.month
    spent = spell_count(month.spent.responses, "response")
    yield Headline("month to date", spell_cost(month.spent), f"{month.name}, {spent}")
    if month.projected_nano is None:
        yield Headline("whole month", "-", month.method)
        return
    mark = AT_LEAST if month.spent.is_open else ""
    # A projection is not exact, and does not look it.
    cents = (month.projected_nano + 5_000_000) // 10_000_000 * 10_000_000
    yield Headline("whole month", f"{mark}about {spell(cents)}", month.method)


def _list_shares(report: Report) -> Iterator[Headline]:
    total = report.total
    if total.thoughts:
        of_output = spell_share(total.thoughts, total.output_tokens)
        of_cost = spell_share(report.thinking.nano, total.nano)
        yield Headline(
            "thinking",
            spell_cost(report.thinking),
            f"{of_cost or '0 %'} of the cost, {of_output} of the output tokens",
        )
    if total.cached:
        cached = spell_share(total.cached, total.input_tokens)
        yield Headline(
            "cache savings",
            spell_cost(report.savings),
            f"{cached} of the input tokens came from a cache",
            "good",
        )
    if total.queries or report.grounding.nano:
        queries = f"{total.queries:,} searches" if total.queries != 1 else "1 search"
        yield Headline("grounding", spell_cost(report.grounding), queries)


def _find_waste(report: Report) -> Headline:
    wasted = report.wasted
    if not wasted.responses:
        return Headline("waste", spell(0), "every response that was paid for is an answer", "good")
    share = spell_share(wasted.nano, report.total.nano)
    of_all = f"{share} of the cost, " if share else ""
    count = spell_count(wasted.responses, "response")
    return Headline("waste", spell_cost(wasted), f"{of_all}{count} without a whole answer", "fret")


def _list_doubts(report: Report) -> Iterator[Headline]:
    total, retried = report.total, report.retried
    if total.retried:
        cost = spell_cost(retried) if retried.responses else ""
        remark = "took more than one attempt; failed attempts are not billed"
        count = spell_count(total.retried, "response")
        yield Headline("retried", cost, f"{count} {remark}")
    if total.is_open:
        count = spell_count(total.unpriced + total.incomplete, "response")
        yield Headline("unpriced", count, _describe_unpriced(report), "fret")


def _describe_unpriced(report: Report) -> str:
    total = report.total
    parts: list[str] = []
    if total.unpriced:
        parts.append(f"{total.unpriced:,} without any price, {total.unpriced_tokens:,} tokens")
    if total.incomplete:
        parts.append(f"{total.incomplete:,} with a price for a part only")
    reasons = ", ".join(f"{one.reason} {one.responses:,}" for one in report.reasons)
    return "; ".join(parts) + (f" ({reasons})" if reasons else "")
