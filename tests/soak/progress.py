"""Shows how far a leg has come: a bar on a terminal, a line now and then in a pipe."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


_EVERY: Final = 0.05
_MINUTE: Final = 60


@contextmanager
def show_progress(what: str, calls: int) -> Generator[Callable[[int], None]]:
    """Shows the progress of a leg on standard error.

    Yields:
        What to call with the number of calls that were made since the last time.
    """
    if sys.stderr.isatty():
        with _show_bar(what, calls) as advance:
            yield advance
    else:
        yield Lines(what, calls).advance


@contextmanager
def _show_bar(what: str, calls: int) -> Generator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    began, made = time.monotonic(), [0]
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=calls, rate="")

        def advance(more: int) -> None:
            made[0] += more
            rate = made[0] / (time.monotonic() - began)
            progress.update(task, advance=more, rate=f"{rate:,.0f} a second")

        yield advance


class Lines:
    """One line every few percent.

    Args:
        what: What is called.
        calls: How many calls there will be.
        clock: Seconds that only grow.
    """

    def __init__(self, what: str, calls: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._calls = calls
        self._clock = clock
        self._began = clock()
        self._made = 0
        self._told = 0.0

    def advance(self, more: int) -> None:
        """So many calls were made."""
        self._made += more
        part = self._made / self._calls
        if part - self._told >= _EVERY or self._made == self._calls:
            self._told = part
            print(self._describe(), file=sys.stderr, flush=True)

    def _describe(self) -> str:
        seconds = self._clock() - self._began
        rate = self._made / seconds if seconds else 0.0
        left = (self._calls - self._made) / rate / _MINUTE if rate else 0.0
        return (
            f"{self._what}: {self._made:,} of {self._calls:,} calls, {rate:,.0f} a second, "
            f"{left:.1f} min left"
        )
