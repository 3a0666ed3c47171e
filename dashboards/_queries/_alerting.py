"""What alerts ask a metrics backend: sums by service, shares, and spend to the cent."""

from dataclasses import dataclass

from dashboards._names import attribution_label, label, name
from dashboards._queries._growth import grow
from dashboards.config import Config
from gemini_otel._metrics import CALLS, COST, RETRIES, Metric


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks for what a user has selected.

    Attributes:
        matchers: Label matchers that hold in every query.
        service: The label that services are told apart by.
        tenant: The label that tenants are told apart by.
        steady: Label matchers of what reports at all times.
    """

    matchers: str
    service: str
    tenant: str
    steady: str

    def select(self, metric: Metric, *matchers: str) -> str:
        """The series of a metric, such as `x{job="a"}`."""
        chosen = ",".join(one for one in (self.matchers, *matchers) if one)
        return name(metric) + (f"{{{chosen}}}" if chosen else "")

    def by(self, *attributes: str) -> str:
        """The labels of an alert: the service, and attributes of ours."""
        return ", ".join((self.service, *(label(one) for one in attributes)))

    def increase(
        self, metric: Metric, window: str, *matchers: str, by: tuple[str, ...] = (), back: str = ""
    ) -> str:
        """How much a total grew, by service and attributes.

        Args:
            metric: The total.
            window: Over how long.
            matchers: Which series of it.
            by: Attributes beside the service.
            back: How long ago the window ended, if not at the moment.
        """
        offset = f" offset {back}" if back else ""
        grown = f"increase({self.select(metric, *matchers)}[{window}]{offset})"
        return f"sum by ({self.by(*by)}) ({grown})"

    def count(self, metric: Metric, window: str, *matchers: str, by: tuple[str, ...] = ()) -> str:
        """How much a total grew, to the unit, and all of it where its series is new.

        A first value that no nought came before is not seen by `increase`; a series that was away
        for a while, as all are while Prometheus itself is, is not new.
        """
        grown = grow(self.select(metric, *matchers), window)
        return f"sum by ({self.by(*by)}) (\n  {grown}\n)"

    def attempts(self, window: str, by: tuple[str, ...] = ()) -> str:
        """Requests that went out: calls, and the failed attempts that were repeated."""
        calls, retries = (self.increase(one, window, by=by) for one in (CALLS, RETRIES))
        return f"({calls} + {self.or_nought(retries, CALLS, by)})"

    def or_nought(self, query: str, metric: Metric, by: tuple[str, ...] = ()) -> str:
        """A query whose series may be missing: 0 for what has series of a metric."""
        return f"({query} or 0 * sum by ({self.by(*by)}) ({self.select(metric)}))"

    def spent(self, window: str, *matchers: str, back: str, before: str) -> str:
        """What each series of the cost grew by, without the guesses of `increase`.

        Args:
            window: A length of time.
            matchers: Which series.
            back: How long ago it ended.
            before: How long ago it began.
        """
        return grow(self.select(COST, *matchers), window, back=back, before=before)


def ask(config: Config) -> Asking:
    """Asks for what a user has selected."""
    chosen = config.selectors
    tenant = attribution_label(chosen.tenant)
    return Asking(chosen.matchers, chosen.service, tenant, chosen.steady)
