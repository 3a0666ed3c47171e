"""Reads times as people and servers write them."""

import re
from datetime import date, datetime, timezone
from typing import Final

from gemini_otel._raw._refusal import RecordError
from gemini_otel._raw._words import describe
from gemini_otel.pricing._days import to_pacific_day


_FRACTION: Final = re.compile(r"\.(\d{1,6})\d*")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIX: Final = (
    "give a date such as 2026-11-20, which is a Pacific day, or a time with a zone such as "
    "2026-11-20T09:30:00Z"
)


def parse_time(text: object) -> date | datetime:
    """A Pacific calendar day, or a time with its zone.

    Raises:
        RecordError: It is neither.
    """
    try:
        at = _parse(text) if isinstance(text, str) else None
        if at is not None:
            to_pacific_day(at)  # refuses a time without a zone, and the ends of the calendar
            return at
    except (ValueError, OverflowError):
        pass
    raise RecordError(
        f"the time is {describe(text)}, which is no ISO date and no time with a zone", _FIX
    )


def read_time(value: object) -> date | datetime | None:
    """The same of a server, whose word is not needed: `None` where it makes no sense."""
    try:
        return parse_time(value)
    except RecordError:
        return None


def find_today() -> date:
    """The Pacific calendar day that it is."""
    return to_pacific_day(datetime.now(timezone.utc))


def _parse(text: str) -> date | datetime:
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    # Python 3.10 reads no `Z`, and fractions of three or six digits only.
    spelled = re.sub(r"[zZ]$", "+00:00", text.strip())
    return datetime.fromisoformat(_FRACTION.sub(lambda match: f".{match[1]:0<6}", spelled, count=1))
