"""Makes ids by which copies of one event are told: UUIDs of version 7, as 32 hex digits.

RFC 9562: 48 bits of Unix milliseconds, 12 bits of a counter, 62 random bits, drawn once a process.
Ids of one process sort by time, and indexes stay compact.
"""

import itertools
import os
import secrets
import time
from typing import Final


_COUNTER_BITS: Final = 0xFFF
_VARIANT: Final = 0b10 << 62


def _draw() -> str:
    return f"{_VARIANT | secrets.randbits(62):016x}"


_count: Final = itertools.count()
_process = _draw()


def make_uid() -> str:
    """The next id; no two are the same in any process."""
    return f"{time.time_ns() // 1_000_000:012x}7{next(_count) & _COUNTER_BITS:03x}{_process}"


def _redraw() -> None:
    global _process  # noqa: PLW0603 - a child is another process
    _process = _draw()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_redraw)
