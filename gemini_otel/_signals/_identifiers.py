"""Makes ids by which copies of one event are told: UUIDs of version 7, as 32 hex digits.

RFC 9562: 48 bits of Unix milliseconds, 12 bits of a counter, and 62 bits that begin at random in
each process and count up. Ids of one process sort by time, and indexes stay compact; no two of
them are the same even where the clock is set back.
"""

import itertools
import os
import secrets
import time
from typing import Final


_COUNTER_BITS: Final = 0xFFF
_RANDOM_BITS: Final = (1 << 62) - 1
_VARIANT: Final = 0b10 << 62


def _draw() -> int:
    return secrets.randbits(62)


_count: Final = itertools.count()
_process = _draw()


def make_uid() -> str:
    """The next id; no two are the same in any process."""
    number = next(_count)
    rest = _VARIANT | ((_process + number) & _RANDOM_BITS)
    return f"{time.time_ns() // 1_000_000:012x}7{number & _COUNTER_BITS:03x}{rest:016x}"


def _redraw() -> None:
    global _process  # noqa: PLW0603 - a child is another process
    _process = _draw()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_redraw)
