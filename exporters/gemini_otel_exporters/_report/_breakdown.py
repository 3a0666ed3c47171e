"""Puts groups of a ledger together to the lines of a report."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from gemini_otel_exporters._report._calendar import Calendar
from gemini_otel_exporters._report._dimensions import DAY, HOUR, MONTH, Cut
from gemini_otel_exporters._report._reading import Sum
from gemini_otel_exporters._report._sums import NOTHING, Sums, add


Key = tuple[str | None, ...]


class Line(NamedTuple):
    """One line: what it is of, what it comes to, and of how many lines it is the rest."""

    key: Key
    sums: Sums
    others: int = 0


class Breakdown(NamedTuple):
    """All lines of a cut."""

    cut: Cut
    lines: list[Line]


def break_down(cut: Cut, groups: Iterable[Sum], calendar: Calendar, top: int | None) -> Breakdown:
    """The lines of a cut: by time, the most expensive first; beyond `top` they are one line."""
    lines = [Line(key, sums) for key, sums in _gather(cut, groups, calendar).items()]
    times = [n for n, name in enumerate(cut.names) if name in cut.times]
    kept, rest = _take(lines, top)
    if times:  # among lines of one time the order stays
        kept.sort(key=lambda line: [line.key[n] or "" for n in times])
    return Breakdown(cut, [*kept, *rest])


def add_lines(lines: Iterable[Line | Sum]) -> Sums:
    """All of some lines or groups together."""
    sums = NOTHING
    for line in lines:
        sums = add(sums, line.sums)
    return sums


def _gather(cut: Cut, groups: Iterable[Sum], calendar: Calendar) -> dict[Key, Sums]:
    """The pieces of a broken file, and the hours of a day, are together one group."""
    read: dict[str, Callable[[int], str]] = {
        HOUR: calendar.read_hour,
        DAY: calendar.read_day,
        MONTH: calendar.read_month,
    }
    columns = cut.columns
    # How each part of a key is read: of the hour, or of the values of the columns.
    parts = [(read.get(name), columns.index(name) if name in columns else 0) for name in cut.names]
    gathered: dict[Key, Sums] = {}
    for hour, values, sums in groups:
        key = tuple([tell(hour) if tell else values[index] for tell, index in parts])
        known = gathered.get(key)
        gathered[key] = add(known, sums) if known else sums
    return gathered


def _take(lines: list[Line], top: int | None) -> tuple[list[Line], list[Line]]:
    ranked = sorted(lines, key=_rank)
    if top is None or len(ranked) <= top:
        return ranked, []
    rest = ranked[top:]
    return ranked[:top], [Line((), add_lines(rest), len(rest))]


def _rank(line: Line) -> tuple[int, int, list[str]]:
    return -line.sums.nano, -line.sums.responses, [value or "" for value in line.key]
