"""What two databases spell differently, and how Grafana's data sources for them are asked."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, literal_column


PACIFIC: Final = "'America/Los_Angeles'"
"""Google's bills begin and end their days here."""
NOT_TOLD: Final = "not told"
"""The reason of what has no price and says no reason, as in the reports."""
_HOUR: Final = "3600"


@dataclass(frozen=True, slots=True)
class Engine:
    """A database that holds a ledger's tables or views of the same columns.

    Hours are counted since 1970. Those of a range begin in it: a range ends before the hour that
    begins with its end, so that ranges that touch share no hour and leave none out.

    Attributes:
        name: Its name, as a folder has it.
        title: Its name, as a board says it.
        plugin: Grafana's data source for it.
        about: What its numbers are made of, and what may be missing from them.
        start: The first hour of the board's range.
        end: The first hour after it.
        nano: A billionth that a sum is multiplied by, exactly.
        wall: The Pacific date and time at which an hour begins; `{}` is the hour.
        day: The moment at which the Pacific day of an hour begins.
        date: That day, as a text.
        month: The first hour of the Pacific month of an hour.
        days: How many Pacific days a range has, from `{0}` to `{1}`, begun ones included.
        earlier: An hour so many days earlier on Pacific clocks; `{0}` is the hour, `{1}` the days.
        each: Each of the reasons in a column, a row for every one of them.
        series: What a query says beside its text where it is one of time series.
        table: The same of a table.
        display: What a series is called, where the data source does not do that itself.
    """

    name: str
    title: str
    plugin: str
    about: str
    start: str
    end: str
    nano: str
    wall: str
    day: str
    date: str
    month: str
    days: str
    earlier: str
    each: str
    series: tuple[tuple[str, Any], ...]
    table: tuple[tuple[str, Any], ...]
    display: str = ""

    @property
    def range(self) -> tuple[str, str]:
        """The hours of the board's range."""
        return self.start, self.end

    @property
    def month_to_date(self) -> tuple[str, str]:
        """The hours of the Pacific month in which the board's range ends, until it ends."""
        return self.month.format(f"({self.end} - 1)"), self.end

    def count_days(self, start: object, end: object) -> ColumnElement[Any]:
        """How many Pacific days lie between two hours, begun ones included."""
        walls = (self.wall.format(one) for one in (start, end))
        return literal_column(self.days.format(*walls))


def fill(pattern: str, *names: object) -> ColumnElement[Any]:
    """An expression from one of the patterns."""
    return literal_column(pattern.format(*names))


_PG_HOUR: Final = f"ceil(extract(epoch FROM {{}}::timestamptz) / {_HOUR})::bigint"
_PG_TIME: Final = f"to_timestamp({{}}::bigint * {_HOUR})"
_PG_EPOCH: Final = f"(extract(epoch FROM {{}}) / {_HOUR})::bigint"

POSTGRESQL: Final = Engine(
    name="postgresql",
    title="PostgreSQL",
    plugin="grafana-postgresql-datasource",
    about=(
        "This board reads a ledger in PostgreSQL. What still waits in the spool of a program is "
        "not in it: `gemini-otel ledger` tells how much that is."
    ),
    start=_PG_HOUR.format("$__timeFrom()"),
    end=_PG_HOUR.format("$__timeTo()"),
    nano="0.000000001",
    wall=f"({_PG_TIME} AT TIME ZONE {PACIFIC})",
    day=f"date_trunc('day', {_PG_TIME}, {PACIFIC})",
    date=f"to_char({_PG_TIME} AT TIME ZONE {PACIFIC}, 'YYYY-MM-DD')",
    month=_PG_EPOCH.format(f"date_trunc('month', {_PG_TIME}, {PACIFIC})"),
    days="ceil(extract(epoch FROM {1} - {0}) / 86400)::int",
    earlier=_PG_EPOCH.format(
        f"({_PG_TIME.format('{0}')} AT TIME ZONE {PACIFIC} - make_interval(days => {{1}}))"
        f" AT TIME ZONE {PACIFIC}"
    ),
    each=f"unnest(string_to_array(coalesce(nullif({{}}, ''), '{NOT_TOLD}'), ','))",
    series=(("format", "time_series"), ("rawQuery", True), ("editorMode", "code")),
    table=(("format", "table"), ("rawQuery", True), ("editorMode", "code")),
)

_CH_HOUR: Final = "intDiv(toUnixTimestamp64Milli({}) + 3599999, 3600000)"
_CH_TIME: Final = f"toDateTime({{}} * {_HOUR}, {PACIFIC})"

CLICKHOUSE: Final = Engine(
    name="clickhouse",
    title="ClickHouse",
    plugin="grafana-clickhouse-datasource",
    about=(
        "This board reads the views of `warehouse/clickhouse.sql` over the events that a Collector "
        "wrote into ClickHouse; one that came twice counts once. What never reached the Collector "
        "is not in it."
    ),
    start=_CH_HOUR.format("$__fromTime_ms"),
    end=_CH_HOUR.format("$__toTime_ms"),
    nano="toDecimal128('0.000000001', 9)",
    wall=f"({{0}} * {_HOUR} + timezoneOffset({_CH_TIME.format('{0}')}))",
    day=f"toStartOfDay({_CH_TIME})",
    date=f"toString(toDate({_CH_TIME}, {PACIFIC}))",
    month=f"intDiv(toUnixTimestamp(toDateTime(toStartOfMonth({_CH_TIME}), {PACIFIC})), {_HOUR})",
    days="intDiv({1} - {0} + 86399, 86400)",
    earlier=f"intDiv(toUnixTimestamp(subtractDays({_CH_TIME.format('{0}')}, {{1}})), {_HOUR})",
    each=f"arrayJoin(splitByChar(',', coalesce(nullIf({{}}, ''), '{NOT_TOLD}')))",
    series=(("editorType", "sql"), ("format", 0), ("queryType", "timeseries")),
    table=(("editorType", "sql"), ("format", 1), ("queryType", "table")),
    display="${__field.labels.metric}",
)

ENGINES: Final = (POSTGRESQL, CLICKHOUSE)
