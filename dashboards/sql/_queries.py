"""Every question to a ledger's tables, once for all databases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal_column, or_, select
from sqlalchemy.engine.default import DefaultDialect

from dashboards.sql._engine import Engine, fill
from gemini_otel._semconv import OUTCOME_ANSWERED
from gemini_otel.pricing._names import THINKING
from gemini_otel_exporters._ledger._schema import HOURLY_COMPONENTS, HOURLY_RESPONSES, RESPONSES


Window = tuple[ColumnElement[Any], ColumnElement[Any]]
Ask = Callable[[Engine], Select[Any]]

TIME: Final = "time"
SERIES: Final = "metric"
"""What Grafana takes a series' name from."""
COST: Final = "Cost (USD)"
RESPONSE_COUNT: Final = "Responses"
LINE_COUNT: Final = "Lines"
TOKENS_IN: Final = "Tokens in"
TOKENS_OUT: Final = "Tokens out"
NOBODY: Final = "(none)"
CHOICES: Final = ("model", "platform", "tier")
"""What a reader may choose; hourly sums are kept by these, so that every panel follows."""
EVERYTHING: Final = "'*'"

_TOKENS: Final = {
    TOKENS_IN: ("uncached_prompt_tokens", "cached_tokens", "tool_use_tokens"),
    TOKENS_OUT: ("candidates_tokens", "thoughts_tokens"),
}
_NO: Final[ColumnElement[int]] = literal_column("0")
_DIALECT: Final = DefaultDialect()
_DIALECT.supports_native_boolean = True


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Attributes:
        name: What it asks, in words that are a name.
        ask: The statement for a database, with Grafana's macros and variables in it.
        is_series: Whether its rows are points of series; else they are lines of a table.
    """

    name: str
    ask: Ask
    is_series: bool = False

    def text(self, engine: Engine) -> str:
        """It in SQL."""
        made = self.ask(engine).compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
        return _break_lines(str(made))


def _break_lines(text: str) -> str:
    for word, begun in ((" AND ", "\n  AND "), (" GROUP BY", "\nGROUP BY"), (" ORDER", "\nORDER")):
        text = text.replace(word, begun)
    return "\n".join(line.rstrip() for line in text.splitlines()).replace("\n SELECT", "\nSELECT")


def list_choices(name: str, engine: Engine) -> str:
    """What can be chosen of one of the choices, in SQL."""
    column = HOURLY_RESPONSES.c[name]
    within = _within(HOURLY_RESPONSES, _range(engine))
    return Query(name, lambda _: select(column).distinct().where(within).order_by(column)).text(
        engine
    )


def _range(engine: Engine) -> Window:
    start, end = engine.range
    return literal_column(start), literal_column(end)


def _month(engine: Engine) -> Window:
    start, end = engine.month_to_date
    return literal_column(start), literal_column(end)


def _before(engine: Engine) -> Window:
    """The same hours of as many days before, so that mornings are compared with mornings."""
    start, end = _range(engine)
    asked = select(start.label("start_hour"), end.label("end_hour")).cte("asked")
    days = engine.count_days(asked.c.start_hour, asked.c.end_hour).label("days")
    spans = select(asked.c.start_hour, asked.c.end_hour, days).cte("spans")
    earlier = (fill(engine.earlier, one, spans.c.days) for one in (spans.c[0], spans.c[1]))
    before = select(
        *(one.label(column.name) for one, column in zip(earlier, spans.c, strict=False))
    ).select_from(spans)
    known = before.cte("before")
    return select(known.c.start_hour).scalar_subquery(), select(known.c.end_hour).scalar_subquery()


def _within(table: Table, window: Window) -> ColumnElement[bool]:
    start, end = window
    return and_(table.c.hour >= start, table.c.hour < end)


def _chosen(table: Table, window: Window) -> ColumnElement[bool]:
    return and_(_within(table, window), *(_choose(table, name) for name in CHOICES))


def _choose(table: Table, name: str) -> ColumnElement[bool]:
    """Grafana puts the text for everything in as it is, and quotes all others."""
    chosen: ColumnElement[Any] = literal_column(f"(${{{name}:sqlstring}})")
    return or_(literal_column(EVERYTHING).op("IN")(chosen), table.c[name].op("IN")(chosen))


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), _NO)


def _usd(table: Table, engine: Engine, name: str = "nano_usd") -> ColumnElement[Any]:
    """Whole nano-dollars are added; the point is moved afterwards, as a decimal."""
    return _sum(table.c[name]) * literal_column(engine.nano)


def _tokens(table: Table, title: str) -> ColumnElement[Any]:
    first, *others = (table.c[name] for name in _TOKENS[title])
    return _sum(sum(others, start=first))


def _total(name: str, title: str, window: Callable[[Engine], Window], column: str) -> Query:
    table = HOURLY_RESPONSES
    return Query(
        name,
        lambda engine: select(_usd(table, engine, column).label(title)).where(
            _chosen(table, window(engine))
        ),
    )


SPENT: Final = _total("spent", COST, _range, "nano_usd")
BEFORE: Final = _total("spent before", COST, _before, "nano_usd")
MONTH_TO_DATE: Final = _total("month to date", COST, _month, "nano_usd")
SAVED: Final = _total("saved by caching", COST, _range, "savings_nano_usd")


def _nano(table: Table, window: Window, *where: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(_sum(table.c.nano_usd)).where(_chosen(table, window), *where).scalar_subquery()


def _part(part: ColumnElement[Any], whole: ColumnElement[Any]) -> Select[Any]:
    """A quotient of sums, the only one that is no exact number; nothing where there is no whole."""
    quotient = (part * literal_column("1.0")).op("/")(func.nullif(whole, _NO))
    return select(quotient.label("Share"))


def _compare(window: Window, before: Window) -> Select[Any]:
    ours, theirs = (_nano(HOURLY_RESPONSES, one) for one in (window, before))
    return _part(ours - theirs, theirs)


CHANGE: Final = Query(
    "change on the period before",
    lambda engine: _compare(_range(engine), _before(engine)),
)
THINKING_SHARE: Final = Query(
    "thinking's share of the cost",
    lambda engine: _part(
        _nano(HOURLY_COMPONENTS, _range(engine), HOURLY_COMPONENTS.c.component == THINKING),
        _nano(HOURLY_RESPONSES, _range(engine)),
    ),
)
_VAIN: Final = HOURLY_RESPONSES.c.outcome != OUTCOME_ANSWERED
WASTED: Final = Query(
    "paid in vain",
    lambda engine: select(_usd(HOURLY_RESPONSES, engine).label(COST)).where(
        _chosen(HOURLY_RESPONSES, _range(engine)), _VAIN
    ),
)
UNPRICED: Final = Query(
    "unpriced responses",
    lambda engine: select(
        _sum(HOURLY_RESPONSES.c.unpriced_responses + HOURLY_RESPONSES.c.incomplete_responses).label(
            RESPONSE_COUNT
        )
    ).where(_chosen(HOURLY_RESPONSES, _range(engine))),
)


def _ask_days_of_models(engine: Engine) -> Select[Any]:
    kept = HOURLY_RESPONSES.c
    day = fill(engine.day, kept.hour)
    return (
        select(
            day.label(TIME), kept.model.label(SERIES), _usd(HOURLY_RESPONSES, engine).label("Value")
        )
        .where(_chosen(HOURLY_RESPONSES, _range(engine)))
        .group_by(day, kept.model)
        .order_by(day, kept.model)
    )


DAYS_OF_MODELS: Final = Query("each day by model", _ask_days_of_models, is_series=True)


def _ask_hourly(title: str, key: Callable[[Engine], ColumnElement[Any]], engine: Engine) -> Any:
    table = HOURLY_RESPONSES
    return (
        select(
            key(engine).label(title),
            _sum(table.c.responses).label(RESPONSE_COUNT),
            *(_tokens(table, tokens).label(tokens) for tokens in _TOKENS),
            _usd(table, engine).label(COST),
        )
        .where(_chosen(table, _range(engine)))
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


def _first_the_most(asked: Select[Any], table: Table) -> Select[Any]:
    """The most expensive first, and among equals the order of their names."""
    return asked.order_by(_sum(table.c.nano_usd).desc(), literal_column("1"))


def _ask_components(engine: Engine) -> Select[Any]:
    table = HOURLY_COMPONENTS
    asked = (
        select(
            table.c.component.label("Component"),
            _sum(table.c.lines).label(LINE_COUNT),
            _usd(table, engine).label(COST),
        )
        .where(_chosen(table, _range(engine)))
        .group_by(table.c.component)
    )
    return _first_the_most(asked, table)


BY_COMPONENT: Final = Query("by component", _ask_components)


def _by_owner(title: str, name: str) -> Query:
    def ask(engine: Engine) -> Select[Any]:
        table, key = RESPONSES, func.coalesce(RESPONSES.c[name], NOBODY)
        asked = (
            select(
                key.label(title),
                func.count().label(RESPONSE_COUNT),
                *(_tokens(table, tokens).label(tokens) for tokens in _TOKENS),
                _usd(table, engine).label(COST),
            )
            .where(_chosen(table, _range(engine)))
            .group_by(RESPONSES.c[name])
        )
        return _first_the_most(asked, table)

    return Query(f"by {name}", ask)


TENANTS: Final = _by_owner("Tenant", "tenant")
FEATURES: Final = _by_owner("Feature", "feature")
SERVICES: Final = _by_owner("Service", "service")


def _ask_reasons(engine: Engine) -> Select[Any]:
    """A response with several reasons counts for each of them."""
    reason = fill(engine.each, RESPONSES.c.unpriced_reasons).label("reason")
    told = (
        select(reason)
        .where(_chosen(RESPONSES, _range(engine)), ~RESPONSES.c.cost_complete)
        .subquery("told")
    )
    return (
        select(told.c.reason.label("Reason"), func.count().label(RESPONSE_COUNT))
        .group_by(told.c.reason)
        .order_by(func.count().desc(), told.c.reason)
    )


REASONS: Final = Query("unpriced by reason", _ask_reasons)
