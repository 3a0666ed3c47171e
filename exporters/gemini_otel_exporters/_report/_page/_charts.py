"""What the charts of the page show: texts are exact, and only lengths are drawn from numbers."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

from gemini_otel.pricing._names import COMPONENTS
from gemini_otel_exporters._report._breakdown import Breakdown, Line, add_lines
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._tables import list_grids, shorten_days
from gemini_otel_exporters._report._wording import name, spell, spell_cost


class Series(NamedTuple):
    """One colour of a chart: nano-dollars, and the same as text."""

    name: str
    nano: Sequence[int]
    texts: Sequence[str]


class Chart(NamedTuple):
    """A chart.

    Attributes:
        identity: Of its element.
        title: That of the table it shows.
        kind: Columns by time, or bars by name.
        labels: What the columns or bars are of.
        series: What is stacked.
        colours: Numbers of colours: of each series of columns, of each bar.
    """

    identity: str
    title: str
    kind: Literal["columns", "bars"]
    labels: Sequence[str]
    series: Sequence[Series]
    colours: Sequence[int]


_OF_WASTE: Final = 5
_MOST_BARS: Final = 12


def list_charts(report: Report) -> list[Chart]:
    """All charts that there is something to draw in."""
    return [chart for chart in _make(report) if any(any(one.nano) for one in chart.series)]


def write_data(charts: Sequence[Chart]) -> str:
    """The charts as JSON that cannot end the script it stands in."""
    text = json.dumps([_describe(chart) for chart in charts], separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _make(report: Report) -> Iterator[Chart]:
    first = next(list_grids(report))
    yield _stack(first.title, report)
    yield _make_bars("models", "By model", report.models)
    bars = _make_bars("components", "By component of the bill", report.components)
    yield bars._replace(colours=[_find_colour(label) for label in bars.labels])
    bars = _make_bars("waste", "Waste: paid for, without a whole answer", report.waste)
    yield bars._replace(colours=[_OF_WASTE for _ in bars.labels])
    for one in report.owners:
        yield _make_bars(one.cut.names[0], f"By {one.cut.names[0]}", one.lines)
    if report.breakdown:
        yield _make_breakdown(report.breakdown)


def _make_breakdown(breakdown: Breakdown) -> Chart:
    return _make_bars("asked", f"By {' and '.join(breakdown.cut.names)}", breakdown.lines)


def _make_bars(identity: str, title: str, lines: Sequence[Line]) -> Chart:
    kept, rest = lines[:_MOST_BARS], lines[_MOST_BARS:]
    if rest:
        kept = [*kept, Line((), add_lines(rest), len(rest))]
    series = Series(
        "cost",
        [line.sums.nano for line in kept],
        [spell_cost(line.sums) for line in kept],
    )
    return Chart(identity, title, "bars", [name(line) for line in kept], [series], [0] * len(kept))


def _stack(title: str, report: Report) -> Chart:
    labels = [line.key[0] or "" for line in shorten_days(report.days)]
    amounts: dict[tuple[str, str], int] = {}
    width = len(labels[0]) if labels else 0
    for line in report.daily_components:
        day, component = (line.key[0] or "")[:width], line.key[1] or ""
        amounts[day, component] = amounts.get((day, component), 0) + line.sums.nano
    found = {component for _, component in amounts}
    components = sorted(found, key=lambda one: (_find_colour(one), one))
    series = [
        _make_series(component, [amounts.get((label, component), 0) for label in labels])
        for component in components
    ]
    return Chart("days", title, "columns", labels, series, list(map(_find_colour, components)))


def _make_series(component: str, nano: Sequence[int]) -> Series:
    return Series(component, nano, [spell(one) for one in nano])


def _find_colour(component: str) -> int:
    """A component has the same colour everywhere."""
    return COMPONENTS.index(component) if component in COMPONENTS else len(COMPONENTS)


def _describe(chart: Chart) -> dict[str, Any]:
    """Nano-dollars as text: JavaScript's numbers would round large ones."""
    return {
        "id": chart.identity,
        "kind": chart.kind,
        "labels": list(chart.labels),
        "colours": list(chart.colours),
        "series": [
            {"name": one.name, "nano": list(map(str, one.nano)), "texts": list(one.texts)}
            for one in chart.series
        ],
    }
