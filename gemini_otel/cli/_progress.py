"""Shows on a terminal how far a long run has come."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn


_LONG: Final = 2**20
"""Bytes; less is read in the blink of an eye."""


@contextmanager
def show_progress(size: int) -> Generator[Callable[[int], None], None, None]:
    """A bar on standard error, which is gone at the end; `size` is 0 where it is not known.

    Yields:
        What to call with the bytes just read.
    """
    # Lines that run over the same terminal show progress enough.
    if size < _LONG or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _: None
        return
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Pricing", total=size)
        yield lambda read: progress.advance(task, read)
