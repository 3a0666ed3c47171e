"""Shows a report in a terminal, or in a pipe with plain lines."""

import io
import os
from typing import Final, TextIO

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gemini_otel_exporters._report._footer import list_losses, list_remarks
from gemini_otel_exporters._report._headlines import (
    Headline,
    Tone,
    describe_period,
    list_headlines,
)
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._tables import Grid, list_grids, tabulate_breakdown


_PIPE_WIDTH: Final = 100
_WIDEST: Final = 120
_ROOMY: Final = 98
_BAR_CELLS: Final = 16
_GAP: Final = 2
_STYLES: Final[dict[Tone, str]] = {"plain": "", "good": "green", "fret": "yellow"}
_ONLY_WHERE_ROOMY: Final = ("tokens in", "tokens out")


def print_report(report: Report, file: TextIO) -> None:
    """Prints a report: with colours and the width of the terminal on one, else plain."""
    if not file.isatty():
        file.write(write_table(report, file.encoding))
        return
    console = Console(file=file, highlight=False, emoji=False, markup=False)
    console.width = min(console.width, _WIDEST)
    show(console, report)


class _Text(io.StringIO):
    """Text for a file of some encoding, by which lines and bars are drawn."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # nothing ever writes it
        """That of the file."""
        return self._encoding


def write_table(report: Report, encoding: str = "utf-8") -> str:
    """A report in plain lines, as wide as $COLUMNS says."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else _PIPE_WIDTH
    text = _Text(encoding)
    console = Console(
        file=text,
        width=width,
        force_terminal=False,
        no_color=True,
        highlight=False,
        emoji=False,
        markup=False,
    )
    show(console, report)
    # Rich fills its tables up with spaces.
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def show(console: Console, report: Report) -> None:
    """Shows a report: all of it, or what was asked for by `--by`."""
    _open_section(console, f"Gemini spend, {describe_period(report.question)}")
    console.print(_list_headlines(list(list_headlines(report))))
    asked = report.breakdown
    for grid in [tabulate_breakdown(asked)] if asked else list_grids(report):
        _open_section(console, grid.title)
        console.print(_draw(console, grid) if grid.rows else Text("nothing", "dim"))
    console.print()
    for loss in list_losses(report):
        console.print(Text(loss, "bold red"))
    for remark in list_remarks(report):
        console.print(Text(remark, "dim"))


def _open_section(console: Console, title: str) -> None:
    console.print()
    console.print(Rule(Text(title, "bold"), align="left", style="dim"))


def _list_headlines(headlines: list[Headline]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", overflow="fold")
    for one in headlines:
        weight = "bold" if one is headlines[0] else ""
        table.add_row(one.name, Text(one.value, f"{weight} {_STYLES[one.tone]}"), Text(one.remark))
    return table


def _draw(console: Console, grid: Grid) -> Table:
    is_roomy = console.width >= _ROOMY
    hidden = () if is_roomy else _ONLY_WHERE_ROOMY
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for title in grid.names:
        table.add_column(title, overflow="fold")
    shown = [n for n, title in enumerate(grid.amounts) if title not in hidden]
    for n in shown:
        table.add_column(grid.amounts[n], justify="right", no_wrap=True)
    has_bars = bool(grid.shares) and is_roomy and len(grid.names) == 1
    if has_bars:
        table.add_column("", no_wrap=True)
    for n, row in enumerate(grid.rows):
        names, amounts = row[: len(grid.names)], row[len(grid.names) :]
        bar = [_draw_bar(console, grid.shares[n], max(grid.shares))] if has_bars else []
        table.add_row(*(Text(cell) for cell in names), *(Text(amounts[m]) for m in shown), *bar)
    return table


def _draw_bar(console: Console, share: int, largest: int) -> Text:
    block = "█" if console.encoding.startswith("utf") else "#"
    cells = -(-share * _BAR_CELLS // largest) if largest else 0
    return Text(block * cells, "cyan")
