"""A Prometheus that knows the history of a program, and what a board shows of it."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.backends.prometheus import Prometheus, backfill, run_prometheus
from tests.dashboards.asking import Moment
from tests.dashboards.boards import list_panels
from tests.dashboards.history import STEP_S, History, write_history


END: Final = 1_795_262_400
"""2026-11-21, 12:00 UTC: far enough from the ends of a Pacific month."""


@dataclass(frozen=True, slots=True)
class Past:
    """A server with a history.

    Attributes:
        server: It.
        history: What the program did.
        when: The time range that has the history.
    """

    server: Prometheus
    history: History
    when: Moment

    def answer(self, board: dict[str, Any]) -> dict[int, dict[str, Any]]:
        """What the server answers to each query of each panel of a Classic board."""
        return {
            panel["id"]: {one["refId"]: self._ask(one) for one in panel["targets"]}
            for panel in list_panels(board)
        }

    def _ask(self, target: dict[str, Any]) -> Any:
        text, when = self.when.fill(target["expr"]), self.when
        if target["instant"]:
            return self.server.get("/api/v1/query", query=text, time=when.end)["data"]["result"]
        asked = {"query": text, "start": when.start, "end": when.end, "step": when.step_s}
        return self.server.get("/api/v1/query_range", **asked)["data"]["result"]


@contextlib.contextmanager
def open_past(folder: Path, steps: int) -> Generator[Past]:
    """A Prometheus with so many steps of five minutes, within the block."""
    history = write_history(END, steps)
    backfill(folder, history.page)
    when = Moment(END - steps * STEP_S, END, STEP_S, f"{4 * STEP_S}s")
    # Its blocks have a sample in five minutes, and it looks back for five.
    with run_prometheus(folder, None, f"--query.lookback-delta={2 * STEP_S}s") as server:
        yield Past(server, history, when)
