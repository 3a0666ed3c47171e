"""What stands below a report: where its figures are from, and what is missing of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gemini_otel_exporters._report._calendar import Period
from gemini_otel_exporters._report._reading import Unread
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._wording import name_value, spell_count, spell_list


_MOST: Final = 20
"""So many lines are named one by one."""


def list_remarks(report: Report) -> Iterator[str]:
    """One sentence each."""
    yield (
        f"Read from {spell_list(report.sources)} of {name_value(report.place)}. "
        f"Days are those of {report.question.calendar.zone}."
    )
    if report.waiting:
        wait = "waits" if report.waiting == 1 else "wait"
        yield (
            f"{spell_count(report.waiting, 'response')} more {wait} beside the ledger: "
            "`gemini-otel ledger move` moves them in."
        )
    if report.missing:
        yield (
            f"Not in these figures: {spell_count(report.missing, 'response')} that the ledger did "
            "not take; `rejected.jsonl` in its spool says why."
        )


def list_losses(report: Report) -> Iterator[str]:
    """What could not be read."""
    calendar = report.question.calendar
    for lost in _merge(report.unread):
        hours = f"{calendar.read_hour(lost.period.start)} to {calendar.read_hour(lost.period.end)}"
        yield f"Could not be read: {lost.what}, {hours} ({name_value(lost.why)})."
    yield from _list_rejected(report.rejected)


def _list_rejected(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:_MOST]:
        yield f"Could not be read: {name_value(line)}."
    if len(lines) > _MOST:
        yield f"Could not be read: {len(lines) - _MOST:,} further lines."


def _merge(lost: Iterable[Unread]) -> list[Unread]:
    """Hours that follow one another are one loss."""
    merged: list[Unread] = []
    for one in sorted(set(lost)):
        last = merged[-1] if merged else None
        if last and (last.what, last.period.end) == (one.what, one.period.start):
            merged[-1] = last._replace(period=Period(last.period.start, one.period.end))
        else:
            merged.append(one)
    return merged
