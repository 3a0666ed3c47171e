"""How long reports take: 10 million responses by their hourly sums, 2 million one by one."""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, insert

from gemini_otel_exporters._ledger._schema import LEDGER_VERSION, METADATA, VERSION
from gemini_otel_exporters._report._calendar import Calendar
from gemini_otel_exporters._report._dimensions import read_cut
from gemini_otel_exporters._report._question import ask
from gemini_otel_exporters._report._whole import report_on


SINGLE: Final = 2_000_000
LARGE: Final = 10_000_000
FIRST_HOUR: Final = 493_543
"""2026-04-20, a while after which the month of the benchmark begins."""

HOURS: Final = 720
NOW: Final = datetime.fromisoformat("2026-05-31T12:00:00+00:00")

_MODELS = "'gemini-3.' || (n * 7919 % 6) || '-flash'"
_TIER = "CASE WHEN n % 10 < 8 THEN 'standard' WHEN n % 10 < 9 THEN 'flex' ELSE 'batch' END"
_PLATFORM = "CASE WHEN n * 31 % 7 < 5 THEN 'gemini_api' ELSE 'vertex' END"
_OUTCOME = (
    "CASE n * 13 % 50 WHEN 0 THEN 'truncated' WHEN 1 THEN 'blocked' WHEN 2 THEN 'abandoned' "
    "WHEN 3 THEN 'failed' WHEN 4 THEN 'unusable' ELSE 'answered' END"
)
_KINDS = ("input", "cached_input", "output", "thinking", "grounding")

_RESPONSES = f"""
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO responses (id, uid, time_ns, hour, service, environment, instance, trace_id, span_id,
  operation, platform, request_model, response_model, model, tier, response_id, outcome,
  finish_reason, duration_ns, attempts, usage_complete, uncached_prompt_tokens, cached_tokens,
  tool_use_tokens, candidates_tokens, thoughts_tokens, unknown_tokens, tokens, web_queries,
  image_queries, retrieval_queries, nano_usd, cost_complete, savings_nano_usd, unpriced_reasons,
  tenant, feature)
SELECT n, printf('%032x', n), (:first + n * {HOURS} / ?) * 3600000000000, :first + n * {HOURS} / ?,
  'service-' || (n % 4), 'production', 'host-' || (n % 30), printf('%032x', n * 7),
  printf('%016x', n * 11), 'generate_content', {_PLATFORM}, {_MODELS}, {_MODELS}, {_MODELS},
  {_TIER}, printf('response-%020d', n), {_OUTCOME}, 'STOP', 800000000 + n % 1000, 1 + (n % 40 = 0),
  1, 900 + n % 700, n % 3 * 400, 0, 200 + n % 300, n % 2 * 500, 0,
  '{{"uncached_prompt.text": 1200, "candidates.text": 300}}', n % 20 = 0, 0, 0,
  CASE WHEN n % 500 = 0 THEN NULL ELSE 1500 + n % 1000 END, n % 500 > 0, n % 3 * 100,
  CASE WHEN n % 500 = 0 THEN 'unknown_model' END,
  'tenant-' || (n * 17 % :tenants), 'feature-' || (n * 5 % 6)
FROM numbers
"""  # noqa: S608 - every part is of this file
_COMPONENTS = """
INSERT INTO components (response, line, component, modality, unit, quantity, nano_usd, rate_usd,
  per, price_id)
SELECT id, {line}, '{kind}', 'text', 'token', 100, 300, '0.3', 1000000, 'gemini-3-flash/2026-01'
FROM responses WHERE nano_usd IS NOT NULL
"""
_SHARED = "model, tier, platform, outcome, operation, service, environment, tenant, feature"
_LISTED = ", ".join(f"({n}, '{kind}')" for n, kind in enumerate(_KINDS, 1))
_ALLOCATIONS = (
    f"""
INSERT INTO allocations (id, digest, {_SHARED}, component)
SELECT number + kinds.column1, hex(randomblob(16)), {_SHARED}, kinds.column2
FROM (
    SELECT row_number() OVER () * 10 AS number, *
    FROM (SELECT DISTINCT {_SHARED} FROM responses)
  ), (VALUES (0, NULL), {_LISTED}) AS kinds
""",  # noqa: S608 - every part is of this file
    f"""
CREATE TEMPORARY TABLE whole AS SELECT id, {_SHARED} FROM allocations WHERE component IS NULL
""",  # noqa: S608 - every part is of this file
    f"CREATE INDEX whole_values ON whole ({_SHARED})",
    f"""
INSERT INTO hourly_allocations
SELECT hour, whole.id, count(*), sum(nano_usd IS NULL), 0,
  sum(uncached_prompt_tokens + cached_tokens + tool_use_tokens),
  sum(candidates_tokens + thoughts_tokens), coalesce(sum(nano_usd), 0)
FROM responses JOIN whole USING ({_SHARED}) GROUP BY 1, 2
""",  # noqa: S608 - every part is of this file
    """
INSERT INTO hourly_allocated_components
SELECT hour, of.id, responses - unpriced_responses, 300 * (responses - unpriced_responses)
FROM hourly_allocations JOIN allocations AS of
  ON of.id > allocation AND of.id < allocation + 10
""",
)
# Of every hour 48 combinations: four models, two tiers, all outcomes.
_HOURLY = f"""
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?),
  models(model) AS (SELECT 'gemini-3.' || n || '-flash' FROM numbers WHERE n < 4),
  tiers(tier) AS (VALUES ('standard'), ('batch')),
  platforms(platform) AS (VALUES ('vertex'))
INSERT INTO {{table}}
SELECT :first + n, model, tier, platform, named.column1, {{sums}}
FROM numbers, models, tiers, platforms, (VALUES {{names}}) AS named WHERE n < {HOURS}
"""  # noqa: S608 - every part is of this file


def main() -> int:
    """Makes both ledgers and prints how long reports of them take."""
    scale = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        _report(_make_hourly(Path(folder)), "10,000,000 responses in a month", _OF_HOURS)
        for tenants in _TENANTS:
            file = _make_single(Path(folder), scale, tenants)
            title = f"{SINGLE // scale:,} responses in a month, {tenants:,} tenants"
            _report(file, f"{title}, {_count_allocated(file):,} allocations in its hours", _ALL)
            file.unlink()
    return 0


def _report(file: Path, title: str, cuts: tuple[str, ...]) -> None:
    print(f"\n{title}: {file.stat().st_size >> 20:,} MiB")
    for name, seconds, source in _measure(file, cuts):
        print(f"  {name:<28} {seconds:8.3f} s  {source}", flush=True)


_TENANTS = (200, 20_000)
"""With so many in the end, each response of an hour has an allocation of its own."""


_OF_HOURS = ("", "model", "tier", "platform", "component", "outcome", "day,model", "month,tier")
_ALL = (
    *("tenant", "feature", "service", "environment", "operation", "tenant,feature", "day,tenant"),
    *("month,tenant", "hour,tenant", "model,tenant", "component,feature", "component,tenant"),
    "day,component,feature",
)


def _measure(file: Path, cuts: tuple[str, ...]) -> Iterator[tuple[str, float, str]]:
    for cut in cuts:
        question = ask(
            Calendar(), NOW, since=_FIRST, until=_LAST, cut=read_cut(cut) if cut else None
        )
        begun = time.process_time()
        report = report_on(str(file), question)
        # Of this process alone: what else the machine does is no property of a report.
        seconds = time.process_time() - begun
        yield f"--by {cut}" if cut else "everything", seconds, "; ".join(report.sources)


_FIRST = datetime.fromisoformat("2026-04-20").date()
_LAST = datetime.fromisoformat("2026-05-20").date()


def _make_hourly(folder: Path) -> Path:
    file = _make_tables(folder / "hourly.db")
    outcomes = ("answered", "truncated", "blocked", "abandoned", "failed", "unusable")
    each = LARGE // (HOURS * 4 * 2 * len(outcomes))
    with sqlite3.connect(file) as connection:
        for table, names, sums in (
            ("hourly_responses", outcomes, [each, 0, 0, 0, *[1000] * 6, 0, 1, 90_000, 500]),
            ("hourly_components", _KINDS, [each, 40_000]),
        ):
            listed = ", ".join(f"('{name}')" for name in names)
            text = _HOURLY.format(table=table, names=listed, sums=", ".join(map(str, sums)))
            connection.execute(text.replace("?", str(HOURS)), {"first": FIRST_HOUR})
    return file


def _count_allocated(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        found: int = connection.execute("SELECT count(*) FROM hourly_allocations").fetchone()[0]
    return found


def _make_single(folder: Path, scale: int, tenants: int) -> Path:
    file = _make_tables(folder / "single.db")
    with sqlite3.connect(file) as connection:
        text = _RESPONSES.replace("?", str(SINGLE // scale))
        connection.execute(text, {"first": FIRST_HOUR, "tenants": tenants})
        for line, kind in enumerate(_KINDS):
            connection.execute(_COMPONENTS.format(line=line, kind=kind))
        for statement in _ALLOCATIONS:
            connection.execute(statement)
    return file


def _make_tables(file: Path) -> Path:
    engine = create_engine(f"sqlite:///{file}")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(LEDGER_VERSION).values(version=VERSION))
    engine.dispose()
    return file


if __name__ == "__main__":
    sys.exit(main())
