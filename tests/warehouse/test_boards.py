"""Every panel of a ledger's boards says what `gemini-otel report` says, on both real engines."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gemini_otel_exporters._report._breakdown import Line
from gemini_otel_exporters._report._dimensions import Cut
from gemini_otel_exporters._report._options import Options, read_question
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._sums import Sums
from gemini_otel_exporters._report._whole import report_on
from tests.warehouse.boards import NAMES, Look, ask, list_queries, read_board
from tests.warehouse.conftest import Engines


PACIFIC = ZoneInfo("America/Los_Angeles")
MIDNIGHT = timedelta(milliseconds=1)
ODD_MODEL = "<b>'\"\\é"


@dataclass(frozen=True, slots=True)
class Asked:
    """A look at a board, and the days of the report that it is held against."""

    look: Look
    since: str
    until: str
    now: str


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC)


def _look(since: str, end: datetime) -> Look:
    return Look(_at(since), end)


LOOKS = {
    "whole days": Asked(
        _look("2026-11-05", _at("2026-11-20") - MIDNIGHT),
        "2026-11-05",
        "2026-11-19",
        "2026-11-20",
    ),
    "the day of 25 hours": Asked(
        _look("2026-11-01", _at("2026-11-04")), "2026-11-01", "2026-11-03", "2026-11-04"
    ),
    "after the day of 25 hours": Asked(
        _look("2026-11-02", _at("2026-11-03") - MIDNIGHT),
        "2026-11-02",
        "2026-11-02",
        "2026-11-03",
    ),
    "so far": Asked(
        _look("2026-11-12", _at("2026-11-15T15:20")),
        "2026-11-12",
        "2026-11-15",
        "2026-11-15T15:20",
    ),
    "nothing": Asked(
        _look("2026-12-05", _at("2026-12-07")), "2026-12-05", "2026-12-06", "2026-12-07"
    ),
}


def _report(
    engines: Engines, asked: Asked, by: str | None = None, now: datetime | None = None
) -> Report:
    options = Options(asked.since, asked.until, by, None, "America/Los_Angeles")
    now = now or _at(asked.now)
    file = engines["sqlite"].url.database
    return report_on(file, read_question(options, now), with_owners=True)


def _usd(nano: int) -> Decimal:
    return Decimal(nano).scaleb(-9)


def _tell(sums: Sums) -> tuple[Any, ...]:
    amount = _usd(sums.nano) if sums.has_amount else None
    return (amount, sums.responses, sums.input_tokens, sums.output_tokens)


def _tell_lines(lines: list[Line]) -> list[tuple[Any, ...]]:
    """As a table has them: what it is of, counts, amount; nothing for days without anything."""
    return [
        (line.key[0] if line.key[0] is not None else "(none)", *_tell(line.sums))
        for line in lines
        if line.sums.responses
    ]


def _tell_owners(report: Report, name: str) -> list[tuple[Any, ...]]:
    found = [one.lines for one in report.owners if one.cut == Cut((name,))]
    return _tell_lines(found[0]) if found else []


def _share(part: int, whole: int) -> list[tuple[Any, ...]]:
    return [(Decimal(part) / Decimal(whole) if whole else None,)]


TOLD: dict[str, Callable[[Report], list[tuple[Any, ...]]]] = {
    "Spent": lambda it: [(_usd(it.total.nano),)],
    "Spent before": lambda it: [(_usd(it.previous.nano),)],
    "Change on the period before": lambda it: _share(
        it.total.nano - it.previous.nano, it.previous.nano
    ),
    "Month to date": lambda it: [(_usd(it.month.spent.nano),)],
    "Thinking's share": lambda it: _share(it.thinking.nano, it.total.nano),
    "Saved by caching": lambda it: [(_usd(it.total.savings_nano),)],
    "Paid in vain": lambda it: [(_usd(it.wasted.nano),)],
    "Unpriced responses": lambda it: [(it.total.unpriced + it.total.incomplete,)],
    "Models": lambda it: _tell_lines(it.models),
    "Components of the bills": lambda it: [
        (line.key[0], _usd(line.sums.nano), line.sums.responses) for line in it.components
    ],
    "Days": lambda it: _tell_lines(it.days),
    "Tenants": lambda it: _tell_owners(it, "tenant"),
    "Features": lambda it: _tell_owners(it, "feature"),
    "Paid in vain, by what became of it": lambda it: _tell_lines(it.waste),
    "Unpriced responses, by reason": lambda it: [(one.reason, one.responses) for one in it.reasons],
}
"""What each panel has to say; the others have tests of their own."""
SHARES = ("Change on the period before", "Thinking's share")
OTHERS = {"Spent each Pacific day, by model (USD)", "Services"}


def _rank(row: tuple[Any, ...]) -> str:
    return repr(row[0])


def _settle(title: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in the order of their names; quotients to twelve digits, since they have no end."""
    if title in SHARES:
        return [tuple(one and round(one, 12) for one in row) for row in rows]
    return sorted(rows, key=_rank)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Each of the two databases."""
    found: str = request.param
    return found


@pytest.fixture
def engine(engines: Engines, name: str) -> Engine:
    """The database of the name."""
    return engines[name]


@pytest.mark.parametrize("title", TOLD)
@pytest.mark.parametrize("asked", LOOKS.values(), ids=LOOKS)
def test_a_panel_says_what_the_report_says(
    engines: Engines, engine: Engine, name: str, title: str, asked: Asked
) -> None:
    """The rows of a panel are the report's over the same hours, to the nano-dollar."""
    rows = ask(engine, name, list_queries(name)[title], asked.look)
    # A month to date ends with the hour that it is, for the board with the end of its range.
    now = asked.look.end - MIDNIGHT if title == "Month to date" else None

    assert _settle(title, TOLD[title](_report(engines, asked, now=now))) == _settle(title, rows)


@pytest.mark.parametrize("asked", LOOKS.values(), ids=LOOKS)
def test_services_are_the_reports(
    engines: Engines, engine: Engine, name: str, asked: Asked
) -> None:
    """The table of services is `--by service`."""
    report = _report(engines, asked, "service")
    assert report.breakdown is not None

    rows = ask(engine, name, list_queries(name)["Services"], asked.look)

    assert sorted(_tell_lines(report.breakdown.lines), key=_rank) == sorted(rows, key=_rank)


@pytest.mark.parametrize("asked", LOOKS.values(), ids=LOOKS)
def test_days_are_the_reports(engines: Engines, engine: Engine, name: str, asked: Asked) -> None:
    """Each bar is `--by day,model`, and begins with midnight in Los Angeles."""
    report = _report(engines, asked, "day,model")
    assert report.breakdown is not None
    text = list_queries(name)["Spent each Pacific day, by model (USD)"]
    rows = ask(engine, name, text, asked.look)

    assert {(*line.key, _usd(line.sums.nano)) for line in report.breakdown.lines} == {
        (_find_day(at), model, amount) for at, model, amount in rows
    }


def _find_day(at: datetime) -> str:
    """ClickHouse's driver leaves the zone out."""
    local = at.astimezone(PACIFIC) if at.tzinfo else at
    assert (0, 0) == (local.hour, local.minute)
    return local.date().isoformat()


@pytest.mark.parametrize("model", ["gemini-3.8-flash", ODD_MODEL])
def test_a_choice_is_of_its_own(engines: Engines, engine: Engine, name: str, model: str) -> None:
    """One chosen model is its line of the report, whatever stands in its name."""
    asked = LOOKS["whole days"]
    [line] = [one for one in _report(engines, asked).models if one.key == (model,)]
    look = Look(asked.look.start, asked.look.end, {"model": [model]})

    rows = ask(engine, name, list_queries(name)["Models"], look)

    assert _tell_lines([line]) == rows


def test_several_choices_add_up(engines: Engines, engine: Engine, name: str) -> None:
    """Two platforms and three tiers are all of them, in every panel that has rows of any."""
    asked = LOOKS["whole days"]
    chosen = {"platform": ["gemini_api", "vertex"], "tier": ["standard", "batch", "flex"]}
    some = Look(asked.look.start, asked.look.end, chosen)
    texts = list_queries(name)

    differing = [
        title
        for title, text in texts.items()
        if ask(engine, name, text, asked.look) != ask(engine, name, text, some)
    ]

    assert [] == differing


def test_choices_are_those_of_the_range(engine: Engine, name: str) -> None:
    """What can be chosen is what the ledger has in the time range."""
    variables = {one["name"]: one.get("query") for one in read_board(name)["templating"]["list"]}
    found = {
        key: {row[0] for row in ask(engine, name, variables[key], LOOKS["whole days"].look)}
        for key in ("model", "platform", "tier")
    }

    assert {"gemini_api", "vertex"} == found["platform"]
    assert {"standard", "batch", "flex"} == found["tier"]
    assert {"gemini-3.8-flash", ODD_MODEL} <= found["model"]


def test_the_range_is_of_hours_that_begin_in_it(engine: Engine, name: str) -> None:
    """Ranges that touch in the middle of an hour share none and leave none out."""
    text = list_queries(name)["Spent"]
    times = [_at(one) for one in ("2026-11-07", "2026-11-07T10:20", "2026-11-08")]
    looks = [Look(times[a], times[b]) for a, b in ((0, 1), (1, 2), (0, 2))]

    [[first], [second], [both]] = [ask(engine, name, text, look)[0] for look in looks]

    assert first > 0 < second
    assert both == first + second


@pytest.mark.parametrize("name", NAMES)
def test_no_panel_is_left_out(name: str) -> None:
    """Every panel that asks is held against the report."""
    assert {*TOLD} | OTHERS == {*list_queries(name)}
