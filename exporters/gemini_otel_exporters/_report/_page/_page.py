"""Puts the page together: markup, style, charts and their data, all in one file."""

import base64
import hashlib
import importlib.resources
from typing import Final

from gemini_otel_exporters._report._page._charts import Chart, list_charts, write_data
from gemini_otel_exporters._report._page._markup import (
    escape,
    write_footer,
    write_header,
    write_section,
    write_tiles,
)
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._tables import Grid, list_grids, tabulate, tabulate_breakdown


_ASSETS: Final = importlib.resources.files("gemini_otel_exporters._report._page") / "assets"
_MAP: Final = "\n//# sourceMappingURL="


def write_page(report: Report) -> str:
    """The page; it may be opened from a disk, mailed, or put onto a server as it is."""
    style, library, script = _read("page.css"), _read_library(), _read("page.js")
    charts = list_charts(report)
    body = "\n".join(
        [
            write_header(report),
            write_tiles(report),
            *_write_sections(report, charts),
            write_footer(report),
        ]
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_restrict(style, library, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{escape(f"Gemini spend, {report.question.first} to {report.question.last}")}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
<script type="application/json" id="charts">{write_data(charts)}</script>
<script>{library}</script>
<script>{script}</script>
</body>
</html>
"""


def _write_sections(report: Report, charts: list[Chart]) -> list[str]:
    by_title = {chart.title: chart for chart in charts}
    asked = [report.breakdown] if report.breakdown else []
    grids: list[Grid] = [
        *map(tabulate_breakdown, asked),
        *list_grids(report),
        *(
            tabulate(f"By {one.cut.names[0]}", ("",), one.lines)
            for one in report.owners
            if one.cut not in [cut.cut for cut in asked]
        ),
    ]
    sections = [write_section(grid, by_title.get(grid.title)) for grid in grids]
    return ['<div class="sections">', *sections, "</div>"]


def _restrict(style: str, *scripts: str) -> str:
    """Nothing but these very texts may run, and nothing may be fetched or sent."""
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _read_library() -> str:
    """Without the pointer to its source map, which a browser would look for."""
    return _read("chart.umd.min.js").partition(_MAP)[0]
