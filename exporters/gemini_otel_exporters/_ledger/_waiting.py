"""Counts what is on its way to a ledger, without touching it."""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from gemini_otel_exporters._ledger import _locks
from gemini_otel_exporters._ledger._rejected import count_rejected
from gemini_otel_exporters._ledger._segments import REJECTED, adopt, list_segments


class Waiting(NamedTuple):
    """What a spool holds.

    `lines` counts all lines in files, some of which may be moved already; `orphans` are those in
    `orphan_files`, whose processes live no more; `unreadable` names the files that are in none of
    these numbers, and why.
    """

    lines: int
    orphans: int
    orphan_files: int
    rejected: int
    unreadable: tuple[str, ...] = ()

    @property
    def obstacle(self) -> tuple[str, str] | None:
        """What cannot be read, and what to do about it."""
        if not self.unreadable:
            return None
        return (
            f"In the spool, these cannot be read: {', '.join(self.unreadable)}.",
            "Let this user read them, or take them out of there.",
        )


def count_lines(folder: Path) -> int:
    """How many lines are in a spool, some of which may be moved already.

    Raises:
        OSError: The folder cannot be read.
    """
    return sum(map(_count_lines, list_segments(folder)))


def count_waiting(folder: Path) -> Waiting:
    """What waits in a spool.

    Raises:
        OSError: The folder cannot be read.
    """
    unreadable: list[str] = []
    lines = orphans = files = rejected = 0
    for path in list_segments(folder):
        with _noting(path, unreadable):
            count = _count_lines(path)
            lines += count
            if count and _is_orphan(path):
                orphans += count
                files += 1
    with _noting(folder / REJECTED, unreadable):
        rejected = count_rejected(folder)
    return Waiting(lines, orphans, files, rejected, tuple(unreadable))


@contextlib.contextmanager
def _noting(path: Path, unreadable: list[str]) -> Generator[None]:
    """What is foreign in a spool keeps nothing else from being counted."""
    try:
        yield
    except OSError as error:
        unreadable.append(f"{path} ({error.strerror})")


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except FileNotFoundError:
        return 0


def _is_orphan(path: Path) -> bool:
    if not (_locks.CAN_LOCK and os.access(path, os.R_OK | os.W_OK)):
        return False
    segment = adopt(path)
    if segment is None:
        return False
    segment.close()
    return True
