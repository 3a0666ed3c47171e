"""What the boards of a ledger ask, as Grafana sends it: macros and variables filled in.

Sources: "PostgreSQL query editor" (macros `$__timeFrom()` and `$__timeTo()`) in Grafana's
documentation; "ClickHouse query editor" (`$__fromTime_ms`, `$__toTime_ms`) in that of the data
source; "Variable syntax" (`sqlstring`; a custom value for all is put in as it is).
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine


GENERATED: Final = Path(__file__).parents[2] / "dashboards" / "generated"
NAMES: Final = ("postgresql", "clickhouse")
_VARIABLE: Final = re.compile(r"\$\{(\w+):sqlstring\}")


@dataclass(frozen=True, slots=True)
class Look:
    """A reader's look at a board.

    Attributes:
        start: Where the time range begins.
        end: Where it ends.
        chosen: The values chosen of variables; all of those that are left out.
    """

    start: datetime
    end: datetime
    chosen: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def read_board(name: str) -> dict[str, Any]:
    """The checked-in board of a database."""
    [file] = (GENERATED / name).glob("*.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def list_queries(name: str) -> dict[str, str]:
    """What each panel asks, by its title."""
    panels = [
        one
        for panel in read_board(name)["panels"]
        for one in (panel["panels"] if panel["type"] == "row" else [panel])
    ]
    return {
        panel["title"]: target["rawSql"] for panel in panels for target in panel.get("targets", ())
    }


def ask(engine: Engine, name: str, text: str, look: Look) -> list[tuple[Any, ...]]:
    """The rows that a database answers with; numbers as decimals, to the last digit."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(fill(name, text, look)).fetchall()
    return [tuple(_make_exact(cell) for cell in row) for row in rows]


def fill(name: str, text: str, look: Look) -> str:
    """A query as the database gets it."""
    all_values = {
        one["name"]: one["allValue"]
        for one in read_board(name)["templating"]["list"]
        if one["type"] == "query"
    }

    def choose(found: re.Match[str]) -> str:
        chosen = look.chosen.get(found[1])
        return ",".join(map(_quote, chosen)) if chosen else all_values[found[1]]

    text = _VARIABLE.sub(choose, text)
    for macro, value in _MACROS[name](look).items():
        text = text.replace(macro, value)
    if "$" in text:
        raise AssertionError(f"{text} has what Grafana does not fill in")
    return text


def _fill_postgresql(look: Look) -> dict[str, str]:
    return {"$__timeFrom()": _spell(look.start), "$__timeTo()": _spell(look.end)}


def _fill_clickhouse(look: Look) -> dict[str, str]:
    return {"$__fromTime_ms": _count_ms(look.start), "$__toTime_ms": _count_ms(look.end)}


_MACROS: Final = {"postgresql": _fill_postgresql, "clickhouse": _fill_clickhouse}


def _spell(at: datetime) -> str:
    """RFC 3339 with as many decimals as there are."""
    text = at.astimezone(timezone.utc).isoformat().removesuffix("+00:00")
    return f"'{text}Z'"


def _count_ms(at: datetime) -> str:
    return f"fromUnixTimestamp64Milli({int(at.timestamp() * 1_000)})"


def _quote(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _make_exact(cell: Any) -> Any:
    return Decimal(str(cell)) if isinstance(cell, (int, float, Decimal)) else cell
