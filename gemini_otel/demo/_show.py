"""Shows a report to people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gemini_otel._semconv import ADVICE, ERROR_CLASS, ERROR_TYPE, EVENT_USAGE
from gemini_otel.demo._columns import (
    END_COLUMN,
    ERROR_COLUMNS,
    SPAN_COLUMNS,
    TOKEN_COLUMNS,
    ModelTokens,
)
from gemini_otel.demo._comparison import Comparison
from gemini_otel.demo._cost_comparison import CostComparison
from gemini_otel.demo._ledger import Ledger, LedgerComparison
from gemini_otel.demo._report import Event, Played, Report, Skipped, Span
from gemini_otel.demo._show_costs import show_costs
from gemini_otel.demo._tables import (
    BAD,
    FRET,
    GOOD,
    NAME,
    QUIET,
    TITLE,
    add_columns,
    begin_table,
    hang,
    make_table,
    open_section,
)
from gemini_otel.demo._wording import EVENT, PACE, say


# With fewer columns the names of spans would be broken.
_ROOMY = 98

_KEPT_BACK = (
    "Of a tool loop the SDK hands over the last turn only. What the earlier turns used is billed "
    "as well; here it stands as the usage events of those turns have it."
)


def show(console: Console, report: Report, ledger: Ledger) -> None:
    """Shows all of it; the verdict is the last lines."""
    _show_skipped(console, report.skipped)
    open_section(console, "Spans, with their tokens in and out and their cost")
    console.print(_make_span_table(console, report.scenes))
    open_section(console, "Tokens by model, kind and modality")
    console.print(make_table(TOKEN_COLUMNS, _by_model(report)))
    show_costs(console, report.costs)
    open_section(console, "Events")
    _show_events(console, report.events)
    open_section(console, "Errors")
    errors = [event for event in report.events if ERROR_CLASS in event.attributes]
    console.print(make_table(ERROR_COLUMNS, errors) if errors else "none")
    _show_log(console, report.log)
    open_section(console, "Tokens, as served and as recorded")
    console.print(_make_comparison_table(report.comparison))
    if report.comparison.unseen:
        console.print(Text(_KEPT_BACK, QUIET))
    ledger.show(console)
    page = f"The same as a page with charts: {report.ledger_comparison.page}"
    # A path that is broken over lines could not be copied.
    console.print(Text(page), soft_wrap=True)
    console.print()
    _show_verdicts(console, report.ledger_comparison, report.comparison, report.cost_comparison)


def _show_log(console: Console, lines: Sequence[str]) -> None:
    if lines:
        open_section(console, "What gemini_otel logs, each line once")
    for line in lines:
        console.print(Text(line))


def _show_verdicts(
    console: Console, *sides: Comparison | CostComparison | LedgerComparison
) -> None:
    """One line each, what differs last: whoever reads the last line only learns of it."""
    for one in sorted(sides, key=lambda side: not side.is_exact):
        # One line however narrow the terminal, so that the last line is a whole verdict.
        console.print(Text(one.verdict, GOOD if one.is_exact else BAD), soft_wrap=True)


def _show_skipped(console: Console, skipped: Sequence[Skipped]) -> None:
    if not skipped:
        return
    console.print()
    console.print(Text("Not played against the real API:", TITLE))
    for why in dict.fromkeys(scene.why for scene in skipped):
        titles = "; ".join(scene.title for scene in skipped if scene.why == why)
        console.print(hang(Text("   "), Text.assemble(titles, (f" - {why}", QUIET))))


def _make_span_table(console: Console, scenes: Sequence[Played]) -> Table:
    branch, last = ("├─ ", "└─ ") if console.encoding.startswith("utf") else ("|- ", "`- ")
    is_roomy = console.width >= _ROOMY
    table = begin_table()
    table.add_column("", overflow="fold")
    add_columns(table, (*SPAN_COLUMNS, END_COLUMN) if is_roomy else SPAN_COLUMNS)
    for scene in scenes:
        table.add_row(hang(Text(f"{scene.number:>2} "), Text(scene.title, TITLE)))
        for span in scene.spans:
            _add_span(table, span, "   ", is_roomy=is_roomy)
            for child in span.children:
                lead = "   " + (last if child is span.children[-1] else branch)
                _add_span(table, child, lead, is_roomy=is_roomy)
    return table


def _add_span(table: Table, span: Span, lead: str, *, is_roomy: bool) -> None:
    style = FRET if ERROR_TYPE in span.attributes else ""
    name = Text(span.name, style or NAME)
    end, pace = END_COLUMN.read(span), say(PACE, span.attributes)
    for further in filter(None, (pace,) if is_roomy else (end, pace)):
        name.append(f"\n{further}", QUIET)
    cells = [column.read(span) for column in SPAN_COLUMNS]
    table.add_row(
        hang(Text(lead, QUIET), name),
        *(Text(cell, style) for cell in ([*cells, end] if is_roomy else cells)),
    )


def _by_model(report: Report) -> Sequence[ModelTokens]:
    models = sorted({share.model for share in report.tokens})
    rows = [
        ModelTokens(model, [share for share in report.tokens if share.model == model])
        for model in models
    ]
    return rows if len(rows) == 1 else [*rows, ModelTokens("all", report.tokens)]


def _show_events(console: Console, events: Sequence[Event]) -> None:
    billed = sum(event.name == EVENT_USAGE for event in events)
    console.print(Text.assemble((EVENT_USAGE, NAME), f": {billed}, one for each billed response"))
    for event in events:
        if event.name != EVENT_USAGE:
            _show_event(console, event)


def _show_event(console: Console, event: Event) -> None:
    what = say(EVENT, event.attributes)
    told = Text.assemble((event.name, NAME), f": {what}")
    told.append(f"\n{advice}" if (advice := event.attributes.get(ADVICE)) else "", QUIET)
    console.print(hang(Text(f"{event.scene:>2} "), told))


def _make_comparison_table(comparison: Comparison) -> Table:
    table = begin_table()
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
