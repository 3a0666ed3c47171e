"""The statements of the reports, in SQL that every engine answers alike: no quotients, only sums.

What is of a period has the parameters `start` and `end`, so that it is made once for many.
Labels differ from the names of columns, because ClickHouse takes a label for the column.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Subquery,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql import false, true
from typing_extensions import Unpack

from gemini_otel_exporters._ledger._schema import (
    ALLOCATIONS,
    HOURLY_ALLOCATED_COMPONENTS,
    HOURLY_ALLOCATIONS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
    LEDGER_VERSION,
    RESPONSES,
)
from gemini_otel_exporters._report._dimensions import HOUR, Cut, Source


Statement = Executable

_TABLES: Final[Mapping[Source, Table]] = {
    "hourly_responses": HOURLY_RESPONSES,
    "hourly_components": HOURLY_COMPONENTS,
    "hourly_allocations": HOURLY_ALLOCATIONS,
    "hourly_allocated_components": HOURLY_ALLOCATED_COMPONENTS,
}
_TOKENS: Final = (
    "uncached_prompt_tokens",
    "cached_tokens",
    "tool_use_tokens",
    "candidates_tokens",
    "thoughts_tokens",
    "unknown_tokens",
)
_NO: Final[ColumnElement[int]] = literal_column("0")
_ONE: Final[ColumnElement[int]] = literal_column("1")


def ask_version() -> Statement:
    """Which tables these are."""
    return select(func.max(LEDGER_VERSION.c.version).label("kept_version"))


def ask_first_hour() -> Statement:
    """When the ledger begins."""
    return select(func.min(HOURLY_RESPONSES.c.hour).label("first_hour"))


def ask_sums(cut: Cut) -> Statement:
    """The sums by the columns of a cut, and by hour where it has hours.

    The dimensions come first, the hour before the others; then the sums. Of lines of bills these
    are their number and amount. Without columns they are the members of `Sums`; else, because a
    database takes much longer for all of them, responses, those with no price and those with one
    for a part, tokens of prompts and of answers, and the amount.
    """
    table = _TABLES[cut.source]
    return (_ask_allocated if cut.is_allocated else _ask_hours)(table, cut)


def ask_unpriced() -> Statement:
    """How many responses and tokens had no price or not for all, by the reasons why."""
    reasons = RESPONSES.c.unpriced_reasons
    return (
        select(
            reasons.label("why"),
            func.count().label("sum_responses"),
            func.sum(_all_tokens()).label("sum_tokens"),
        )
        # The very condition of a partial index.
        .where(*_within(RESPONSES), RESPONSES.c.cost_complete == false())
        .group_by(reasons)
    )


def ask_retried() -> Statement:
    """How many responses took several attempts, and what they cost."""
    return select(
        func.count().label("sum_responses"),
        func.coalesce(func.sum(RESPONSES.c.nano_usd), _NO).label("sum_nano"),
        func.count(RESPONSES.c.nano_usd).label("sum_priced"),
        _count(RESPONSES.c.cost_complete == true()).label("sum_complete"),
        # The very condition of a partial index.
    ).where(*_within(RESPONSES), RESPONSES.c.attempts > _ONE)


def _ask_hours(table: Table, cut: Cut) -> Statement:
    keys = [table.c[name] for name in _list_keys(cut)]
    sums = _list_some(table) if cut.columns and not cut.is_of_lines else _list_sums(table)
    return _add_up(keys, sums).where(*_within(table)).group_by(*keys)


def _ask_allocated(table: Table, cut: Cut) -> Statement:
    """Allocations have numbers, by which rows are added up several times as fast as by names."""
    kept = _keep_hours(table) if cut.has_hours else _add_up_allocations(table)
    keys = [kept.c[name] if name == HOUR else ALLOCATIONS.c[name] for name in _list_keys(cut)]
    joined = kept.join(ALLOCATIONS, ALLOCATIONS.c.id == kept.c.of)
    sums = [column for column in kept.c if column.name not in (HOUR, "of")]
    return _add_up(keys, sums).select_from(joined).group_by(*keys)


def _keep_hours(table: Table) -> Subquery:
    of = table.c.allocation.label("of")
    return select(table.c.hour, of, *_list_sums(table)).where(*_within(table)).subquery()


def _add_up_allocations(table: Table) -> Subquery:
    of = table.c.allocation
    sums = [func.sum(column).label(f"all_{n}") for n, column in enumerate(_list_sums(table))]
    return select(of.label("of"), *sums).where(*_within(table)).group_by(of).subquery()


def _add_up(
    keys: Sequence[ColumnElement[Any]], columns: Sequence[ColumnElement[Any]]
) -> Select[Unpack[tuple[Any, ...]]]:
    labelled = [key.label(f"by_{n}") for n, key in enumerate(keys)]
    sums = [func.sum(column).label(f"sum_{n}") for n, column in enumerate(columns)]
    return select(*labelled, *sums)


def _list_keys(cut: Cut) -> tuple[str, ...]:
    return (*((HOUR,) if cut.has_hours else ()), *cut.columns)


def _list_some(table: Table) -> list[ColumnElement[Any]]:
    one = table.c
    return [
        one.responses,
        one.unpriced_responses,
        one.incomplete_responses,
        one.uncached_prompt_tokens + one.cached_tokens + one.tool_use_tokens,
        one.candidates_tokens + one.thoughts_tokens,
        one.nano_usd,
    ]


def _list_sums(table: Table) -> list[ColumnElement[Any]]:
    return [column for column in table.c if not column.primary_key]


def _within(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.hour >= bindparam("start"), table.c.hour < bindparam("end")


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, _ONE), else_=_NO))


def _all_tokens() -> ColumnElement[int]:
    first, *others = (RESPONSES.c[name] for name in _TOKENS)
    return sum(others, start=first)
