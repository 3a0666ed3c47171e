"""Totals that only grow: added to with one append from anywhere, read by a metric reader."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

from gemini_otel._semconv import OVERFLOW


Pairs = tuple[tuple[str, str | int | bool], ...]
"""The attributes of a series as pairs, so that they can be a key."""

MOST_SERIES: Final = 1_900
"""Below the 2,000 after which an SDK merges series itself; older SDKs have no limit."""

_FOLD_AT: Final = 64
_OVERFLOWN: Final[Pairs] = ((OVERFLOW, True),)
_MOST_OVERFLOWN: Final = 90
"""What is counted stays apart where models and tenants no longer do; servers make up that too."""

_PATIENCE_S: Final = 0.1


class _Stage(Enum):
    UNSEEN = 0
    ZERO = 1
    OPEN = 2


class _Series:
    __slots__ = ("attributes", "born", "stage", "total")

    def __init__(self, attributes: Mapping[str, str | int | bool], born: float) -> None:
        self.attributes = attributes
        self.born = born
        self.total = 0
        self.stage = _Stage.UNSEEN


class Line:
    """A series of one metric as callers know it: `shared` plus `own` attributes.

    The tally notes on it where it counts: to look a series up takes longer than to add to it.
    """

    __slots__ = ("metric", "own", "place", "shared")

    def __init__(self, metric: str, shared: Pairs, own: Pairs) -> None:
        self.metric = metric
        self.shared = shared
        self.own = own
        self.place: tuple[Tally | None, _Series | None] = (None, None)


Increment = tuple[Line, int]
"""So much more of one series."""


class Reading(NamedTuple):
    """One series as a metric reader gets it."""

    attributes: Mapping[str, str | int | bool]
    total: int


class Tally:
    """Counts that stay exact under threads, signals, garbage collection and forks.

    A call only appends to a queue: no lock is waited for, so a signal handler, or a finalizer
    that runs while this thread is inside `fold`, cannot hang. Nine observable totals cost a
    thirtieth of nine recorded counters.

    Args:
        hold_s: How long, in seconds, a series is first reported as 0, so that a query for the
            increase of a counter sees its first value.
        clock: Seconds that only grow.
    """

    def __init__(self, hold_s: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.hold_s = hold_s
        self._clock = clock
        self._queue: deque[tuple[float, Iterable[Increment]]] = deque()
        self._folding = threading.Lock()
        self._series: dict[str, dict[tuple[Pairs, Pairs], _Series]] = {}
        self._closed = False

    def add(self, increments: Iterable[Increment]) -> None:
        """Adds the increments of one call."""
        self._queue.append((self._clock(), increments))
        if len(self._queue) >= _FOLD_AT:
            self._fold(patience_s=0)

    def read(self, metric: str, *, is_followed: bool) -> list[Reading]:
        """The totals of one metric.

        Args:
            metric: Its name.
            is_followed: Whether another collection is sure to come. If so a series shows a zero
                before its first value; if not the value comes at once, because losing it would
                be worse.

        Returns:
            One reading a series.
        """
        if self._closed:
            return []
        self._fold(patience_s=_PATIENCE_S)
        series = list(self._series.get(metric, {}).values())
        return [Reading(one.attributes, self._show(one, is_followed=is_followed)) for one in series]

    def peek(self, metric: str) -> list[Reading]:
        """The totals of one metric as they are, without a reader's zero before the first value."""
        if self._closed:
            return []
        self._fold(patience_s=_PATIENCE_S)
        series = list(self._series.get(metric, {}).values())
        return [Reading(one.attributes, one.total) for one in series]

    def close(self) -> None:
        """Stops reporting: a forked child must not repeat what its parent counted."""
        self._closed = True

    @property
    def is_closed(self) -> bool:
        """Whether this is the tally of a process that this one was forked from."""
        return self._closed

    def _show(self, series: _Series, *, is_followed: bool) -> int:
        if series.stage is _Stage.OPEN:
            return series.total
        is_young = self._clock() - series.born < self.hold_s
        if is_followed and self.hold_s and (series.stage is _Stage.UNSEEN or is_young):
            series.stage = _Stage.ZERO
            return 0
        series.stage = _Stage.OPEN
        return series.total

    def _fold(self, patience_s: float) -> None:
        if not self._folding.acquire(timeout=patience_s):
            return  # whoever folds takes what we appended, or the next one does
        try:
            for added_at, increments in self._drain():
                for line, amount in increments:
                    tally, series = line.place
                    if tally is not self or series is None:
                        series = self._place(line, added_at)
                    series.total += amount
        finally:
            self._folding.release()

    def _drain(self) -> Iterator[tuple[float, Iterable[Increment]]]:
        while self._queue:
            yield self._queue.popleft()

    def _place(self, line: Line, added_at: float) -> _Series:
        family = self._series.setdefault(line.metric, {})
        series = family.get((line.shared, line.own))
        if series is None:
            key = _find_room(line, family)
            series = family.setdefault(key, _Series(dict(key[0] + key[1]), added_at))
        line.place = (self, series)
        return series


def _find_room(line: Line, family: Mapping[tuple[Pairs, Pairs], _Series]) -> tuple[Pairs, Pairs]:
    """The key of a series that has none yet, with fewer attributes where there are too many."""
    if len(family) < MOST_SERIES:
        return line.shared, line.own
    key = (_OVERFLOWN, line.own)
    is_room = key in family or len(family) < MOST_SERIES + _MOST_OVERFLOWN
    return key if is_room else (_OVERFLOWN, ())
