"""What was withheld, cut off or recited."""

from typing import Final

from dashboards._dialect import differs, matches
from dashboards._queries._query import (
    Query,
    in_range,
    in_range_or_nought,
    per,
    rate,
    total,
    totals,
)
from gemini_otel._metrics import BLOCKED, CALLS, INCIDENTS
from gemini_otel._semconv import (
    BLOCK_REASON,
    BLOCK_STAGE,
    FINISH_REASON,
    INCIDENT,
    REQUEST_MODEL,
    SAFETY_CATEGORY,
)


_BY_MODEL: Final = (REQUEST_MODEL,)
TRUNCATED: Final = matches(FINISH_REASON, "MAX_TOKENS")
RECITED: Final = matches(FINISH_REASON, "RECITATION")
ENDED: Final = differs(FINISH_REASON)

BLOCKS: Final = total("responses withheld", BLOCKED, legend="withheld")
RECITATIONS: Final = total("recitations", CALLS, RECITED, legend="recitations")


def _share(name: str, legend: str, *matchers: str) -> Query:
    return Query(
        name,
        lambda to: (
            f"{in_range_or_nought(to, CALLS, *matchers)} / ({in_range(to, CALLS, ENDED)} > 0)"
        ),
        legend=legend,
    )


TRUNCATED_SHARE: Final = _share("share of answers cut off", "cut off", TRUNCATED)
BLOCKED_SHARE: Final = Query(
    "share of calls withheld",
    lambda to: f"{in_range_or_nought(to, BLOCKED)} / ({in_range(to, CALLS)} > 0)",
    legend="withheld",
)
ENDINGS: Final = per(60, "answers per minute by ending", CALLS, FINISH_REASON, where=(ENDED,))
BLOCKS_PER_HOUR: Final = per(
    3600, "responses withheld per hour", BLOCKED, BLOCK_STAGE, BLOCK_REASON
)
BY_CATEGORY: Final = totals(
    "withheld by category", BLOCKED, SAFETY_CATEGORY, matchers=(differs(SAFETY_CATEGORY),)
)
BY_REASON: Final = totals("withheld by reason", BLOCKED, BLOCK_STAGE, BLOCK_REASON)
INCIDENTS_BY_EVENT: Final = totals("incidents by event", INCIDENTS, INCIDENT)
INCIDENTS_PER_HOUR: Final = per(3600, "incidents per hour", INCIDENTS, INCIDENT)
TRUNCATED_BY_MODEL: Final = Query(
    "share of answers cut off, by model",
    lambda to: (
        f"{rate(to, CALLS, TRUNCATED, by=_BY_MODEL)} / ({rate(to, CALLS, ENDED, by=_BY_MODEL)} > 0)"
    ),
    _BY_MODEL,
    over_time=True,
)
