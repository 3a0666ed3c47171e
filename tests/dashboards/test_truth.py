"""The money on boards against what was really spent, in programs of many kinds."""

import math
from collections.abc import Iterator

import pytest

from dashboards._queries import cost, health, tenants
from dashboards._queries._query import Query
from dashboards._words import ESTIMATE
from dashboards._worth import (
    EXTRAPOLATED_ERROR,
    HOUR_ERROR,
    PART_ERROR,
    RESTARTED_ERROR,
    TOTAL_ERROR,
)
from gemini_otel._metrics import CACHE_SAVINGS, COST, WASTE
from tests.backends.filled import Filled
from tests.backends.workload import (
    NANO_USD_A_ROUND,
    SAVED_NANO_USD_A_ROUND,
    WASTE_NANO_USD_A_ROUND,
)
from tests.dashboards.asking import Moment
from tests.dashboards.boards import BOARDS, DIALECTS
from tests.dashboards.truth import (
    END,
    HOUR_S,
    MONEY,
    SPAN_S,
    Backends,
    Money,
    ask,
    judge,
    measure,
    open_backends,
    tell,
)
from tests.dashboards.workloads import TENANT, list_workloads
from tests.legs.environments import ROOT


NAMES = tuple(one.service for one in list_workloads(END - SPAN_S, END))
BEGINS_ANEW = "namesakes"
WHOLE = (cost.SPEND, cost.ALL_MODELS, cost.MONTH_TO_DATE)
QUIET_AT_THE_EDGES = ("sparse", "lone", "jobs", "new series")
"""Programs that make no call in the minute before the window and in its last one."""
_NANO = 10**9
_SUMS = {
    cost.SPEND: sum(NANO_USD_A_ROUND.values()),
    cost.SAVED: SAVED_NANO_USD_A_ROUND,
    cost.WASTED: WASTE_NANO_USD_A_ROUND,
}


@pytest.fixture(scope="module")
def backends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backends]:
    """Both servers with the same past."""
    with open_backends(tmp_path_factory.mktemp("truth")) as opened:
        yield opened


def _err(backends: Backends, money: Money, name: str, window_s: int) -> float:
    """The error of all lines of a panel together, as a share of the true sum; the worse server."""
    [workload] = [one for one in backends.workloads if one.service == name]
    true = tell(money, workload, window_s)
    return max(
        _compare(true, ask(server, dialect, money, workload, window_s))
        for server, dialect in backends.each()
    )


def _compare(true: dict[str, float], said: dict[str, float]) -> float:
    away = math.fsum(abs(said.get(key, 0) - true.get(key, 0)) for key in true.keys() | said.keys())
    return away / math.fsum(true.values()) if away > 1e-9 else 0.0


@pytest.mark.parametrize("money", MONEY, ids=lambda money: money.query.name)
@pytest.mark.parametrize("name", NAMES)
def test_sums_of_hours_are_within_the_bound(backends: Backends, name: str, money: Money) -> None:
    """Six hours of any program are shown as well as the panels say they are."""
    bound = TOTAL_ERROR if money.query in WHOLE else PART_ERROR
    bound = RESTARTED_ERROR if name == BEGINS_ANEW else bound

    assert _err(backends, money, name, SPAN_S) <= bound


@pytest.mark.parametrize("name", [name for name in NAMES if name != BEGINS_ANEW])
def test_an_hour_is_within_the_bound(backends: Backends, name: str) -> None:
    """An hour lacks the calls of its last minute, and has those of the minute before."""
    assert _err(backends, MONEY[0], name, HOUR_S) <= HOUR_ERROR


@pytest.mark.parametrize("money", MONEY, ids=lambda money: money.query.name)
@pytest.mark.parametrize("name", QUIET_AT_THE_EDGES)
def test_what_was_told_is_exact(backends: Backends, name: str, money: Money) -> None:
    """Where no call waits for an export, boards have every nano-dollar, line by line."""
    assert 0 == _err(backends, money, name, SPAN_S)


@pytest.mark.parametrize("name", NAMES)
def test_a_projection_goes_on_as_the_last_day_went(backends: Backends, name: str) -> None:
    """At 04:00 Pacific of the 21st, nine days and 20 hours are left of November."""
    bound = RESTARTED_ERROR if name == BEGINS_ANEW else TOTAL_ERROR
    [workload] = [one for one in backends.workloads if one.service == name]
    day = workload.count(COST, END - 24 * HOUR_S, END) / _NANO

    ahead = [
        ask(server, dialect, Money(cost.PROJECTION), workload, SPAN_S)[""]
        - ask(server, dialect, Money(cost.MONTH_TO_DATE), workload, SPAN_S)[""]
        for server, dialect in backends.each()
    ]

    assert pytest.approx([(9 + 20 / 24) * day] * 2, rel=bound) == ahead


def test_a_restart_is_counted_once(backends: Backends) -> None:
    """Eight processes began anew under one name, each with many series."""
    [workload] = [one for one in backends.workloads if one.service == BEGINS_ANEW]

    said = [
        ask(server, dialect, Money(health.RESETS), workload, SPAN_S)
        for server, dialect in backends.each()
    ]

    assert [{BEGINS_ANEW: 8}] * 2 == said


def test_the_largest_tenants_are_those_of_the_whole_range(backends: Backends) -> None:
    """Of 17 tenants that come one after another, five have a line: not the largest until then."""
    [workload] = [one for one in backends.workloads if one.service == "new series"]
    spent = workload.split(COST, TENANT, END - SPAN_S, END)
    moment = Moment(END - SPAN_S, END, 60, "4m")

    drawn = list[set[str]]()
    for server, dialect in backends.each():
        text = tenants.LARGEST_PER_HOUR.text(dialect).replace("$service", workload.service)
        lines = server.query_range(moment.fill(text), moment.start, moment.end, moment.step_s)
        drawn.append({labels[dialect.tenant] for labels, _ in lines})

    assert [{*sorted(spent, key=lambda one: spent[one])[-tenants.MOST :]}] * 2 == drawn


def test_increase_would_be_wrong(backends: Backends) -> None:
    """Short jobs and lone charges are why panels do not ask for `increase` in Prometheus."""
    errors = {one.workload.service: one.errors["increase()"] for one in judge(backends, SPAN_S)}

    assert errors["jobs"] > 0.04
    assert 0.7 < errors["lone"] < EXTRAPOLATED_ERROR


def test_the_table_is_in_the_documentation(backends: Backends) -> None:
    """docs/dashboards.md has the measured numbers, and no others."""
    written = (ROOT / "docs" / "dashboards.md").read_text("utf-8").splitlines()

    assert [] == [line for line in measure(backends) if line not in written]


def test_panels_of_money_say_what_it_is_worth() -> None:
    """The description of every panel with such a sum has the measured bounds."""
    asked = {id(money.query) for money in MONEY}
    silent = [
        panel.title
        for board in BOARDS
        for panel in board.panels()
        if any(id(query) in asked for query in panel.queries) and ESTIMATE not in panel.description
    ]

    assert [] == silent


@pytest.mark.parametrize("place", range(len(DIALECTS)), ids=lambda place: DIALECTS[place].folder)
@pytest.mark.parametrize("query", _SUMS, ids=lambda query: query.name)
def test_real_calls_are_shown_exactly(filled: Filled, query: Query, place: int) -> None:
    """What real calls cost is on the board to the nano-dollar, by scrape and by OTLP."""
    server = (filled.prometheus, filled.victoria_metrics)[place]
    moment = Moment(filled.started - 1, filled.ended, 1, "10s")

    said = server.ask(moment.fill(query.text(DIALECTS[place])), filled.ended)

    assert filled.rounds * _SUMS[query] == round(said * _NANO)


@pytest.mark.parametrize("place", range(len(DIALECTS)), ids=lambda place: DIALECTS[place].folder)
def test_tenants_are_shown_exactly(filled: Filled, place: int) -> None:
    """So is what each tenant's calls cost."""
    server, dialect = (filled.prometheus, filled.victoria_metrics)[place], DIALECTS[place]
    moment = Moment(filled.started - 1, filled.ended, 1, "10s")
    found = server.query(moment.fill(tenants.SPEND.text(dialect)), filled.ended)

    said = {one.labels[dialect.tenant]: round(one.value * _NANO) for one in found}

    assert {who: filled.rounds * nano for who, nano in NANO_USD_A_ROUND.items()} == said


def test_every_kind_of_money_is_measured() -> None:
    """Cost, savings and waste are each asked for."""
    assert {COST, CACHE_SAVINGS, WASTE} == {money.metric for money in MONEY}
