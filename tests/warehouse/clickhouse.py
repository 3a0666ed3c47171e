"""ClickHouse's own engine in this process, with the table that the Collector's exporter makes."""

import importlib.resources
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, text

from gemini_otel_exporters._ledger._lines import Line


VIEWS = importlib.resources.files("gemini_otel_exporters._report") / "warehouse" / "clickhouse.sql"

# As the exporter has it, without codecs, indexes and its time to live.
_TABLE = """
CREATE TABLE otel_logs (
    Timestamp DateTime64(9), TraceId String, SpanId String, TraceFlags UInt8,
    SeverityText LowCardinality(String), SeverityNumber UInt8, ServiceName LowCardinality(String),
    Body String, ResourceSchemaUrl LowCardinality(String),
    ResourceAttributes Map(LowCardinality(String), String),
    ScopeSchemaUrl LowCardinality(String), ScopeName String, ScopeVersion LowCardinality(String),
    ScopeAttributes Map(LowCardinality(String), String),
    LogAttributes Map(LowCardinality(String), String), EventName String
) ENGINE = MergeTree ORDER BY (ServiceName, Timestamp)
"""
_INSERT = (
    "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, ServiceName, ResourceAttributes, "
    "ScopeName, LogAttributes, EventName) VALUES"
)


def fill(engine: Engine, lines: Iterable[Line]) -> None:
    """Makes the table and the views, and writes each event; every third one came twice."""
    with engine.connect() as connection:
        connection.execute(text(_TABLE))
        for statement in split(VIEWS.read_text(encoding="utf-8")):
            connection.exec_driver_sql(statement)
        rows = [_spell_row(line) for line in lines]
        copies = [*rows, *rows[::3], _spell_row(_make_stranger())]
        connection.exec_driver_sql(f"{_INSERT} {','.join(copies)}")


def split(script: str) -> list[str]:
    """The statements of a script."""
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [one.strip() for one in "\n".join(lines).split(";\n") if one.strip()]


def _make_stranger() -> Line:
    """An event of another instrumentation, which is none of ours."""
    return Line(1, 1_793_530_800 * 10**9, None, None, ("web", None, None), 0, {"name": "other"})


def _spell_row(line: Line) -> str:
    names = ("service.name", "deployment.environment.name", "service.instance.id")
    resource = {name: one for name, one in zip(names, line.origin, strict=True) if one}
    is_ours = "log.record.uid" in line.attributes
    cells = (
        f"fromUnixTimestamp64Nano({line.time_ns})",
        _quote(line.trace_id or ""),
        _quote(line.span_id or ""),
        _quote(line.origin[0] or ""),
        _spell_map(resource),
        _quote("gemini_otel" if is_ours else "another"),
        _spell_map({name: _as_string(value) for name, value in line.attributes.items()}),
        _quote("gemini.usage" if is_ours else "other"),
    )
    return f"({','.join(cells)})"


def _as_string(value: Any) -> str:
    """What the Collector makes of an attribute in a map of strings."""
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))


def _spell_map(values: dict[str, str]) -> str:
    cells = (f"{_quote(name)},{_quote(value)}" for name, value in values.items())
    return f"map({','.join(cells)})" if values else "map()"


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("%", "%%")
    return f"'{escaped}'"
