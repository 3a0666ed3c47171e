"""Says once when a ledger's database takes nothing, why, and once when it does again."""

import time
from typing import Final

from sqlalchemy.exc import DBAPIError

from gemini_otel import _log
from gemini_otel_exporters._ledger._location import Place
from gemini_otel_exporters._ledger._migrations import UnknownVersionError


_START: Final = "start the server, or mend GEMINI_OTEL_LEDGER"
_GRANT: Final = (
    "grant the user INSERT, UPDATE and SELECT on the tables, USAGE on their sequences, and CREATE "
    "for the first run"
)
_ADVICE: Final = (
    ("takes writing", "let this user write to the folder, or read a copy of it with its -wal"),
    ("locked", "end the program that keeps the file locked"),
    ("full", "make room on its disk"),
    ("read-only transaction", "name the server that is written to, not a copy of it"),
    ("responses_pkey", "SELECT setval('responses_id_seq', (SELECT max(id) FROM responses))"),
    ("allocations_pkey", "SELECT setval('allocations_id_seq', (SELECT max(id) FROM allocations))"),
    ("readonly", "let this user write to the file, those with -wal and -shm, and its folder"),
    ("read-only", "let this user write to it"),
    ("disk i/o error", "look at its disk, which fails, or at the limit on files (ulimit -f)"),
    ("unable to open", "let this user write to the folder of the file"),
    ("not a database", "name another file: this one is none of SQLite's"),
    ("malformed", "restore the file from a copy; the spool has what came since"),
    ("password authentication", "mend the user or the password in GEMINI_OTEL_LEDGER"),
    ("permissionerror", "let this user write to that file and its folder"),
    ("permission denied", _GRANT),
    ("does not exist", "create the database, or mend GEMINI_OTEL_LEDGER"),
    ("starting up", _START),
    ("shutting down", _START),
    ("not yet accepting", _START),
    ("closed the connection", _START),
    ("terminating connection", _START),
    ("refused", _START),
)
_IN_SPOOL: Final = "responses wait in the spool, nothing is lost"
_IN_MEMORY: Final = (
    "the spool takes nothing either: responses wait in memory, and are lost if this process ends"
)
_USUAL: Final = "look at the database, and at GEMINI_OTEL_LEDGER"


class Outage:
    """The times in which a database takes nothing.

    Args:
        place: The ledger.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._said: tuple[str, bool] | None = None
        self._since = 0.0

    def begin(self, error: Exception, *, is_safe: bool) -> None:
        """The database took nothing; said once, and again where advice or consequence changes.

        Args:
            error: Why.
            is_safe: Whether the spool has all that waits, and takes what comes.
        """
        advice = advise(error)
        if self._said is None:
            self._since = time.monotonic()
        if self._said != (advice, is_safe):
            self._said = (advice, is_safe)
            _log.warn(
                "ledger_unavailable",
                ledger=str(self._place),
                cause=describe(error),
                consequence=_IN_SPOOL if is_safe else _IN_MEMORY,
                spool=str(self._place.spool),
                advice=advice,
            )

    def end(self) -> None:
        """The database took something."""
        if self._said is not None:
            self._said = None
            _log.warn(
                "ledger_available_again",
                ledger=str(self._place),
                after_s=round(time.monotonic() - self._since, 1),
            )


def describe(error: Exception) -> str:
    """What is wrong in a line, without statements and their values."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
    lines = str(origin).strip().splitlines()
    return f"{type(origin).__name__}: {lines[0][:300] if lines else 'no words'}"


def advise(error: Exception) -> str:
    """What to do about it."""
    if isinstance(error, UnknownVersionError):
        return (
            "use one version of gemini-otel for one ledger, or move this one away: "
            "a fresh one takes what waits"
        )
    said = describe(error).lower()
    return next((advice for words, advice in _ADVICE if words in said), _USUAL)
