"""Shows a report to people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gemini_otel._semconv import ADVICE, ERROR_CLASS, ERROR_TYPE, EVENT_USAGE
from gemini_otel.demo._columns import (
    ERROR_COLUMNS,
    SPAN_COLUMNS,
    TOKEN_COLUMNS,
    Column,
    ModelTokens,
    Row,
    columns_of,
)
from gemini_otel.demo._comparison import Comparison
from gemini_otel.demo._report import Event, Played, Report, Skipped, Span
from gemini_otel.demo._wording import EVENT, PACE, say


_TITLE = "bold"
_QUIET = "dim"
_NAME = "cyan"
_GOOD = "bold green"
_BAD = "bold red"
_FRET = "yellow"

_KEPT_BACK = (
    "Of a tool loop the SDK hands over the last turn only. What the earlier turns used is billed "
    "as well; here it stands as the usage events of those turns have it."
)


def show(console: Console, report: Report) -> None:
    """Shows all of it; the verdict is the last line."""
    _show_skipped(console, report.skipped)
    _open(console, "Spans, with their tokens in and out")
    console.print(_make_span_table(console, report.scenes))
    _open(console, "Tokens by model, kind and modality")
    console.print(_make_table(TOKEN_COLUMNS, _by_model(report)))
    _open(console, "Events")
    _show_events(console, report.events)
    _open(console, "Errors")
    errors = [event for event in report.events if ERROR_CLASS in event.attributes]
    console.print(_make_table(ERROR_COLUMNS, errors) if errors else "none")
    _open(console, "Tokens, as served and as recorded")
    console.print(_make_comparison_table(report.comparison))
    if report.comparison.unseen:
        console.print(Text(_KEPT_BACK, _QUIET))
    console.print()
    is_exact = report.comparison.is_exact
    # One line however narrow the terminal, so that the last line is the whole verdict.
    console.print(Text(report.comparison.verdict, _GOOD if is_exact else _BAD), soft_wrap=True)


def _open(console: Console, title: str) -> None:
    console.print()
    console.print(Rule(Text(title, _TITLE), align="left", style=_QUIET))


def _show_skipped(console: Console, skipped: Sequence[Skipped]) -> None:
    if not skipped:
        return
    console.print()
    console.print(Text("Not played against the real API:", _TITLE))
    for why in dict.fromkeys(scene.why for scene in skipped):
        titles = "; ".join(scene.title for scene in skipped if scene.why == why)
        console.print(_hang(Text("   "), Text.assemble(titles, (f" - {why}", _QUIET))))


def _make_table(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Table:
    shown = columns_of(columns, rows)
    table = _begin_table()
    _add_columns(table, shown)
    for row in rows:
        table.add_row(*(Text(column.read(row)) for column in shown))
    return table


def _begin_table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=_QUIET)


def _add_columns(table: Table, columns: Sequence[Column[Row]]) -> None:
    for column in columns:
        # Rich would cut what does not fit with an ellipsis, which not every encoding has.
        table.add_column(
            column.title, justify=column.justify, no_wrap=not column.wraps, overflow="fold"
        )


def _make_span_table(console: Console, scenes: Sequence[Played]) -> Table:
    branch, last = ("├─ ", "└─ ") if console.encoding.startswith("utf") else ("|- ", "`- ")
    table = _begin_table()
    table.add_column("", overflow="fold")
    _add_columns(table, SPAN_COLUMNS)
    for scene in scenes:
        table.add_row(_hang(Text(f"{scene.number:>2} "), Text(scene.title, _TITLE)))
        for span in scene.spans:
            _add_span(table, span, "   ")
            for child in span.children:
                _add_span(table, child, "   " + (last if child is span.children[-1] else branch))
    return table


def _add_span(table: Table, span: Span, lead: str) -> None:
    failed = ERROR_TYPE in span.attributes
    name = Text(span.name, _FRET if failed else _NAME)
    name.append(f"\n{pace}" if (pace := say(PACE, span.attributes)) else "", _QUIET)
    cells = (Text(column.read(span), _FRET if failed else "") for column in SPAN_COLUMNS)
    table.add_row(_hang(Text(lead, _QUIET), name), *cells)


def _hang(lead: Text, text: Text) -> Table:
    """A text whose further lines begin where its first does, behind what leads to it."""
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(lead, text)
    return grid


def _by_model(report: Report) -> Sequence[ModelTokens]:
    models = sorted({share.model for share in report.tokens})
    rows = [
        ModelTokens(model, [share for share in report.tokens if share.model == model])
        for model in models
    ]
    return rows if len(rows) == 1 else [*rows, ModelTokens("all", report.tokens)]


def _show_events(console: Console, events: Sequence[Event]) -> None:
    billed = sum(event.name == EVENT_USAGE for event in events)
    console.print(Text.assemble((EVENT_USAGE, _NAME), f": {billed}, one for each billed response"))
    for event in events:
        if event.name != EVENT_USAGE:
            _show_event(console, event)


def _show_event(console: Console, event: Event) -> None:
    what = say(EVENT, event.attributes)
    told = Text.assemble((event.name, _NAME), f": {what}")
    told.append(f"\n{advice}" if (advice := event.attributes.get(ADVICE)) else "", _QUIET)
    console.print(_hang(Text(f"{event.scene:>2} "), told))


def _make_comparison_table(comparison: Comparison) -> Table:
    table = _begin_table()
    for title in ("", *comparison.kinds, "total"):
        justify: Literal["left", "right"] = "right" if title else "left"
        table.add_column(title.replace("_", " "), justify=justify, overflow="fold")
    for title, tokens in _sides(comparison):
        counts = [tokens.get(kind, 0) for kind in comparison.kinds]
        table.add_row(title, *(f"{count:,}" for count in (*counts, sum(counts))))
    return table


def _sides(comparison: Comparison) -> Iterator[tuple[str, Mapping[str, int]]]:
    yield comparison.witness, comparison.served
    if comparison.unseen:
        yield "kept back by the SDK", comparison.unseen
    yield "recorded", comparison.recorded
