"""Every question to a ledger's tables, once for all databases."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, case, func, literal_column, select

from dashboards.sql._engine import Engine, fill
from dashboards.sql._statement import (
    COST,
    LINE_COUNT,
    NO,
    NOBODY,
    RESPONSE_COUNT,
    SERIES,
    TIME,
    TOKENS,
    Asked,
    Query,
    Window,
    add_up,
    choose_all,
    count_tokens,
    count_usd,
    find_before,
    find_month,
    find_range,
)
from gemini_otel._semconv import OUTCOME_ANSWERED
from gemini_otel.pricing._names import THINKING
from gemini_otel_exporters._ledger._schema import HOURLY_COMPONENTS, HOURLY_RESPONSES, RESPONSES


def _total(name: str, title: str, window: Callable[[Engine], Window], column: str) -> Query:
    table = HOURLY_RESPONSES
    return Query(
        name,
        lambda engine: select(count_usd(table, engine, column).label(title)).where(
            choose_all(table, window(engine))
        ),
    )


SPENT: Final = _total("spent", COST, find_range, "nano_usd")
BEFORE: Final = _total("spent before", COST, find_before, "nano_usd")
MONTH_TO_DATE: Final = _total("month to date", COST, find_month, "nano_usd")
SAVED: Final = _total("saved by caching", COST, find_range, "savings_nano_usd")


def _nano(table: Table, window: Window, *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return (
        select(add_up(table.c.nano_usd)).where(choose_all(table, window), *where).scalar_subquery()
    )


def _part(part: ColumnElement[Any], whole: ColumnElement[Any]) -> Asked:
    """A quotient of sums, the only one that is no exact number; nothing where there is no whole."""
    quotient = (part * literal_column("1.0")).op("/")(func.nullif(whole, NO))
    return select(quotient.label("Share"))


def _compare(window: Window, before: Window) -> Asked:
    ours, theirs = (_nano(HOURLY_RESPONSES, one) for one in (window, before))
    return _part(ours - theirs, theirs)


CHANGE: Final = Query(
    "change on the period before",
    lambda engine: _compare(find_range(engine), find_before(engine)),
)
THINKING_SHARE: Final = Query(
    "thinking's share of the cost",
    lambda engine: _part(
        _nano(HOURLY_COMPONENTS, find_range(engine), HOURLY_COMPONENTS.c.component == THINKING),
        _nano(HOURLY_RESPONSES, find_range(engine)),
    ),
)
_VAIN: Final = HOURLY_RESPONSES.c.outcome != OUTCOME_ANSWERED
WASTED: Final = Query(
    "paid in vain",
    lambda engine: select(count_usd(HOURLY_RESPONSES, engine).label(COST)).where(
        choose_all(HOURLY_RESPONSES, find_range(engine)), _VAIN
    ),
)
UNPRICED: Final = Query(
    "unpriced responses",
    lambda engine: select(
        add_up(
            HOURLY_RESPONSES.c.unpriced_responses + HOURLY_RESPONSES.c.incomplete_responses
        ).label(RESPONSE_COUNT)
    ).where(choose_all(HOURLY_RESPONSES, find_range(engine))),
)


def _ask_days_of_models(engine: Engine) -> Asked:
    kept = HOURLY_RESPONSES.c
    day = fill(engine.day, kept.hour)
    return (
        select(
            day.label(TIME),
            kept.model.label(SERIES),
            count_usd(HOURLY_RESPONSES, engine).label("Value"),
        )
        .where(choose_all(HOURLY_RESPONSES, find_range(engine)))
        .group_by(day, kept.model)
        .order_by(day, kept.model)
    )


DAYS_OF_MODELS: Final = Query("each day by model", _ask_days_of_models, is_series=True)


def _price(engine: Engine) -> ColumnElement[Any]:
    """Nothing where nothing could be priced: that is not the same as nought."""
    kept = HOURLY_RESPONSES.c
    is_priced = func.sum(kept.responses) > func.sum(kept.unpriced_responses)
    return case((is_priced, count_usd(HOURLY_RESPONSES, engine)))


def _ask_hourly(title: str, key: Callable[[Engine], ColumnElement[Any]], engine: Engine) -> Any:
    table = HOURLY_RESPONSES
    return (
        select(
            key(engine).label(title),
            _price(engine).label(COST),
            add_up(table.c.responses).label(RESPONSE_COUNT),
            *(count_tokens(table, tokens).label(tokens) for tokens in TOKENS),
        )
        .where(choose_all(table, find_range(engine)))
        .group_by(key(engine))
    )


DAYS: Final = Query(
    "each day",
    lambda engine: _ask_hourly("Day", _find_day, engine).order_by(_find_day(engine)),
)
MODELS: Final = Query(
    "each model",
    lambda engine: _first_the_most(_ask_hourly("Model", _model, engine), HOURLY_RESPONSES),
)
OUTCOMES: Final = Query(
    "paid in vain by outcome",
    lambda engine: _first_the_most(
        _ask_hourly("Outcome", _outcome, engine).where(_VAIN), HOURLY_RESPONSES
    ),
)


def _find_day(engine: Engine) -> ColumnElement[Any]:
    return fill(engine.date, HOURLY_RESPONSES.c.hour)


def _model(_: Engine) -> ColumnElement[Any]:
    return HOURLY_RESPONSES.c.model


def _outcome(_: Engine) -> ColumnElement[Any]:
    return HOURLY_RESPONSES.c.outcome


def _first_the_most(asked: Asked, table: Table) -> Asked:
    """The most expensive first, and among equals the order of their names."""
    return asked.order_by(add_up(table.c.nano_usd).desc(), literal_column("1"))


def _ask_components(engine: Engine) -> Asked:
    table = HOURLY_COMPONENTS
    asked = (
        select(
            table.c.component.label("Component"),
            count_usd(table, engine).label(COST),
            add_up(table.c.lines).label(LINE_COUNT),
        )
        .where(choose_all(table, find_range(engine)))
        .group_by(table.c.component)
    )
    return _first_the_most(asked, table)


BY_COMPONENT: Final = Query("by component", _ask_components)


def _by_owner(title: str, name: str) -> Query:
    def ask(engine: Engine) -> Asked:
        table, key = RESPONSES, func.coalesce(RESPONSES.c[name], NOBODY)
        asked = (
            select(
                key.label(title),
                (func.sum(table.c.nano_usd) * literal_column(engine.nano)).label(COST),
                func.count().label(RESPONSE_COUNT),
                *(count_tokens(table, tokens).label(tokens) for tokens in TOKENS),
            )
            .where(choose_all(table, find_range(engine)))
            .group_by(RESPONSES.c[name])
        )
        return _first_the_most(asked, table)

    return Query(f"by {name}", ask)


TENANTS: Final = _by_owner("Tenant", "tenant")
FEATURES: Final = _by_owner("Feature", "feature")
SERVICES: Final = _by_owner("Service", "service")


def _ask_reasons(engine: Engine) -> Asked:
    """A response with several reasons counts for each of them."""
    reason = fill(engine.each, RESPONSES.c.unpriced_reasons).label("reason")
    told = (
        select(reason)
        .where(choose_all(RESPONSES, find_range(engine)), ~RESPONSES.c.cost_complete)
        .subquery("told")
    )
    return (
        select(told.c.reason.label("Reason"), func.count().label(RESPONSE_COUNT))
        .group_by(told.c.reason)
        .order_by(func.count().desc(), told.c.reason)
    )


REASONS: Final = Query("unpriced by reason", _ask_reasons)
