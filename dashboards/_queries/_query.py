"""A question in PromQL, and the shapes that most of them have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboards import _names
from dashboards._dialect import Dialect
from dashboards._queries._growth import grow
from gemini_otel._metrics import (
    CALLS,
    INFERENCE_DURATION,
    INFERENCE_TIME_PER_OUTPUT_CHUNK,
    INFERENCE_TIME_TO_FIRST_CHUNK,
    OPERATION_DURATION,
    TIME_PER_OUTPUT_CHUNK,
    TIME_TO_FIRST_CHUNK,
    Metric,
)


Text = Callable[[Dialect], str]

SERVICE: Final = "service.name"
"""Stands for the label of the service, which backends call differently."""
TENANT: Final = "tenant"
"""Stands for the label of the tenant, whose attribution key the user names."""
RATE: Final = "rate({}[$__rate_interval])"
_LATEST: Final = {
    OPERATION_DURATION: INFERENCE_DURATION,
    TIME_TO_FIRST_CHUNK: INFERENCE_TIME_TO_FIRST_CHUNK,
    TIME_PER_OUTPUT_CHUNK: INFERENCE_TIME_PER_OUTPUT_CHUNK,
}
"""What inferences are measured by where `semconv` is `latest`."""


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Attributes:
        name: What it asks, in words that are a name.
        text: It in PromQL, with Grafana's variables.
        by: The attributes that its series differ in.
        legend: What its one series is called, where there are no attributes.
        over_time: Whether it is asked for every step; the others are asked once, for the end.
        has_exemplars: Whether its points can have exemplars, which lead to traces.
    """

    name: str
    text: Text
    by: tuple[str, ...] = ()
    legend: str = ""
    over_time: bool = False
    has_exemplars: bool = False

    def labels(self, dialect: Dialect) -> tuple[str, ...]:
        """The labels that its series differ in."""
        return tuple(spell(one, dialect) for one in self.by)

    def call(self, dialect: Dialect) -> str:
        """What its series are called, in Grafana's notation."""
        labels = ", ".join(f"{{{{{one}}}}}" for one in self.labels(dialect))
        return f"{labels} {self.legend}".strip() if labels else self.legend


def spell(attribute: str, dialect: Dialect) -> str:
    """The label of an attribute in a backend."""
    special = {SERVICE: dialect.service, TENANT: dialect.tenant}
    return special.get(attribute) or _names.label(attribute)


def total(name: str, metric: Metric, *matchers: str, legend: str) -> Query:
    """How much there was in the board's time range; nought where there were only other calls."""
    return Query(name, lambda to: in_range_or_nought(to, metric, *matchers), legend=legend)


def totals(name: str, metric: Metric, *by: str, matchers: tuple[str, ...] = ()) -> Query:
    """How much there was of each in the board's time range, the most first."""
    return Query(name, lambda to: f"sort_desc({in_range(to, metric, *matchers, by=by)})", by)


def per(seconds: int, name: str, metric: Metric, *by: str, where: tuple[str, ...] = ()) -> Query:
    """How much there is in so many seconds, of each, over time."""
    return Query(
        name,
        lambda to: (
            f"{sum_by(by, to)} (rate({to.of(metric, *where)}[$__rate_interval])) * {seconds}"
        ),
        by,
        over_time=True,
    )


def quantile(
    share: float, name: str, metric: Metric, *by: str, where: tuple[str, ...] = (), legend: str = ""
) -> Query:
    """A quantile of a histogram over time; its points can have exemplars."""
    return Query(
        name,
        lambda to: f"histogram_quantile({share}, {rate_of_buckets(to, metric, by, where)})",
        by,
        legend=legend,
        over_time=True,
        has_exemplars=True,
    )


def quantile_in_range(share: float, name: str, metric: Metric, legend: str) -> Query:
    """A quantile of a histogram in the board's time range."""
    return Query(
        name,
        lambda to: (
            f"histogram_quantile({share}, "
            f"sum by (le) ({measure(to, 'increase({}[$__range])', metric, 'bucket')}))"
        ),
        legend=legend,
    )


def rate_of_buckets(
    to: Dialect, metric: Metric, by: tuple[str, ...], where: tuple[str, ...] = ()
) -> str:
    """The rate of each bucket of a histogram."""
    return f"{sum_by(('le', *by), to)} ({measure(to, RATE, metric, 'bucket', where)})"


def measure(to: Dialect, call: str, metric: Metric, part: str, where: tuple[str, ...] = ()) -> str:
    """What each series of a histogram did, under whichever names the program speaks.

    One that speaks both measures the same twice, and has it counted once.

    Args:
        to: The backend.
        call: What is asked of a series, such as `rate({}[1h])`.
        metric: The histogram, as released dashboards name it.
        part: The part of it, such as `bucket`.
        where: What else has to hold.
    """
    named = (metric, *([_LATEST[metric]] if metric in _LATEST else []))
    return " or ".join(call.format(to.of(one, *where, part=part)) for one in named)


def in_range(to: Dialect, metric: Metric, *matchers: str, by: tuple[str, ...] = ()) -> str:
    """How much there was in the board's time range."""
    return f"{sum_by(by, to)} ({grow_in(to, to.of(metric, *matchers), '$__range')})"


def grow_in(to: Dialect, series: str, window: str) -> str:
    """How much each series grew in a window, in the words that are exact in a backend."""
    if to.increases_exactly:
        return f"increase({series}[{window}])"
    return " ".join(grow(series, window).split())


def in_range_or_nought(to: Dialect, metric: Metric, *matchers: str) -> str:
    """The same, and nought where there were calls but none of it: empty means no telemetry."""
    return f"({in_range(to, metric, *matchers)} or 0 * {in_range(to, CALLS)})"


def rate(to: Dialect, metric: Metric, *matchers: str, by: tuple[str, ...] = ()) -> str:
    """How much there is in a second, at each moment."""
    return f"{sum_by(by, to)} (rate({to.of(metric, *matchers)}[$__rate_interval]))"


def sum_by(by: tuple[str, ...], to: Dialect) -> str:
    """The head of a sum."""
    return f"sum by ({', '.join(spell(one, to) for one in by)})" if by else "sum"
