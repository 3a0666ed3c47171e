"""Renders lines with structlog, by chains of our own that no configuration of the app changes."""

import functools
import json
from typing import Any, Final

from gemini_otel_exporters._console._cells import CELLS
from gemini_otel_exporters._console._facts import Facts


_RESET: Final = "\x1b[0m"
_STYLES: Final = {
    "time": "\x1b[2m",
    "model": "\x1b[36m",
    "failed": "\x1b[1;31m",
    "warned": "\x1b[1;33m",
    "cost": "\x1b[1;32m",
    "doubtful": "\x1b[1;33m",
    "who": "\x1b[35m",
    "trace": "\x1b[2m",
}


def render_text(cells: dict[str, str], *, in_colour: bool) -> str:
    """A line for people."""
    return str(_make_text_renderer(in_colour=in_colour)(None, "", dict(cells)))


def render_json(facts: Facts) -> str:
    """A line for machines."""
    return str(_make_json_renderer()(None, "", dict(facts)))


@functools.cache
def _make_text_renderer(*, in_colour: bool) -> Any:
    # Late, because structlog loads rich and its colours where that is installed.
    from structlog.dev import Column, ConsoleRenderer

    columns = [Column(cell, _make_formatter(cell, in_colour=in_colour)) for cell in CELLS]
    return ConsoleRenderer(columns=[*columns, Column("", _make_formatter("", in_colour=False))])


def _make_formatter(cell: str, *, in_colour: bool) -> Any:
    from structlog.dev import KeyValueColumnFormatter

    style = _STYLES.get(cell, "") if in_colour else ""
    return KeyValueColumnFormatter(
        key_style=None, value_style=style, reset_style=_RESET if style else "", value_repr=str
    )


@functools.cache
def _make_json_renderer() -> Any:
    from structlog.processors import JSONRenderer

    return JSONRenderer(serializer=_write_json)


def _write_json(facts: Facts, **_options: object) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=str)
