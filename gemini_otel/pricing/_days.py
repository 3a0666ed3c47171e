"""The Pacific calendar day, on which Google's prices change."""

from datetime import date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


_ZONE_NAME: Final = "America/Los_Angeles"
_NS: Final = 1_000_000_000


class MissingZoneError(RuntimeError):
    """The time zone of Google's bills is not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            f"gemini_otel: no data for the time zone {_ZONE_NAME}, in which prices change; "
            "install it with: pip install tzdata."
        )


def find_zone() -> ZoneInfo:
    """The zone of Google's bills.

    Raises:
        MissingZoneError: Neither the system nor the package `tzdata` has it.
    """
    try:
        return ZoneInfo(_ZONE_NAME)
    except ZoneInfoNotFoundError as error:
        raise MissingZoneError from error


def to_pacific_day(at: date | datetime) -> date:
    """The Pacific day of a time; a plain date is one already.

    Raises:
        TypeError: It is neither.
        ValueError: The time has no zone, or no Pacific day.
        MissingZoneError: The zone of Google's bills is not on this machine.
    """
    if not isinstance(at, datetime):
        if not isinstance(at, date):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without types
            raise TypeError(
                f"gemini_otel: Consumption.at is {at!r}; give a datetime.date, which is a Pacific "
                "day, or a datetime.datetime with a zone."
            )
        return at
    if at.tzinfo is None:
        raise ValueError(
            f"gemini_otel: the time {at.isoformat()} has no zone, so its Pacific day is not known; "
            "give a zone, such as datetime.timezone.utc, or a plain date that is a Pacific day."
        )
    try:
        return at.astimezone(find_zone()).date()
    except OverflowError as error:  # on the first or the last day there is
        raise ValueError(
            f"gemini_otel: the time {at.isoformat()} has no Pacific day; give one that has."
        ) from error


class PacificClock:
    """Pacific days of nanoseconds since 1970; it asks the calendar once a day, not on every call.

    Raises:
        MissingZoneError: The zone of Google's bills is not on this machine.
    """

    __slots__ = ("_day", "_zone")

    def __init__(self) -> None:
        self._zone = find_zone()
        self._day: tuple[int, int, date] = (0, 0, date.min)

    def find_day(self, at_ns: int) -> date:
        """The Pacific day of a time."""
        start, end, day = self._day
        return day if start <= at_ns < end else self._turn_to(at_ns)

    def _turn_to(self, at_ns: int) -> date:
        seconds = at_ns // _NS
        day = datetime.fromtimestamp(seconds, timezone.utc).astimezone(self._zone).date()
        self._day = (self._start(day), self._start(day + timedelta(days=1)), day)
        return day

    def _start(self, day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return int(midnight.timestamp()) * _NS
