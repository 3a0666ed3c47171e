"""The tables of a report, as texts: what the terminal and the page both show."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from gemini_otel.pricing._names import REASONS
from gemini_otel_exporters._report._breakdown import Breakdown, Line, add_lines
from gemini_otel_exporters._report._report import Reason, Report
from gemini_otel_exporters._report._wording import (
    count_places,
    name_value,
    spell_cost,
    spell_number,
    spell_share,
)


class Grid(NamedTuple):
    """A table.

    Attributes:
        title: Its title.
        names: The headings of the columns that name something.
        amounts: Those of the columns with numbers.
        rows: Names first, then numbers.
        shares: Each row's part of all, from 0 to 1000, for a bar; or nothing.
    """

    title: str
    names: Sequence[str]
    amounts: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int] = ()


Read = Callable[[Line], str]

_PERMILLE: Final = 1000
_MANY_DAYS: Final = 62
_MONTH_CHARS: Final = len("2026-11")


def list_grids(report: Report) -> Iterator[Grid]:
    """All tables but the one that was asked for by `--by`."""
    days = shorten_days(report.days)
    yield tabulate("By day" if days is report.days else "By month", ("",), days)
    yield tabulate("By model", ("",), report.models)
    yield tabulate("By component of the bill", ("",), report.components, of_lines=True)
    if report.waste:
        yield tabulate("Waste: paid for, without a whole answer", ("",), report.waste)
    if report.reasons:
        yield _explain(report.reasons)


def shorten_days(days: list[Line]) -> list[Line]:
    """The days; of many, their months."""
    if len(days) <= _MANY_DAYS:
        return days
    months: dict[str, list[Line]] = {}
    for day in days:
        months.setdefault((day.key[0] or "")[:_MONTH_CHARS], []).append(day)
    return [Line((month,), add_lines(lines)) for month, lines in months.items()]


def tabulate_breakdown(breakdown: Breakdown) -> Grid:
    """The table of a cut."""
    names, lines = breakdown.cut.names, breakdown.lines
    title = f"By {' and '.join(names)}"
    return tabulate(title, names, lines, of_lines=breakdown.cut.is_of_lines)


def tabulate(
    title: str, names: Sequence[str], lines: Sequence[Line], *, of_lines: bool = False
) -> Grid:
    """A table of lines, with what all of them come to where it is not the same."""
    places = count_places(line.sums.nano for line in lines)
    nano = sum(line.sums.nano for line in lines)
    columns: dict[str, Read] = {
        "lines" if of_lines else "responses": lambda line: spell_number(line.sums.responses)
    }
    if not of_lines:
        columns |= _TOKEN_COLUMNS
    columns["cost"] = lambda line: spell_cost(line.sums, places) if line.sums.responses else ""
    columns["share"] = lambda line: spell_share(line.sums.nano, nano) if line.sums.nano else ""
    return Grid(
        title,
        names,
        list(columns),
        [
            [*_name_cells(line, len(names)), *(read(line) for read in columns.values())]
            for line in lines
        ],
        [line.sums.nano * _PERMILLE // nano if nano else 0 for line in lines],
    )


_TOKEN_COLUMNS: Final[dict[str, Read]] = {
    "tokens in": lambda line: spell_number(line.sums.input_tokens),
    "tokens out": lambda line: spell_number(line.sums.output_tokens),
}


def _name_cells(line: Line, width: int) -> list[str]:
    if line.others:
        return [f"{line.others:,} others", *[""] * (width - 1)]
    return [name_value(value) for value in line.key]


def _explain(reasons: Sequence[Reason]) -> Grid:
    return Grid(
        "Unpriced, by reason",
        ("", "what it means"),
        ("responses", "tokens"),
        [
            [
                name_value(one.reason),
                REASONS.get(one.reason, ""),
                spell_number(one.responses),
                spell_number(one.tokens),
            ]
            for one in reasons
        ],
    )
