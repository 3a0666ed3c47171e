"""Prints what happens while it happens, one line at a time from any thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.legs.counts import Counts


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one leg."""

    name: str
    counts: Counts
    seconds: float = 0.0
    size: str = ""
    remark: str = ""


class Board:
    """Numbers the pieces of work that are to be done and prints their lines whole.

    `sizes` are the megabytes of the environments that were made or found so far.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.sizes: dict[str, str] = {}
        self._pieces = list(pieces)
        self._lock = threading.Lock()

    def progress(self, piece: str) -> Callable[[str], None]:
        """Return a function that prints a numbered line about this piece of work."""
        number = self._pieces.index(piece) + 1
        head = f"[{number:>{len(str(len(self._pieces)))}}/{len(self._pieces)}] {piece}"
        return lambda text: self._print(f"{head} ... {text}")

    def output(self, name: str) -> Callable[[str], None]:
        """Return a function that prints a line which a leg's program wrote."""
        return lambda line: self._print(f"{name:<{NAME_WIDTH}} | {line}")

    def totals(self, results: Sequence[Result]) -> Counts:
        """Print a table of the results, then the line of totals alone, and return them."""
        total = sum((result.counts for result in results), Counts())
        self._print("")
        for result in results:
            self._print(_row(result))
        self._print("")
        self._print(str(total))
        return total

    def _print(self, line: str) -> None:
        with self._lock:
            print(line, flush=True)


def _row(result: Result) -> str:
    verdict = "FAILED" if result.counts.failed else "ok" if result.counts.passed else "not run"
    facts = f"{verdict:<8}  {result.seconds:>5.0f} s  {result.size:>8}  {result.counts}"
    return f"{result.name:<{NAME_WIDTH}} {facts}  {result.remark}".rstrip()
