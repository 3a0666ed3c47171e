"""Ledgers made by hand: responses as they are meant, and the rows that a ledger keeps of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, insert

from gemini_otel_exporters._ledger._schema import (
    COMPONENTS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
    LEDGER_VERSION,
    METADATA,
    RESPONSES,
    VERSION,
)


HOUR_S = 3600
_KEPT = ("hour", "model", "tier", "platform")


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
            "id": number,
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

    def hourly(self) -> dict[str, int]:
        """What it adds to its hour."""
        row = self.row(0)
        return {
            "responses": 1,
            "unpriced_responses": int(self.bill is None),
            "incomplete_responses": int(self.bill is not None and self.reasons is not None),
            "retried_responses": int(self.attempts > 1),
            **{name: row[name] for name in row if name.endswith("_tokens")},
            "unpriced_tokens": (
                self.uncached + self.cached + self.candidates + self.thoughts
                if self.bill is None
                else 0
            ),
            "queries": self.queries,
            "nano_usd": self.nano or 0,
            "savings_nano_usd": self.savings,
        }


def make_ledger(file: Path, billed: Iterable[Billed] = ()) -> Path:
    """A SQLite ledger of some responses."""
    engine = create_engine(f"sqlite:///{file}")
    fill(engine, list(billed))
    engine.dispose()
    return file


def fill(engine: Engine, billed: list[Billed]) -> None:
    """Makes the tables and writes the rows of some responses, and of their hours."""
    METADATA.create_all(engine)
    rows = [one.row(number) for number, one in enumerate(billed, 1)]
    with engine.begin() as connection:
        connection.execute(insert(LEDGER_VERSION).values(version=VERSION))
        for table, values in (
            (RESPONSES, rows),
            (COMPONENTS, list(_list_lines(billed))),
            (HOURLY_RESPONSES, _add_up_responses(billed)),
            (HOURLY_COMPONENTS, _add_up_lines(billed)),
        ):
            if values:
                connection.execute(insert(table), values)


def _list_lines(billed: Iterable[Billed]) -> Iterable[dict[str, Any]]:
    for number, one in enumerate(billed, 1):
        for line, (component, nano) in enumerate((one.bill or {}).items()):
            yield {
                "response": number,
                "line": line,
                "component": component,
                "modality": "text",
                "unit": "token",
                "quantity": 1,
                "nano_usd": nano,
            }


def _add_up_responses(billed: Iterable[Billed]) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], Counter[str]] = {}
    for one in billed:
        row = one.row(0)
        key = tuple(row[name] for name in (*_KEPT, "outcome"))
        sums.setdefault(key, Counter()).update(one.hourly())
    return [
        dict(zip((*_KEPT, "outcome"), key, strict=True)) | dict(counter)
        for key, counter in sums.items()
    ]


def _add_up_lines(billed: Iterable[Billed]) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], Counter[str]] = {}
    for one in billed:
        row = one.row(0)
        for component, nano in (one.bill or {}).items():
            key = (*(row[name] for name in _KEPT), component)
            sums.setdefault(key, Counter()).update({"lines": 1, "nano_usd": nano})
    return [
        dict(zip((*_KEPT, "component"), key, strict=True)) | dict(counter)
        for key, counter in sums.items()
    ]
