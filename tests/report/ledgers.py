"""Ledgers made by hand: responses as they are meant, and the rows that a ledger keeps of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, insert

from gemini_otel_exporters._ledger._bill import Item
from gemini_otel_exporters._ledger._insertion import insert_new
from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._schema import LEDGER_VERSION, METADATA, RESPONSES, VERSION
from gemini_otel_exporters._ledger._sums import add_to_hours


HOUR_S = 3600
_NOTHING = dict.fromkeys(column.name for column in RESPONSES.columns)


def pacific(text: str) -> int:
    """The hour since 1970 of a Pacific time such as `2026-11-21 05:00`."""
    at = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    return int(at.timestamp()) // HOUR_S


@dataclass(frozen=True, slots=True)
class Billed:
    """A billed response; `bill` is nano-dollars by component, or `None` where none has a price."""

    at: str = "2026-11-20 12:00"
    bill: Mapping[str, int] | None = field(default_factory=lambda: {"input": 300, "output": 700})
    model: str = "gemini-3.8-flash"
    tier: str = "standard"
    platform: str = "gemini_api"
    outcome: str = "answered"
    attempts: int = 1
    reasons: str | None = None
    tenant: str | None = None
    feature: str | None = None
    operation: str = "generate_content"
    service: str | None = None
    environment: str | None = None
    uncached: int = 100
    cached: int = 0
    candidates: int = 20
    thoughts: int = 0
    savings: int = 0
    queries: int = 0

    @property
    def nano(self) -> int | None:
        """What it cost."""
        return None if self.bill is None else sum(self.bill.values())

    def row(self, number: int) -> dict[str, Any]:
        """Its row."""
        hour = pacific(self.at)
        return {
            "uid": f"{number:032x}",
            "time_ns": hour * HOUR_S * 10**9,
            "hour": hour,
            "operation": self.operation,
            "platform": self.platform,
            "model": self.model,
            "tier": self.tier,
            "outcome": self.outcome,
            "attempts": self.attempts,
            "usage_complete": True,
            "uncached_prompt_tokens": self.uncached,
            "cached_tokens": self.cached,
            "tool_use_tokens": 0,
            "candidates_tokens": self.candidates,
            "thoughts_tokens": self.thoughts,
            "unknown_tokens": 0,
            "web_queries": self.queries,
            "image_queries": 0,
            "retrieval_queries": 0,
            "nano_usd": self.nano,
            "cost_complete": self.reasons is None,
            "savings_nano_usd": self.savings,
            "unpriced_reasons": self.reasons,
            "tenant": self.tenant,
            "feature": self.feature,
            "service": self.service,
            "environment": self.environment,
        }

    def items(self) -> tuple[Item, ...]:
        """The lines of its bill."""
        return tuple(
            Item(component, "text", "token", 1, nano, None, None, None, None)
            for component, nano in (self.bill or {}).items()
        )


def make_ledger(file: Path, billed: Iterable[Billed] = ()) -> Path:
    """A SQLite ledger of some responses."""
    engine = create_engine(f"sqlite:///{file}")
    fill(engine, list(billed))
    engine.dispose()
    return file


def fill(engine: Engine, billed: list[Billed]) -> None:
    """Makes the tables and writes the rows of some responses, and of their hours."""
    METADATA.create_all(engine)
    rows = [
        Row({**_NOTHING, **one.row(number)}, one.items(), is_cut=False)
        for number, one in enumerate(billed, 1)
    ]
    with engine.begin() as connection:
        connection.execute(insert(LEDGER_VERSION).values(version=VERSION))
        if rows:
            add_to_hours(connection, insert_new(connection, rows))
