"""Says once when a ledger's database takes nothing, why, and once when it does again."""

import time
from typing import Final

from sqlalchemy.exc import DBAPIError

from gemini_otel import _log
from gemini_otel_exporters._ledger._location import Place
from gemini_otel_exporters._ledger._migrations import UnknownVersionError


_START: Final = "start the server, or mend GEMINI_OTEL_LEDGER"
_ADVICE: Final = (
    ("locked", "end the program that keeps the file locked"),
    ("full", "make room on its disk"),
    ("read-only transaction", "name the server that is written to, not a copy of it"),
    ("responses_pkey", "SELECT setval('responses_id_seq', (SELECT max(id) FROM responses))"),
    ("readonly", "let this user write to the file and its folder"),
    ("read-only", "let this user write to it"),
    ("unable to open", "let this user write to the folder of the file"),
    ("not a database", "name another file: this one is none of SQLite's"),
    ("malformed", "restore the file from a copy; the spool has what came since"),
    ("password authentication", "mend the user or the password in GEMINI_OTEL_LEDGER"),
    ("permission denied", "grant the user INSERT, UPDATE and SELECT, and CREATE for the first run"),
    ("does not exist", "create the database, or mend GEMINI_OTEL_LEDGER"),
    ("starting up", _START),
    ("shutting down", _START),
    ("not yet accepting", _START),
    ("closed the connection", _START),
    ("terminating connection", _START),
    ("refused", _START),
)
_USUAL: Final = "look at the database, and at GEMINI_OTEL_LEDGER"


class Outage:
    """The times in which a database takes nothing.

    Args:
        place: The ledger.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._advice: str | None = None
        self._since = 0.0

    def begin(self, error: Exception) -> None:
        """The database took nothing; said once, and again for another advice."""
        advice = advise(error)
        if self._advice is None:
            self._since = time.monotonic()
        if advice != self._advice:
            self._advice = advice
            _log.warn(
                "ledger_unavailable",
                ledger=str(self._place),
                cause=describe(error),
                consequence="responses wait in the spool, nothing is lost",
                spool=str(self._place.spool),
                advice=advice,
            )

    def end(self) -> None:
        """The database took something."""
        if self._advice is not None:
            self._advice = None
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
        return "use one version of gemini-otel for one ledger, or name another ledger"
    said = describe(error).lower()
    return next((advice for words, advice in _ADVICE if words in said), _USUAL)
