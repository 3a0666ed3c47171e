"""Days, months and hours of one time zone, counted in hours since 1970."""

import functools
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gemini_otel_exporters._report._refusal import ReportError


PACIFIC: Final = "America/Los_Angeles"
"""Google's bills begin and end their days here."""

_HOUR_S: Final = 3600
_EARLIEST: Final = date(1971, 1, 1)
_LATEST: Final = date(2200, 1, 1)


class Period(NamedTuple):
    """Whole hours since 1970: `start` is the first, `end` the first that is no longer in it."""

    start: int
    end: int

    @property
    def hours(self) -> int:
        """How many there are."""
        return self.end - self.start


class Calendar:
    """Turns hours since 1970 into hours, days and months of a zone, and days into hours.

    Raises:
        ReportError: No such zone is known.
    """

    def __init__(self, zone: str = PACIFIC) -> None:
        self.zone = zone
        self._zone = _find_zone(zone)
        self.day_of = functools.lru_cache(maxsize=None)(self._find_day)
        self.read_hour = functools.lru_cache(maxsize=None)(self._spell_hour)

    def start(self, day: date) -> int:
        """The hour with which a day begins.

        Raises:
            ReportError: Its days do not begin with whole hours of UTC, or it is out of all time.
        """
        if not _EARLIEST <= day <= _LATEST:
            raise ReportError(
                f"The day {day} is out of range; give one from {_EARLIEST} to {_LATEST}."
            )
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        hour, rest = divmod(int(midnight.timestamp()), _HOUR_S)
        if rest:
            raise ReportError(
                f"Days of the time zone {self.zone} do not begin with whole hours of UTC, by which "
                f"a ledger is kept; choose another --timezone, such as UTC or {PACIFIC}."
            )
        return hour

    def span(self, first: date, last: date) -> Period:
        """The hours of some days, the last one included."""
        return Period(self.start(first), self.start(last + timedelta(days=1)))

    def find_month(self, day: date) -> Period:
        """The hours of the month of a day."""
        first = day.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        return Period(self.start(first), self.start(following))

    def today(self, now: datetime) -> date:
        """The day that it is."""
        return now.astimezone(self._zone).date()

    def follow_clock(self, day: date, now: datetime) -> int:
        """The hour with which a day's clock is an hour that has not begun on the day that it is."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        # By the clock as well: an hour of it may come twice on that day, or not at all.
        end = midnight + timedelta(hours=now.astimezone(self._zone).hour + 1)
        return int(end.timestamp()) // _HOUR_S

    def read_day(self, hour: int) -> str:
        """The day of an hour, such as `2026-11-21`."""
        return self.day_of(hour).isoformat()

    def read_month(self, hour: int) -> str:
        """The month of an hour, such as `2026-11`."""
        return f"{self.day_of(hour):%Y-%m}"

    def list_days(self, period: Period) -> list[str]:
        """All days that have an hour in a period."""
        if not period.hours:
            return []
        first, last = self.day_of(period.start), self.day_of(period.end - 1)
        return [str(first + timedelta(days=n)) for n in range((last - first).days + 1)]

    @staticmethod
    def divide(period: Period, read: Callable[[int], str]) -> list[Period]:
        """A period in pieces of which all hours read alike, such as its days."""
        pieces = (list(hours) for _, hours in groupby(range(*period), read))
        return [Period(hours[0], hours[-1] + 1) for hours in pieces]

    def _find_day(self, hour: int) -> date:
        return self._tell(hour).date()

    def _spell_hour(self, hour: int) -> str:
        """With its offset, because an hour of the clock comes twice in autumn."""
        return self._tell(hour).isoformat(timespec="minutes")

    def _tell(self, hour: int) -> datetime:
        return datetime.fromtimestamp(hour * _HOUR_S, timezone.utc).astimezone(self._zone)


def find_hour(now: datetime) -> int:
    """The hour since 1970 in which a time lies."""
    return int(now.timestamp()) // _HOUR_S


def _find_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ReportError(
            f"There is no time zone {name!r} on this machine; give a name such as {PACIFIC} or "
            "UTC, and see that the package tzdata is installed."
        ) from error
