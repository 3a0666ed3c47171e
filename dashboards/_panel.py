"""What a board consists of, before it has the form of any version of Grafana."""

import zlib
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from dashboards._queries._query import Query


Kind = Literal["stat", "timeseries", "bargauge", "table", "heatmap"]

WIDTH: Final = 24
_IDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Step:
    """From which value on a panel has another colour."""

    colour: str
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers in a table: its query, its title and how it is written."""

    query: Query
    title: str
    unit: str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel.

    Attributes:
        kind: What draws it.
        title: What it shows, with the unit where that is a rate.
        queries: What it asks.
        unit: Grafana's id of the unit.
        about: What its numbers mean.
        empty: What it means that there are none.
        decimals: How many are shown; lines have as many as they need.
        width: Of 24.
        height: In rows of 30 pixels.
        steps: Its colours.
        stacked: Whether its series add up to something.
        columns: Those of a table.
        lowest: Where its axis or bar begins.
        highest: Where it ends.
    """

    kind: Kind
    title: str
    queries: tuple[Query, ...]
    unit: str
    about: str
    empty: str
    decimals: int | None = 2
    width: int = 12
    height: int = 9
    steps: tuple[Step, ...] = ()
    stacked: bool = False
    columns: tuple[Column, ...] = ()
    lowest: float | None = 0
    highest: float | None = None

    @property
    def id(self) -> int:
        """A number that stays while the title does, wherever the panel is put."""
        return zlib.crc32(self.title.encode()) % _IDS + 1

    @property
    def description(self) -> str:
        """What Grafana shows at the panel's corner."""
        return f"{self.about}\n\nEmpty: {self.empty}"


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under a heading, folded away until someone asks for them."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One board.

    Attributes:
        uid: Its name in addresses, which stays.
        title: Its name.
        question: What its first row answers, and to whom.
        top: The panels that are seen at once.
        rows: Those that are folded away.
        since: The time range it opens with.
    """

    uid: str
    title: str
    question: str
    top: tuple[Panel, ...]
    rows: tuple[Row, ...]
    since: str = "now-24h"

    def panels(self) -> tuple[Panel, ...]:
        """All panels, in the order they are read."""
        return (*self.top, *(panel for row in self.rows for panel in row.panels))


over_time: Final = partial(Panel, "timeseries", decimals=None)
"""Lines, or areas that add up."""
bars: Final = partial(Panel, "bargauge")
"""One bar for each."""


def stat(
    title: str,
    query: Query,
    unit: str,
    about: str,
    empty: str,
    *,
    decimals: int = 0,
    steps: tuple[Step, ...] = (),
    width: int = 4,
) -> Panel:
    """One number."""
    return Panel("stat", title, (query,), unit, about, empty, decimals, width, 4, steps)


def table(
    title: str, columns: tuple[Column, ...], about: str, empty: str, *, width: int = 24
) -> Panel:
    """One line for each, one column for each query."""
    queries = tuple(column.query for column in columns)
    return Panel("table", title, queries, "short", about, empty, 0, width, columns=columns)


def heatmap(title: str, query: Query, unit: str, about: str, empty: str) -> Panel:
    """How many there were of each size."""
    return Panel("heatmap", title, (query,), unit, about, empty, width=WIDTH)


def rising(*ats: float) -> tuple[Step, ...]:
    """Green, and from each value on a worse colour."""
    colours = ("yellow", "red") if len(ats) > 1 else ("red",)
    return (Step("green"), *(Step(*pair) for pair in zip(colours, ats, strict=True)))


def falling(red_below: float, yellow_below: float) -> tuple[Step, ...]:
    """Red, and from each value on a better colour."""
    return (Step("red"), Step("yellow", red_below), Step("green", yellow_below))
