"""The statements of the reports, in SQL that every engine answers alike: no quotients, only sums.

Labels differ from the names of columns, because ClickHouse takes a label for the column.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Table,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql import false, true

from gemini_otel_exporters._ledger._schema import (
    COMPONENTS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
    LEDGER_VERSION,
    RESPONSES,
)
from gemini_otel_exporters._report._calendar import Period
from gemini_otel_exporters._report._dimensions import Cut


Statement = Executable

_TOKENS: Final = (
    "uncached_prompt_tokens",
    "cached_tokens",
    "tool_use_tokens",
    "candidates_tokens",
    "thoughts_tokens",
    "unknown_tokens",
)
_HOURLY: Final = (
    "responses",
    "unpriced_responses",
    "incomplete_responses",
    "retried_responses",
    *_TOKENS,
    "unpriced_tokens",
    "queries",
    "nano_usd",
    "savings_nano_usd",
)
_NO: Final[ColumnElement[int]] = literal_column("0")
_ONE: Final[ColumnElement[int]] = literal_column("1")


def ask_version() -> Statement:
    """Which tables these are."""
    return select(func.max(LEDGER_VERSION.c.version).label("kept_version"))


def ask_first_hour() -> Statement:
    """When the ledger begins."""
    return select(func.min(HOURLY_RESPONSES.c.hour).label("first_hour"))


def ask_sums(cut: Cut, period: Period) -> Statement:
    """The sums by the columns of a cut; by hour as well where hours are put together.

    The dimensions come first, the hour before the others; then, by source, the members of `Sums`;
    of single responses those with a price, with a whole price, their tokens in and out and their
    amount; of lines of bills their number and amount.
    """
    ask = {
        "hourly_responses": _ask_hourly_responses,
        "hourly_components": _ask_hourly_components,
        "responses": _ask_responses,
        "components": _ask_components,
    }[cut.source]
    return ask(cut, period)


def ask_unpriced(period: Period) -> Statement:
    """How many responses and tokens had no price or not for all, by the reasons why."""
    reasons = RESPONSES.c.unpriced_reasons
    return (
        select(
            reasons.label("why"),
            func.count().label("sum_responses"),
            func.sum(_all_tokens()).label("sum_tokens"),
        )
        # The very condition of a partial index.
        .where(*_within(RESPONSES, period), RESPONSES.c.cost_complete == false())
        .group_by(reasons)
    )


def ask_retried(period: Period) -> Statement:
    """How many responses took several attempts, and what they cost."""
    return select(
        func.count().label("sum_responses"),
        func.coalesce(func.sum(RESPONSES.c.nano_usd), _NO).label("sum_nano"),
        func.count(RESPONSES.c.nano_usd).label("sum_priced"),
        _count(RESPONSES.c.cost_complete == true()).label("sum_complete"),
        # The very condition of a partial index.
    ).where(*_within(RESPONSES, period), RESPONSES.c.attempts > _ONE)


def _ask_hourly_responses(cut: Cut, period: Period) -> Statement:
    sums = [func.sum(HOURLY_RESPONSES.c[name]) for name in _HOURLY]
    return _ask(HOURLY_RESPONSES, cut, period, sums)


def _ask_hourly_components(cut: Cut, period: Period) -> Statement:
    kept = HOURLY_COMPONENTS.c
    return _ask(HOURLY_COMPONENTS, cut, period, [func.sum(kept.lines), func.sum(kept.nano_usd)])


def _ask_responses(cut: Cut, period: Period) -> Statement:
    """Only what a table shows: SQLite takes twice as long for all of it."""
    one = RESPONSES.c
    sums = [
        func.count(),
        func.count(one.nano_usd),
        _count(one.cost_complete == true()),
        func.sum(one.uncached_prompt_tokens + one.cached_tokens + one.tool_use_tokens),
        func.sum(one.candidates_tokens + one.thoughts_tokens),
        func.coalesce(func.sum(one.nano_usd), _NO),
    ]
    return _ask(RESPONSES, cut, period, sums)


def _ask_components(cut: Cut, period: Period) -> Statement:
    joined = RESPONSES.join(COMPONENTS, COMPONENTS.c.response == RESPONSES.c.id)
    sums = [func.count(), func.sum(COMPONENTS.c.nano_usd)]
    return _ask(RESPONSES, cut, period, sums, joined)


def _ask(
    table: Table,
    cut: Cut,
    period: Period,
    sums: Sequence[ColumnElement[Any]],
    origin: FromClause | None = None,
) -> Statement:
    keys = [_find_column(table, name) for name in (*(("hour",) if cut.times else ()), *cut.columns)]
    labelled = [key.label(f"by_{n}") for n, key in enumerate(keys)]
    figures = [one.label(f"sum_{n}") for n, one in enumerate(sums)]
    return (
        select(*labelled, *figures)
        .select_from(table if origin is None else origin)
        .where(*_within(table, period))
        .group_by(*keys)
    )


def _find_column(table: Table, name: str) -> ColumnElement[Any]:
    return table.c[name] if name in table.c else COMPONENTS.c[name]


def _within(table: Table, period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.hour >= period.start, table.c.hour < period.end


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, _ONE), else_=_NO))


def _all_tokens() -> ColumnElement[int]:
    first, *others = (RESPONSES.c[name] for name in _TOKENS)
    return sum(others, start=first)
