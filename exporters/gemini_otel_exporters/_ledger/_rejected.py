"""Keeps lines that no ledger can take, beside the spool, for somebody to look at."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from gemini_otel import _log
from gemini_otel_exporters._ledger._segments import REJECTED, sync


class Rejected(NamedTuple):
    """A line, and why it was not taken."""

    line: bytes
    reason: str


def put_aside(folder: Path, rejected: Sequence[Rejected]) -> None:
    """Writes lines into the file of the rejected ones, and says so.

    Raises:
        OSError: They are not all written.
    """
    if not rejected:
        return
    path = folder / REJECTED
    written = b"".join(map(_spell, rejected))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.write(descriptor, written) != len(written):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        sync(descriptor)
    finally:
        os.close(descriptor)
    _log.warn(
        "ledger_lines_rejected",
        file=str(path),
        lines=len(rejected),
        cause=rejected[0].reason,
        consequence="these responses are missing in the ledger",
        advice="look at the file; its lines say why each was rejected",
    )


def count_rejected(folder: Path) -> int:
    """How many lines were rejected so far.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        with (folder / REJECTED).open("rb") as file:
            return sum(1 for line in file if line.strip())
    except FileNotFoundError:
        return 0


def _spell(rejected: Rejected) -> bytes:
    shown = rejected.line.decode("utf-8", "backslashreplace")
    told = {"reason": rejected.reason, "line": shown}
    return b"\n" + orjson.dumps(told, None, orjson.OPT_APPEND_NEWLINE)
