"""The command `ledger`: what is on its way to a ledger, and moving it there."""

from typing import Final

import click
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from gemini_otel import ConfigurationError
from gemini_otel.cli._options import WrongUsage
from gemini_otel_exporters._ledger import _locks
from gemini_otel_exporters._ledger._location import VARIABLE, Place, find_place
from gemini_otel_exporters._ledger._mover import Mover
from gemini_otel_exporters._ledger._outage import advise, describe
from gemini_otel_exporters._ledger._reading import open_reader
from gemini_otel_exporters._ledger._schema import RESPONSES
from gemini_otel_exporters._ledger._store import Store
from gemini_otel_exporters._ledger._waiting import count_waiting


_FAILED: Final = 1

_with_place = click.option(
    "--ledger",
    "given",
    metavar="URL",
    help=f"A URL, or the path of a SQLite file; else ${VARIABLE}, else your own ledger.",
)


@click.group(short_help="Where the ledger is, and what waits for it.")
def ledger() -> None:
    """The database of billed responses, and the spool of those that wait for it."""


@ledger.command()
@_with_place
def status(given: str | None) -> None:
    """How many responses the ledger has, and what waits for it.

    The exit code is 0, or 1 if the ledger or its spool cannot be read, or 2 for wrong usage.
    """
    place = _find(given)
    click.echo(f"Ledger           {place}")
    click.echo(f"Responses        {_count_responses(place)}")
    try:
        waiting = count_waiting(place.spool)
    except OSError as error:
        raise click.ClickException(f"The spool {place.spool} cannot be read: {error}") from error
    click.echo(f"Spool            {place.spool}")
    click.echo(f"Lines in it      {waiting.lines:,}")
    click.echo(f"Left by the dead {waiting.orphans:,}")
    click.echo(f"Rejected         {waiting.rejected:,}")
    if waiting.obstacle:
        raise click.ClickException(" ".join(waiting.obstacle))


@ledger.command()
@_with_place
def move(given: str | None) -> None:
    """Moves into the ledger what processes have left that live no more.

    The exit code is 0, or 1 if the ledger does not take it, or 2 for wrong usage.
    """
    place = _find(given)
    if not _locks.CAN_LOCK:
        click.echo("This system cannot tell whose process lives: end all of them first.", err=True)
    store = Store(place)
    mover = Mover(store, lambda: None)
    try:
        store.prepare()
        mover.move_orphans()
    except Exception as error:
        raise click.ClickException(
            f"The ledger {place} takes nothing ({describe(error)}): {advise(error)}. "
            f"What waits stays in {place.spool}."
        ) from error
    finally:
        store.close()
    click.echo(f"Moved {mover.moved:,} responses into {place}.")


def _find(given: str | None) -> Place:
    try:
        place = find_place(given, asked="option --ledger")
        open_reader(place).dispose()
        place.is_there()
    except ConfigurationError as error:
        raise WrongUsage(str(error).removeprefix("gemini_otel: ")) from error
    except OSError as error:
        raise WrongUsage(
            f"The ledger {given} cannot be reached ({error.strerror}); name another place."
        ) from error
    return place


def _count_responses(place: Place) -> str:
    if not place.is_there():
        return "none, the file is not there yet"
    engine = open_reader(place)
    try:
        with engine.connect() as connection:
            count = connection.execute(select(func.count()).select_from(RESPONSES)).scalar_one()
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"The ledger {place} cannot be read ({describe(error)}): {advise(error)}."
        ) from error
    finally:
        engine.dispose()
    return f"{count:,}"
