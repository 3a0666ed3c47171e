"""Prints tables: colours on a terminal only, and in a pipe a row a line, however long."""

import io
import sys
from collections.abc import Collection
from typing import Final, TextIO

import click
from rich.console import Console, RenderableType
from rich.table import Table


_PIPE_WIDTH: Final = 240


def print_out(*things: RenderableType) -> None:
    """Prints texts and tables to standard output, one below the other."""
    if sys.stdout.isatty():
        _print_to(Console(highlight=False, emoji=False, markup=False), things)
        return
    text = io.StringIO()
    _print_to(_open_plain(text), things)
    for line in text.getvalue().splitlines():
        click.echo(line.rstrip())  # rich fills its tables up with spaces


def _open_plain(text: TextIO) -> Console:
    return Console(
        file=text,
        width=_PIPE_WIDTH,
        force_terminal=False,
        no_color=True,
        highlight=False,
        emoji=False,
        markup=False,
    )


def _print_to(console: Console, things: Collection[RenderableType]) -> None:
    for thing in things:
        console.print(thing, soft_wrap=isinstance(thing, str))


def make_table(*titles: str, amounts: Collection[str]) -> Table:
    """A table without lines; the columns of amounts are at the right."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for title in titles:
        is_amount = title in amounts
        table.add_column(title, justify="right" if is_amount else "left", overflow="fold")
    return table


def clean(text: str) -> str:
    """A name that others made up, without anything a terminal would obey."""
    return "".join(char if char.isprintable() else "?" for char in text)
