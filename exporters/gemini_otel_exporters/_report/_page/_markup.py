"""Writes the parts of the page; every text is escaped where it is put in."""

import html
from collections.abc import Iterator
from typing import Final

from gemini_otel.cli._amounts import AT_LEAST
from gemini_otel_exporters._report._footer import list_losses, list_remarks
from gemini_otel_exporters._report._headlines import Headline, describe_period, list_headlines
from gemini_otel_exporters._report._page._charts import Chart
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._tables import Grid


_OPEN_ROWS: Final = 12
_CENTS: Final = 2

escape = html.escape


def write_header(report: Report) -> str:
    """What this is about."""
    return (
        '<header><p class="eyebrow">Gemini spend</p>'
        f"<h1>{escape(describe_period(report.question))}</h1></header>"
    )


def write_tiles(report: Report) -> str:
    """The figures above all tables."""
    tiles = "".join(map(_write_tile, list_headlines(report)))
    return f'<section class="tiles" aria-label="Headline figures">{tiles}</section>'


def write_section(grid: Grid, chart: Chart | None) -> str:
    """A table, and its chart above it."""
    if chart is None or chart.kind == "columns":
        drawn = _write_canvas(chart) if chart else ""
        return f'<section class="card">{_write_title(grid)}{drawn}{_write_details(grid)}</section>'
    return (
        f'<section class="card">{_write_title(grid)}<div class="split">'
        f"{_write_canvas(chart)}{_write_details(grid)}</div></section>"
    )


def write_footer(report: Report) -> str:
    """Where the figures are from, and what is missing."""
    losses = "".join(f'<p class="loss">{escape(one)}</p>' for one in list_losses(report))
    remarks = "".join(f"<p>{escape(one)}</p>" for one in list_remarks(report))
    return f"<footer>{losses}{remarks}</footer>"


def _write_title(grid: Grid) -> str:
    return f"<h2>{escape(grid.title)}</h2>"


def _write_tile(one: Headline) -> str:
    is_marked = one.value.startswith(AT_LEAST)
    mark = f'<span class="mark">{escape(AT_LEAST)}</span>' if is_marked else ""
    major, minor = _split(one.value.removeprefix(AT_LEAST))
    identity = ' id="total"' if one.name == "total" else ""
    return (
        f'<div class="tile {one.tone}"{identity}><p class="name">{escape(one.name)}</p>'
        f'<p class="value">{mark}{escape(major)}<span class="minor">{escape(minor)}</span></p>'
        f'<p class="remark">{escape(one.remark)}</p></div>'
    )


def _split(value: str) -> tuple[str, str]:
    """Dollars and cents, and what is beyond them."""
    whole, point, digits = value.partition(".")
    if not digits.isdecimal():
        return value, ""
    return f"{whole}{point}{digits[:_CENTS]}", digits[_CENTS:]


def _write_canvas(chart: Chart) -> str:
    title = escape(f"{chart.title}: a chart of the table below it")
    rows = "tall" if chart.kind == "columns" else f"rows{min(len(chart.labels), _OPEN_ROWS)}"
    return (
        f'<div class="chart {rows}">'
        f'<canvas id="{escape(chart.identity)}" role="img" aria-label="{title}"></canvas></div>'
    )


def _write_details(grid: Grid) -> str:
    if not grid.rows:
        return '<p class="nothing">nothing</p>'
    is_open = " open" if len(grid.rows) <= _OPEN_ROWS else ""
    return (
        f"<details{is_open}><summary>Exact numbers</summary>"
        f'<div class="scroll"><table>{"".join(_write_rows(grid))}</table></div></details>'
    )


def _write_rows(grid: Grid) -> Iterator[str]:
    names = len(grid.names)
    titles = [f'<th scope="col">{escape(title)}</th>' for title in grid.names]
    kinds = ["amount tokens" if one.startswith("tokens ") else "amount" for one in grid.amounts]
    titles += [
        f'<th scope="col" class="{kind}">{escape(title)}</th>'
        for kind, title in zip(kinds, grid.amounts, strict=True)
    ]
    yield f"<thead><tr>{''.join(titles)}</tr></thead><tbody>"
    for row in grid.rows:
        cells = [f'<th scope="row">{escape(cell)}</th>' for cell in row[:names]]
        cells += [
            f'<td class="{kind}">{escape(cell)}</td>'
            for kind, cell in zip(kinds, row[names:], strict=True)
        ]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>"
