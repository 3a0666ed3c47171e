"""Lets the writers of one SQLite file take turns: SQLite's own waiting starves some of them."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

from gemini_otel_exporters._ledger import _locks


class Turns:
    """The queue of all processes that write to one file, kept by the kernel.

    Args:
        file: The database; the lock is a file beside it.
    """

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f"{file.name}.turn")
        self._descriptor = -1

    @contextlib.contextmanager
    def take(self) -> Generator[None]:
        """It is this process's turn within; waits for it, in the order of asking."""
        if self._descriptor < 0:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            self._descriptor = _locks.hold(os.open(self._path, flags, 0o666))
        descriptor = self._descriptor
        _locks.wait_for_lock(descriptor)
        try:
            yield
        finally:
            _locks.unlock(descriptor)

    def close(self) -> None:
        """Gives the lock's file back."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            _locks.close_held(descriptor)
