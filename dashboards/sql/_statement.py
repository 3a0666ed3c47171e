"""What questions to a ledger's tables are made of: hours, choices and sums."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal_column, or_, select
from sqlalchemy.engine.default import DefaultDialect
from typing_extensions import Unpack

from dashboards.sql._engine import Engine, fill
from gemini_otel_exporters._ledger._schema import HOURLY_RESPONSES


Window = tuple[ColumnElement[Any], ColumnElement[Any]]
Asked = Select[Unpack[tuple[Any, ...]]]
"""A statement, whatever its columns are."""
Ask = Callable[[Engine], Asked]

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

TOKENS: Final = {
    TOKENS_IN: ("uncached_prompt_tokens", "cached_tokens", "tool_use_tokens"),
    TOKENS_OUT: ("candidates_tokens", "thoughts_tokens"),
}
NO: Final[ColumnElement[int]] = literal_column("0")
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
    within = _within(HOURLY_RESPONSES, find_range(engine))
    return Query(name, lambda _: select(column).distinct().where(within).order_by(column)).text(
        engine
    )


def find_range(engine: Engine) -> Window:
    """The hours of the board's range."""
    start, end = engine.range
    return literal_column(start), literal_column(end)


def find_month(engine: Engine) -> Window:
    """The hours of the Pacific month in which that ends, until then."""
    start, end = engine.month_to_date
    return literal_column(start), literal_column(end)


def find_before(engine: Engine) -> Window:
    """The same hours of as many days before, so that mornings are compared with mornings."""
    start, end = find_range(engine)
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


def choose_all(table: Table, window: Window) -> ColumnElement[bool]:
    """The rows of some hours that the board's variables choose."""
    return and_(_within(table, window), *(_choose(table, name) for name in CHOICES))


def _choose(table: Table, name: str) -> ColumnElement[bool]:
    """Grafana puts the text for everything in as it is, and quotes all others."""
    chosen: ColumnElement[Any] = literal_column(f"(${{{name}:sqlstring}})")
    return or_(literal_column(EVERYTHING).op("IN")(chosen), table.c[name].op("IN")(chosen))


def add_up(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A sum; nought where there is nothing."""
    return func.coalesce(func.sum(column), NO)


def count_usd(table: Table, engine: Engine, name: str = "nano_usd") -> ColumnElement[Any]:
    """Whole nano-dollars are added; the point is moved afterwards, as a decimal."""
    return add_up(table.c[name]) * literal_column(engine.nano)


def count_tokens(table: Table, title: str) -> ColumnElement[Any]:
    """The tokens of a column of that title."""
    first, *others = (table.c[name] for name in TOKENS[title])
    return add_up(sum(others, start=first))
