"""Keeps exports and forks apart: gRPC cannot be forked in the middle of a call."""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final


_MOMENT: Final = 0.25
"""Seconds that a fork waits for exports, which take longer where nobody answers them."""


class _Gate:
    """Lets exports through, but none while a process forks."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """In a child none is on its way."""
        # Re-entrant: the handler of a signal may fork within an export.
        self._changed = threading.Condition()
        self._inside = 0

    @contextmanager
    def go_through(self) -> Generator[None]:
        """For the time of an export."""
        changed = self._changed
        with changed:
            self._inside += 1
        try:
            yield
        finally:
            with changed:
                self._inside -= 1
                changed.notify_all()

    def shut(self) -> None:
        """Ahead of a fork: waits a moment for exports on their way, and lets no other begin."""
        self._changed.acquire()
        self._changed.wait_for(lambda: not self._inside, _MOMENT)

    def open(self) -> None:
        """Behind a fork, in the parent."""
        self._changed.release()


GATE: Final = _Gate()
if hasattr(os, "register_at_fork"):
    # Ahead of what exporters and processors register when they are made, so that this comes first
    # in a child.
    os.register_at_fork(before=GATE.shut, after_in_parent=GATE.open, after_in_child=GATE.renew)
