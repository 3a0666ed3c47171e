"""Lays rows out as a table, for the terminal or for a Markdown file."""

from collections.abc import Iterable, Sequence
from typing import Final

from tests.bench._estimates import Estimate


NONE: Final = "-"
"""What stands where there is no figure."""

Row = tuple[str, ...]


def lay_out(columns: Row, rows: Iterable[Row], *, texts: int, as_markdown: bool) -> str:
    """A table.

    Args:
        columns: The names of the columns.
        rows: What stands in them.
        texts: How many of them hold words; the rest hold numbers.
        as_markdown: Whether it is for a Markdown file.
    """
    if as_markdown:
        lines = [columns, ("---",) * texts + ("---:",) * (len(columns) - texts), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    aligned = [columns, *rows]
    widths = [max(map(len, column)) for column in zip(*aligned, strict=True)]
    return "\n".join(_align(row, widths, texts) for row in aligned)


def _align(row: Row, widths: Sequence[int], texts: int) -> str:
    left = [text.ljust(width) for text, width in zip(row[:texts], widths[:texts], strict=True)]
    right = [text.rjust(width) for text, width in zip(row[texts:], widths[texts:], strict=True)]
    return "  ".join((*left, *right))


def show(estimate: Estimate, digits: int) -> str:
    """A value and its interval."""
    value, low, high = (
        f"{one:,.{digits}f}" for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} [{low}, {high}]"
