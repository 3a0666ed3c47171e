"""Says once a cause what is wrong with a spool, and which setting mends it."""

import errno
from pathlib import Path
from typing import Final

from gemini_otel import _log


_ELSEWHERE: Final = "or name another place in GEMINI_OTEL_LEDGER"
_FIXES: Final = {
    errno.ENOSPC: f"make room on the disk of the folder, {_ELSEWHERE}",
    errno.EDQUOT: f"raise the quota of the disk of the folder, {_ELSEWHERE}",
    errno.EFBIG: f"raise the limit on the size of files (ulimit -f), {_ELSEWHERE}",
    errno.EACCES: f"let this user write to the folder, {_ELSEWHERE}",
    errno.EPERM: f"let this user write to the folder, {_ELSEWHERE}",
    errno.EROFS: f"mount the folder's disk for writing, {_ELSEWHERE}",
    errno.EIO: f"look at the disk of the folder, it fails, {_ELSEWHERE}",
    errno.EMFILE: "raise the limit on open files (ulimit -n)",
    errno.ENFILE: "raise the system's limit on open files",
}
_AS_OWNER: Final = "run `gemini-otel ledger move` as the user whose file it is"
_REMEDIES: Final = {errno.EISDIR: "take it out of the spool: it is a folder"}


class Faults:
    """What was said of one spool; a new `instrument()` lets none of it be said again.

    Args:
        folder: The spool.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._said: set[tuple[str, int | None]] = set()

    def tell(self, error: OSError) -> None:
        """Names the cause, once."""
        self._warn_once(
            "ledger_spool_failed",
            error.errno,
            folder=self._folder,
            cause=error.strerror or str(error),
            consequence="responses are kept in memory until the database or the folder takes them",
            advice=_FIXES.get(error.errno or 0, f"look at the folder, {_ELSEWHERE}"),
        )

    def tell_unreadable(self, file: Path, error: OSError) -> None:
        """Names what another process left and nobody here can open, once a cause."""
        self._warn_once(
            "ledger_orphan_unreadable",
            error.errno,
            file=str(file),
            cause=error.strerror or str(error),
            consequence="what is in it is not in the ledger yet",
            advice=_REMEDIES.get(error.errno or 0, _AS_OWNER),
        )

    def tell_loss(self) -> None:
        """Says that from here on responses are lost, once; the number is said at the end."""
        self._warn_once(
            "ledger_loses_responses",
            folder=self._folder,
            cause="neither the folder nor the database takes them, and the memory for them is full",
            consequence="further responses are counted, and missing in the ledger",
            advice="mend the folder or the database, as said before",
        )

    def _warn_once(self, event: str, number: int | None = None, **facts: str) -> None:
        if (event, number) not in self._said:
            self._said.add((event, number))
            _log.warn(event, **facts)


def tell_lost(count: int) -> None:
    """Says at the end how many are missing."""
    _log.warn(
        "ledger_lost_responses",
        responses=count,
        consequence="the ledger is too low by these; the counters of gemini_otel have them",
    )
