"""A ledger in a real PostgreSQL, and what the board that asks it shows of two months."""

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Engine, create_engine, make_url

from tests.dashboards.asking import Moment
from tests.dashboards.boards import list_panels
from tests.databases import PostgreSQL
from tests.report.ledgers import fill
from tests.report.months import NOW, list_billed
from tests.warehouse import boards


_DAY_S: Final = 86_400
_DAYS: Final = 30
_KINDS: Final = {str: "string", datetime: "time"}


@dataclass(frozen=True, slots=True)
class LedgerPast:
    """A ledger with a past.

    Attributes:
        engine: The database.
        when: The last thirty days of it, as Grafana's `now-30d/d` has them.
    """

    engine: Engine
    when: Moment

    def answer(self, board: dict[str, Any]) -> dict[int, dict[str, Any]]:
        """What the database answers to each query of each panel."""
        return {
            panel["id"]: {one["refId"]: self._ask(one["rawSql"]) for one in panel["targets"]}
            for panel in list_panels(board)
            if "targets" in panel
        }

    def _ask(self, text: str) -> dict[str, Any]:
        start, end = (
            datetime.fromtimestamp(at, timezone.utc) for at in (self.when.start, self.when.end)
        )
        with self.engine.connect() as connection:
            asked = boards.fill("postgresql", text, boards.Look(start, end))
            found = connection.exec_driver_sql(asked)
            names, rows = list(found.keys()), [tuple(row) for row in found]
        kinds = [_KINDS.get(type(cell), "number") for cell in rows[0]] if rows else []
        return {"names": names, "kinds": kinds, "rows": [[*map(_write, row)] for row in rows]}


def _write(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.timestamp() * 1_000
    return float(cell) if isinstance(cell, Decimal) else cell


@contextlib.contextmanager
def open_ledger_past(server: PostgreSQL) -> Generator[LedgerPast]:
    """A ledger of two months in a database of its own, within the block."""
    engine = create_engine(make_url(server.make_database()).set(drivername="postgresql+psycopg"))
    fill(engine, list(list_billed()))
    end = datetime.fromisoformat(NOW)
    first = end.replace(hour=0, minute=0).timestamp() - _DAYS * _DAY_S
    yield LedgerPast(engine, Moment(first, end.timestamp(), 3_600, "1h"))
    engine.dispose()
