"""The command `price`: what logged responses cost."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from gemini_otel._raw import Context
from gemini_otel.cli._bill_table import TITLES, print_totals, show_outcome
from gemini_otel.cli._lines import Line, measure, read_lines
from gemini_otel.cli._options import (
    find_day,
    open_catalog,
    say_platform,
    say_tier,
    say_when,
    with_prices,
)
from gemini_otel.cli._outcome import Outcome, describe, price_line
from gemini_otel.cli._progress import show_progress
from gemini_otel.cli._tables import clean
from gemini_otel.cli._totals import Totals


_FAILED: Final = 1

Writer = Callable[[Line, Outcome], None]


@click.command(short_help="What logged responses cost, line by line.")
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE]...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@say_when("When the responses came: a Pacific day, or a time with its zone.")
@say_platform("Where they came from.")
@click.option("--location", help="The location of Vertex AI, such as us-central1 or global.")
@say_tier("The service tier that was asked for; batch for the output of a batch.", multiple=False)
@click.option("--model", help="The model that was asked for.")
@with_prices
@click.option("--table", "is_table", is_flag=True, help="A table for people, with totals.")
def price(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[str, ...],
    at: date | datetime | None,
    platform: str | None,
    location: str | None,
    tier: str | None,
    model: str | None,
    file: Path | None,
    is_table: bool,
) -> None:
    """The cost of raw Gemini responses in JSON Lines, one response a line.

    A line is a response as the REST API, a batch file or the SDK's model_dump gives it, an array
    of the chunks of one streamed response, or an object with either as "response" and beside it
    what it does not tell: "at", "platform", "location", "service_tier", "operation", "model", and
    for images, video, music and cache storage a "usage" such as {"seconds": 8, "resolution":
    "1080p"}. The options say the same for all lines; what a line says itself goes first.

    The exit code is 1 if a line could not be read or priced in full.
    """
    catalog = open_catalog(file)
    find_day(None)  # no zone data is a fault of the machine, not of the first line
    context = Context(at, platform, location, tier, None, model)
    names = files or ("-",)
    totals, write = Totals(), _choose_writer(names, is_table=is_table)
    with show_progress(measure(names)) as advance:
        for line in read_lines(names):
            outcome = price_line(line.text, catalog, context)
            totals.add(outcome, _name(line, names))
            write(line, outcome)
            advance(len(line.text))
    if is_table:
        print_totals(totals)
    click.echo(totals.say(), err=True)
    sys.exit(0 if totals.is_clean else _FAILED)


def _choose_writer(names: Sequence[str], *, is_table: bool) -> Writer:
    if not is_table:
        return lambda line, outcome: click.echo(
            json.dumps({**_locate(line, names), **describe(outcome)})
        )
    click.echo(TITLES)
    return lambda line, outcome: click.echo(show_outcome(_name(line, names), outcome))


def _locate(line: Line, names: Sequence[str]) -> dict[str, str | int]:
    """Where a line is; of several files also in which."""
    file = {"file": line.file} if len(names) > 1 else {}
    return {**file, "line": line.number}


def _name(line: Line, names: Sequence[str]) -> str:
    return f"{clean(line.file)}:{line.number}" if len(names) > 1 else f"line {line.number}"
