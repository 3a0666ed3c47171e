"""What one leg of a soak saw, from its first call to its last."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final


_MEGA: Final = 2**20
_SPAN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a leg.

    Attributes:
        calls: How many were made before.
        rss: Bytes that the process had in use.
    """

    calls: int
    rss: int


@dataclass(frozen=True, slots=True)
class Timing:
    """What one call took of its caller's CPU, on the way through us and without us.

    Attributes:
        calls: How many were made before.
        whole_us: Microseconds with us.
        bare_us: Microseconds of the bare SDK, in the same minute.
    """

    calls: int
    whole_us: float
    bare_us: float

    @property
    def own_us(self) -> float:
        """Our part, in microseconds."""
        return self.whole_us - self.bare_us


@dataclass(slots=True)
class Outcome:
    """One leg.

    Attributes:
        name: What it is called.
        calls: How many calls of the mix it makes.
        served: What was served, by the plan.
        server: What the server's own ledger says of it, where there is a server.
        points: Moments of the leg.
        timings: What calls took, on the way.
        warm: What there was once everything was warm.
        last: What there was at the end.
        seconds: How long it took.
        warm_share: The part of the calls after which everything is warm.
    """

    name: str
    calls: int
    served: Counter[str] = field(default_factory=Counter[str])
    server: dict[str, int] | None = None
    points: list[Point] = field(default_factory=list[Point])
    timings: list[Timing] = field(default_factory=list[Timing])
    warm: dict[str, Any] = field(default_factory=dict[str, Any])
    last: dict[str, Any] = field(default_factory=dict[str, Any])
    seconds: float = 0.0
    warm_share: float = 0.2

    @property
    def warm_at(self) -> float:
        """After how many calls it counts as warm."""
        return self.warm_share * self.calls

    def read_rss(self) -> tuple[float, float]:
        """Memory once warm and at the end, in MiB: medians over a tenth of the leg."""
        end = self.warm_at + _SPAN * self.calls
        early = [one.rss for one in self.points if self.warm_at <= one.calls <= end]
        late = [one.rss for one in self.points if one.calls >= (1 - _SPAN) * self.calls]
        return median(early) / _MEGA, median(late) / _MEGA

    def read_pace(self) -> tuple[float, float]:
        """Our microseconds a call in the first and in the last third of the timings."""
        third = max(len(self.timings) // 3, 1)
        early, late = self.timings[:third], self.timings[-third:]
        return median(one.own_us for one in early), median(one.own_us for one in late)

    def read_ratio(self) -> tuple[float, float]:
        """The whole against the bare SDK, in the first and in the last third of the timings."""
        third = max(len(self.timings) // 3, 1)
        early, late = self.timings[:third], self.timings[-third:]
        return (
            median(one.whole_us / one.bare_us for one in early),
            median(one.whole_us / one.bare_us for one in late),
        )
