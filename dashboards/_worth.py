"""What the money on boards is worth: how far numbers were from the truth, in measurements.

The tests hold each number of here against real servers; `python -m tests.dashboards.truth` prints
the measurements.
"""

from typing import Final


TOTAL_ERROR: Final = 0.005
"""Of a sum over six hours, in any of the measured programs: calls that wait for an export."""
PART_ERROR: Final = 0.015
"""Of a part of it, such as a tenant's: a single call that waits is more of a small sum."""
HOUR_ERROR: Final = 0.02
"""Of a sum over an hour, for the same reason."""
RESTARTED_ERROR: Final = 0.02
"""Of a sum over six hours, where processes follow one another under one name."""
EXTRAPOLATED_ERROR: Final = 0.8
"""What a bare `increase` makes of a lone charge at worst."""


def percent(share: float) -> str:
    """A share as a reader has it: `0.5 %`."""
    return f"{100 * share:g} %"
