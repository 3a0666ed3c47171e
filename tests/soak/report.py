"""Shows what a soak found: in colour on a terminal, plain in a pipe, or as Markdown."""

import datetime as dt
import platform
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.bench._layout import lay_out
from tests.bench._machine import Load, describe_surroundings
from tests.soak.outcome import Outcome
from tests.soak.promises import Verdict


def describe_machine(load: Load) -> str:
    """When and where it ran."""
    surroundings = ", ".join(f"{name} {what}" for name, what in describe_surroundings().items())
    return (
        f"{dt.datetime.now(tz=dt.timezone.utc):%d %B %Y}, a {load.cores}-core "
        f"{platform.system()} machine ({surroundings}), load average {load.before:.1f} before "
        f"and {load.after:.1f} at the end"
    )


def describe_legs(outcomes: Sequence[Outcome], *, as_markdown: bool) -> str:
    """How many calls each leg made, and how long that took."""
    columns = ("leg", "calls", "answers billed", "requests", "tokens", "seconds", "calls a second")
    rows = (_make_row(one) for one in outcomes)
    return lay_out(columns, rows, texts=1, as_markdown=as_markdown)


def _make_row(outcome: Outcome) -> tuple[str, ...]:
    served = outcome.served
    tokens = sum(served[kind] for kind in ("uncached_prompt", "cached", "thoughts", "candidates"))
    return (
        outcome.name,
        f"{served['calls']:,}",
        f"{served['usage events']:,}",
        f"{served['requests']:,}",
        f"{tokens:,}",
        f"{outcome.seconds:,.0f}",
        f"{served['calls'] / outcome.seconds:,.0f}",
    )


def show_verdicts(verdicts: Sequence[Verdict], *, as_markdown: bool) -> None:
    """A row for each promise."""
    columns = ("leg", "promise", "found", "held")
    rows = [(one.leg, one.promise, one.found, "yes" if one.is_kept else "NO") for one in verdicts]
    if as_markdown or not sys.stdout.isatty():
        print(lay_out(columns, rows, texts=len(columns), as_markdown=as_markdown))
        return
    table = Table(*columns)
    for row, one in zip(rows, verdicts, strict=True):
        table.add_row(*row, style=None if one.is_kept else "red")
    Console().print(table)


def tell_broken(verdict: Verdict) -> str:
    """What did not hold, in a sentence."""
    return f"{verdict.leg}: the promise that {verdict.promise} did not hold: {verdict.found}."
