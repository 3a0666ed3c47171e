"""The boards as they are made, and as they are checked in."""

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from dashboards._dialect import Dialect, of_prometheus, of_victoria_metrics
from dashboards._files import GENERATED
from dashboards._library import list_boards
from dashboards._panel import Board, Panel
from dashboards._queries._query import Query
from dashboards.config import Config


CONFIG: Final = Config()
DIALECTS: Final = (of_prometheus(CONFIG), of_victoria_metrics(CONFIG))
BOARDS: Final = list_boards(CONFIG)
UIDS: Final = tuple(board.uid for board in BOARDS)
FORMS: Final = ("classic", "victoriametrics")
FILES: Final = tuple((form, uid) for form in FORMS for uid in UIDS)


class Asked(NamedTuple):
    """One query where it stands."""

    board: Board
    panel: Panel
    query: Query

    @property
    def place(self) -> str:
        """The panel and the query, in words."""
        return f"{self.panel.title}: {self.query.name}"


def read_board(form: str, uid: str) -> dict[str, Any]:
    """A checked-in board."""
    found: dict[str, Any] = json.loads((GENERATED / form / f"{uid}.json").read_text("utf-8"))
    return found


def list_panels(board: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The panels of a Classic board, those of folded rows too."""
    for panel in board["panels"]:
        yield from panel["panels"] if panel["type"] == "row" else [panel]


def list_asked() -> list[Asked]:
    """Every query of every panel."""
    return [
        Asked(board, panel, query)
        for board in BOARDS
        for panel in board.panels()
        for query in panel.queries
    ]


def write(query: Query, dialect: Dialect) -> str:
    """A query in PromQL without Grafana's variables."""
    text = query.text(dialect)
    for name in ("$__rate_interval", "$__range"):
        text = text.replace(name, "1h")
    return text.replace("$month_budget_usd", "1").replace("$tenant_budget_usd", "1")
