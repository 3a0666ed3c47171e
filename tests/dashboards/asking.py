"""Asks a backend what a panel asks, as Grafana would: with its variables filled in."""

import math
import re
from dataclasses import dataclass
from typing import Final

from dashboards._dialect import Dialect
from dashboards._panel import Panel
from dashboards._queries._query import Query
from tests.backends.prometheus import Querying


_ALL: Final = ".*"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time range of a board.

    Attributes:
        start: In seconds since 1970.
        end: In seconds since 1970.
        step_s: Between one point of a line and the next.
        window: What `$__rate_interval` is.
    """

    start: float
    end: float
    step_s: float
    window: str

    def fill(self, text: str) -> str:
        """A query with Grafana's variables filled in."""
        filled = {
            "$__rate_interval": self.window,
            "$__range": f"{math.ceil(self.end - self.start)}s",
            "$month_budget_usd": "1000",
            "$tenant_budget_usd": "100",
            "$service": _ALL,
            "$environment": _ALL,
            "$model": _ALL,
            "$tenant": _ALL,
        }
        for name, value in filled.items():
            text = text.replace(name, value)
        unfilled = re.findall(r"\$(?!1\b)\w+", text)
        if unfilled:
            raise AssertionError(f"{unfilled} are variables of no board")
        return text


def ask(server: Querying, query: Query, dialect: Dialect, when: Moment) -> list[dict[str, str]]:
    """The labels of the series that a query has, those without any finite value left out."""
    text = when.fill(query.text(dialect))
    if not query.over_time:
        found = server.query(text, when.end)
        return [one.labels for one in found if math.isfinite(one.value)]
    lines = server.query_range(text, when.start, when.end, when.step_s)
    return [labels for labels, points in lines if any(math.isfinite(y) for _, y in points)]


def name_all(panels: tuple[Panel, ...]) -> list[tuple[Panel, Query]]:
    """Each query of each panel."""
    return [(panel, query) for panel in panels for query in panel.queries]
