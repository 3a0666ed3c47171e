"""What a process told of itself, summed up as a backend would."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from gemini_otel._metrics import METRICS


KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")
_EVENT_TOKENS: Final = "gemini.usage.tokens."


_GAUGES = frozenset(one.name for one in METRICS if one.is_gauge)


@dataclass(frozen=True, slots=True)
class Span:
    """An exported span."""

    name: str
    span_id: str
    trace_id: str
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An exported log record."""

    name: str
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one series; the key tells series apart, the scope's attributes included."""

    key: tuple[Any, ...]
    attributes: dict[str, Any]
    value: float
    count: int
    time_ns: int
    is_delta: bool


@dataclass(slots=True)
class Told:
    """Spans, events and metrics of one process, or of several together."""

    spans: list[Span] = field(default_factory=list[Span])
    events: list[Event] = field(default_factory=list[Event])
    series: dict[tuple[Any, ...], Point] = field(default_factory=dict[tuple[Any, ...], Point])
    steps_down: list[str] = field(default_factory=list[str])

    def add_point(self, metric: str, point: Point) -> None:
        """Takes the next value of a series: a delta adds to the last one, a total replaces it.

        Two threads of an SDK may export at once, so that an earlier value comes later: backends
        file it by its time.
        """
        series = (metric, *point.key)
        before = self.series.get(series)
        if before and not point.is_delta and point.time_ns < before.time_ns:
            before, point = point, before
        has_fallen = before and not point.is_delta and point.value < before.value
        if metric not in _GAUGES and (point.value < 0 or has_fallen):
            self.steps_down.append(metric)
        if before and point.is_delta:
            value, count = before.value + point.value, before.count + point.count
            point = Point(point.key, point.attributes, value, count, point.time_ns, is_delta=True)
        self.series[series] = point

    def absorb(self, instance: str, other: "Told") -> None:
        """Takes in what another process told; its series stay its own."""
        self.spans += other.spans
        self.events += other.events
        self.steps_down += other.steps_down
        self.series |= {(name, instance, *key): one for (name, *key), one in other.series.items()}

    def total(self, metric: str, **attributes: Any) -> float:
        """The sum over the series of a metric that have these attributes."""
        return sum(point.value for point in self._points(metric, attributes))

    def count(self, metric: str) -> int:
        """How many values the histogram of this name got."""
        return sum(point.count for point in self._points(metric, {}))

    def counted(self) -> dict[str, int]:
        """The tokens of the counters by kind."""
        metric, named = "gemini.client.tokens", "gemini.token.kind"
        return {kind: int(self.total(metric, **{named: kind})) for kind in KINDS}

    def announced(self) -> dict[str, int]:
        """The tokens of the usage events by kind."""
        told: Counter[str] = Counter()
        for event in self.usage():
            for name, tokens in event.attributes.items():
                if name.startswith(_EVENT_TOKENS):
                    told[name.split(".")[3]] += tokens
        return {kind: told[kind] for kind in KINDS}

    def usage(self) -> list[Event]:
        """The events of billed responses."""
        return [event for event in self.events if event.name == "gemini.usage"]

    def calls(self) -> int:
        """How many calls the counters have."""
        return int(self.total("gemini.client.calls"))

    def _points(self, metric: str, attributes: dict[str, Any]) -> list[Point]:
        return [
            point
            for (name, *_), point in self.series.items()
            if name == metric and attributes.items() <= point.attributes.items()
        ]
