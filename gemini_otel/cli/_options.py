"""The options that commands share, and what they turn into."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click

from gemini_otel._extract._request import normalise_model
from gemini_otel._raw import RecordError, find_today, parse_time
from gemini_otel.pricing import Catalog, MissingZoneError, PriceFileError, load_catalog
from gemini_otel.pricing._days import to_pacific_day
from gemini_otel.pricing._names import PLATFORMS, TIERS


PRICES_VARIABLE: Final = "GEMINI_OTEL_PRICES"

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def say_when(says: str) -> Callable[[Decorated], Decorated]:
    """The option `--at`: a Pacific calendar day, or a time with its zone."""
    return click.option("--at", metavar="DATE", callback=_read_time, help=says)


def _read_time(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> date | datetime | None:
    try:
        return None if value is None else parse_time(value)
    except RecordError as error:
        raise click.BadParameter(str(error), context, parameter) from error


def say_platform(says: str, default: str | None = None) -> Callable[[Decorated], Decorated]:
    """The option `--platform`."""
    return click.option("--platform", type=click.Choice(PLATFORMS), default=default, help=says)


def say_tier(says: str, *, multiple: bool) -> Callable[[Decorated], Decorated]:
    """The option `--tier`."""
    return click.option("--tier", type=click.Choice(TIERS), multiple=multiple, help=says)


with_prices = click.option(
    "--prices",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar=PRICES_VARIABLE,
    help=f"Prices, rates and discounts of your own (TOML or JSON); else ${PRICES_VARIABLE}.",
)

as_json = click.option("--json", "is_json", is_flag=True, help="Print one JSON document.")


def open_catalog(file: Path | None) -> Catalog:
    """The prices; a broken file ends the command, with what is wrong and where."""
    try:
        return load_catalog(file)
    except PriceFileError as error:
        raise WrongUsage(str(error)) from error


def find_day(at: date | datetime | None) -> date:
    """The Pacific day that was asked for, or the one that it is."""
    try:
        return find_today() if at is None else to_pacific_day(at)
    except MissingZoneError as error:
        raise WrongUsage(str(error)) from error


class WrongUsage(click.ClickException):
    """Something that the command cannot start with."""

    exit_code = 2


def refuse_model(name: str, catalog: Catalog) -> NoReturn:
    """Says that a model is not known, and which names are close.

    Raises:
        click.ClickException: Always.
    """
    import difflib

    from gemini_otel.cli._tables import clean
    from gemini_otel.pricing._identity import is_moving, strip_path

    shown = clean(normalise_model(name))  # without a key, if one stands in its place
    if is_moving(name, catalog.aliases):
        raise click.ClickException(
            f"{shown} moves from model to model without notice and has no price of its own; "
            "name the model that answers."
        )
    known = sorted({*catalog.models, *(a for a, model in catalog.aliases.items() if model)})
    close = difflib.get_close_matches(strip_path(name), known, n=3)
    hint = f"close names: {', '.join(close)}" if close else "`gemini-otel prices` lists all models"
    raise click.ClickException(
        f"The model {shown} is in no price list; {hint}. "
        "Prices of your own go into a file for --prices."
    )
