"""The clock of Google's months and quota days, Pacific time, in PromQL and with summer time."""

from typing import Final


# The United States' rule since 2007: from the second Sunday of March, 2:00 standard time (10:00
# UTC), to the first Sunday of November, 2:00 summer time (9:00 UTC). `day_of_month - day_of_week`
# is the date of the last Sunday. Clocks that run so many hours behind turn their days just then.
_IN_MARCH: Final = "vector(time() - 36000)"
_IN_NOVEMBER: Final = "vector(time() - 32400)"
# On April 1 the first two lines overlap for an hour.
_SUMMER: Final = f"""clamp_max(
    (month({_IN_NOVEMBER}) > bool 3) * (month({_IN_NOVEMBER}) < bool 11)
    + (month({_IN_MARCH}) == bool 3)
      * (day_of_month({_IN_MARCH}) - day_of_week({_IN_MARCH}) >= bool 8)
    + (month({_IN_NOVEMBER}) == bool 11)
      * (day_of_month({_IN_NOVEMBER}) - day_of_week({_IN_NOVEMBER}) < bool 1),
    1
  )"""

PACIFIC_CLOCK: Final = f"vector(time() - 28800) + 3600 * {_SUMMER}"
"""Seconds whose date and hour, read as UTC, are those of Los Angeles: 8 or 7 hours behind UTC."""


def left_of_month(clock: str) -> str:
    """Seconds until the month of a clock is over; a change of the hour before then is left out."""
    days = f"(days_in_month({clock}) - day_of_month({clock}) + 1)"
    return f"86400 * {days} - 3600 * hour({clock}) - 60 * minute({clock})"
