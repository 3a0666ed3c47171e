"""The looks of the demo: its colours, its tables, and texts that hang behind what leads them."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gemini_otel.demo._columns import Column, Row, columns_of


TITLE: Final = "bold"
QUIET: Final = "dim"
NAME: Final = "cyan"
GOOD: Final = "bold green"
BAD: Final = "bold red"
FRET: Final = "yellow"

_GAP: Final = 2


def open_section(console: Console, title: str) -> None:
    """A line across, with a title."""
    console.print()
    console.print(Rule(Text(title, TITLE), align="left", style=QUIET))


def begin_table() -> Table:
    """A table without lines."""
    return Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style=QUIET)


def add_columns(table: Table, columns: Sequence[Column[Row]]) -> None:
    """Adds the columns to a table."""
    for column in columns:
        # Rich would cut what does not fit with an ellipsis, which not every encoding has.
        table.add_column(
            column.title, justify=column.justify, no_wrap=not column.wraps, overflow="fold"
        )


def make_table(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Table:
    """A table of rows, without columns that have nothing to say of any."""
    shown = columns_of(columns, rows)
    table = begin_table()
    add_columns(table, shown)
    for row in rows:
        table.add_row(*(Text(column.read(row)) for column in shown))
    return table


def make_tables_that_fit(width: int, columns: Sequence[Sequence[str]]) -> Iterator[Table]:
    """One table of cells that are never broken, or several below one another.

    Args:
        width: How wide a table may be.
        columns: Heading and cells of each; the first stands in every table.

    Yields:
        The tables.
    """
    for group in _group(width, columns):
        table = begin_table()
        for title, *_ in group:
            is_first = title is columns[0][0]
            table.add_column(title, justify="left" if is_first else "right", no_wrap=True)
        for cells in zip(*(cells for _, *cells in group), strict=True):
            table.add_row(*map(Text, cells))
        yield table


def _group(width: int, columns: Sequence[Sequence[str]]) -> Sequence[Sequence[Sequence[str]]]:
    first, *others = columns
    groups = [[first]]
    for column in others:
        is_full = sum(_measure(one) + _GAP for one in groups[-1]) + _measure(column) > width
        if is_full and len(groups[-1]) > 1:
            groups.append([first])
        groups[-1].append(column)
    return groups


def _measure(column: Sequence[str]) -> int:
    return max(len(line) for cell in column for line in cell.split("\n"))


def hang(lead: Text, text: Text) -> Table:
    """A text whose further lines begin where its first does, behind what leads to it."""
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(lead, text)
    return grid
