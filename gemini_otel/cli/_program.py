"""The command with its subcommands, those of other distributions included."""

import importlib.metadata
from typing import Final

import click

from gemini_otel._version import VERSION
from gemini_otel.cli._doctor_command import doctor
from gemini_otel.cli._estimate_command import estimate
from gemini_otel.cli._price_command import price
from gemini_otel.cli._prices_command import prices


_GROUP: Final = "gemini_otel.commands"


class _Program(click.Group):
    """A group that other distributions add commands to, by entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands that can be run."""
        own = super().list_commands(ctx)
        added = [name for name in _find_added() if name not in own and self.get_command(ctx, name)]
        return sorted([*own, *added])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; another distribution's is loaded when it is asked for."""
        own = super().get_command(ctx, cmd_name)
        return own or _load(_find_added().get(cmd_name))


def _find_added() -> dict[str, importlib.metadata.EntryPoint]:
    return {point.name: point for point in importlib.metadata.entry_points(group=_GROUP)}


def _load(point: importlib.metadata.EntryPoint | None) -> click.Command | None:
    """The command behind an entry point; a broken one is named and left out."""
    if point is None:
        return None
    try:
        command = point.load()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it is not ours
        _leave_out(point, f"{type(error).__name__}: {error}")
        return None
    if isinstance(command, click.Command):
        return command
    _leave_out(point, f"it is of type {type(command).__name__} and no click command")
    return None


def _leave_out(point: importlib.metadata.EntryPoint, why: str) -> None:
    owner = point.dist.name if point.dist else "an unknown distribution"
    click.echo(
        f"The command {point.name} of {owner} is left out, it cannot be loaded ({why}); "
        f"reinstall or remove {owner}.",
        err=True,
    )


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="gemini-otel")
def program() -> None:
    """What Gemini costs, has cost and would cost."""


program.add_command(prices)
program.add_command(price)
program.add_command(estimate)
program.add_command(doctor)
