"""What the figures of a report are, worked out by hand."""

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gemini_otel_exporters._report._breakdown import Line
from gemini_otel_exporters._report._report import Reason
from tests.report.asking import NOW, ask, list_lines, run
from tests.report.ledgers import Billed, make_ledger


def test_the_total_is_the_sum_of_all_responses(tmp_path: Path) -> None:
    """Amounts are whole nano-dollars, however large."""
    large = 2**53 + 1
    file = make_ledger(
        tmp_path / "a.db", [Billed(bill={"input": large}), Billed(bill={"output": 1})]
    )
    report = ask(file)

    assert (2, large + 1) == (report.total.responses, report.total.nano)


def test_days_are_pacific(tmp_path: Path) -> None:
    """The last hour of a Pacific day is that day's, though it is the next one in UTC."""
    file = make_ledger(
        tmp_path / "a.db", [Billed(at="2026-11-03 23:00"), Billed(at="2026-11-04 00:00")]
    )

    assert [("2026-11-03", 1, 1000), ("2026-11-04", 1, 1000)] == list_lines(file, "day")


def test_days_of_another_zone(tmp_path: Path) -> None:
    """The same in UTC is one day."""
    file = make_ledger(
        tmp_path / "a.db", [Billed(at="2026-11-03 23:00"), Billed(at="2026-11-04 00:00")]
    )

    assert [("2026-11-04", 2, 2000)] == list_lines(file, "day", zone="UTC")


def test_a_day_with_25_hours(tmp_path: Path) -> None:
    """The hour that comes twice in autumn is two hours of one day."""
    file = make_ledger(
        tmp_path / "a.db", [Billed(at="2026-11-01 00:00"), Billed(at="2026-11-01 23:00")]
    )

    assert [("2026-11-01", 2, 2000)] == list_lines(file, "day", until="2026-11-01")
    assert 25 == ask(file, since="2026-11-01", until="2026-11-01").question.period.hours


def test_days_without_calls_are_listed(tmp_path: Path) -> None:
    """A day on which nothing was asked stands there with nothing."""
    report = ask(make_ledger(tmp_path / "a.db", [Billed()]), since="2026-11-18", until="2026-11-21")

    assert [0, 0, 1, 0] == [day.sums.responses for day in report.days]


def test_the_period_before_is_as_long(tmp_path: Path) -> None:
    """Three days are compared with the three before them."""
    file = make_ledger(
        tmp_path / "a.db",
        [Billed(at=f"2026-11-{day:02} 05:00", bill={"input": 10**day}) for day in range(2, 9)],
    )
    report = ask(file, since="2026-11-05", until="2026-11-07")

    assert 10**5 + 10**6 + 10**7 == report.total.nano
    assert 10**2 + 10**3 + 10**4 == report.previous.nano


def test_a_day_in_progress_is_compared_with_the_same_hours(tmp_path: Path) -> None:
    """At noon today, yesterday's afternoon does not count."""
    file = make_ledger(
        tmp_path / "a.db",
        [Billed(at="2026-11-20 09:00", bill={"input": 5}), Billed(at="2026-11-20 18:00")],
    )

    assert 5 == ask(file, since="2026-11-21").previous.nano


@pytest.mark.parametrize(
    ("now", "since", "before"),
    [
        # A day of 25 hours lies between, is the day that it is, and the one it is compared with;
        # then the same with one of 23.
        ("2026-11-02T12:30:00-08:00", "2026-11-01", "2026-10-31"),
        ("2026-11-01T12:30:00-08:00", "2026-11-01", "2026-10-31"),
        ("2026-11-02T12:30:00-08:00", "2026-11-02", "2026-11-01"),
        ("2026-03-08T12:30:00-07:00", "2026-03-08", "2026-03-07"),
        ("2026-03-09T12:30:00-07:00", "2026-03-09", "2026-03-08"),
    ],
)
def test_the_same_hours_go_by_the_clock(tmp_path: Path, now: str, since: str, before: str) -> None:
    """What came before one o'clock counts, and nothing after it."""
    billed = [
        Billed(at=f"{before} 12:00", bill={"input": 5}),
        Billed(at=f"{before} 13:00", bill={"input": 7}),
    ]
    file = make_ledger(tmp_path / "a.db", billed)

    assert 5 == ask(file, now=datetime.fromisoformat(now), since=since).previous.nano


@pytest.mark.parametrize("offset", ["-07:00", "-08:00"])
def test_an_hour_that_comes_twice(tmp_path: Path, offset: str) -> None:
    """Both of them are compared with the one of the day before."""
    now = datetime.fromisoformat(f"2026-11-01T01:30:00{offset}")
    report = ask(make_ledger(tmp_path / "a.db"), now=now, since="2026-11-01")

    assert 2 == report.previous_period.hours


def test_the_last_hour_is_not_over(tmp_path: Path) -> None:
    """At half past eleven at night more may come."""
    file = make_ledger(tmp_path / "a.db")
    now = datetime.fromisoformat("2026-11-21T23:30:00-08:00")

    assert not ask(file, now=now, since="2026-11-21").question.is_over
    assert ask(file, now=now, since="2026-11-20", until="2026-11-20").question.is_over


def test_the_period_before_ends_where_this_one_begins(tmp_path: Path) -> None:
    """The 25th hour of a day has none to be compared with, and is not compared with itself."""
    file = make_ledger(tmp_path / "a.db", [Billed(at="2026-11-01 00:00")])
    now = datetime.fromisoformat("2026-11-01T23:30:00-08:00")
    report = ask(file, now=now, since="2026-11-01")

    assert (1, 0) == (report.total.responses, report.previous.responses)


def test_a_period_that_has_not_begun(tmp_path: Path) -> None:
    """Nothing was spent in it yet, and nothing in none of the hours before."""
    done = run("--ledger", str(make_ledger(tmp_path / "a.db")), "--since", "2026-12-01")
    [line] = [one for one in done.output.splitlines() if one.startswith("period before")]

    assert "2026-11-30 to" not in line


def test_the_projection_goes_on_at_the_average(tmp_path: Path) -> None:
    """10 days since the ledger began, 20 days left: three times as much."""
    file = make_ledger(tmp_path / "a.db", [Billed(at="2026-04-01 00:00", bill={"input": 7_000})])
    month = ask(file, now=datetime.fromisoformat("2026-04-11T00:00:00-07:00")).month

    assert ("2026-04", 7_000, 21_000) == (month.name, month.spent.nano, month.projected_nano)
    assert "10.0 days since 2026-04-01" in month.method


def test_the_projection_begins_with_the_ledger(tmp_path: Path) -> None:
    """Days before the first response are none on which nothing was spent."""
    file = make_ledger(tmp_path / "a.db", [Billed(at="2026-04-06 00:00", bill={"input": 1_000})])
    month = ask(file, now=datetime.fromisoformat("2026-04-11T00:00:00-07:00")).month

    assert 1_000 + 1_000 * 20 // 5 == month.projected_nano


def test_there_is_no_projection_of_a_few_hours(tmp_path: Path) -> None:
    """Less than a day says nothing of a month."""
    file = make_ledger(tmp_path / "a.db", [Billed(at="2026-11-21 09:00")])
    month = ask(file).month

    assert (1000, None) == (month.spent.nano, month.projected_nano)
    assert "less than a day" in month.method


def test_the_share_of_thinking(tmp_path: Path) -> None:
    """Its cost is that of the component, its tokens are those of the responses."""
    billed = Billed(bill={"output": 60, "thinking": 40}, thoughts=300, candidates=100)
    report = ask(make_ledger(tmp_path / "a.db", [billed]))

    assert 40 == report.thinking.nano
    assert (300, 400) == (report.total.thoughts, report.total.output_tokens)


def test_savings_of_caches(tmp_path: Path) -> None:
    """What cached tokens would have cost more is added up."""
    report = ask(make_ledger(tmp_path / "a.db", [Billed(cached=9, savings=70), Billed(savings=7)]))

    assert (77, 9) == (report.total.savings_nano, report.total.cached)


def test_grounding(tmp_path: Path) -> None:
    """Searches and what they cost."""
    report = ask(make_ledger(tmp_path / "a.db", [Billed(bill={"grounding": 14}, queries=3)]))

    assert (14, 3) == (report.grounding.nano, report.total.queries)


@pytest.mark.parametrize("outcome", ["truncated", "blocked", "failed", "abandoned", "unusable"])
def test_waste_is_what_is_no_answer(tmp_path: Path, outcome: str) -> None:
    """What was paid for anything but an answer is waste."""
    billed = [Billed(), Billed(outcome=outcome, bill={"output": 90})]
    report = ask(make_ledger(tmp_path / "a.db", billed))

    assert [((outcome,), 90)] == [(line.key, line.sums.nano) for line in report.waste]
    assert 90 == report.wasted.nano


def test_retried_answers_are_no_waste(tmp_path: Path) -> None:
    """They are counted with what they cost, because the failed attempts are not billed."""
    report = ask(make_ledger(tmp_path / "a.db", [Billed(), Billed(attempts=3, bill={"input": 4})]))

    assert (1, 4) == (report.retried.responses, report.retried.nano)
    assert 0 == report.wasted.nano


def test_reasons_of_the_unpriced(tmp_path: Path) -> None:
    """A response without a price counts for each of its reasons, with its tokens."""
    billed = [
        Billed(),
        Billed(bill=None, reasons="unknown_model"),
        Billed(reasons="no_usage,unknown_model"),
    ]
    report = ask(make_ledger(tmp_path / "a.db", billed))

    assert [Reason("unknown_model", 2, 240), Reason("no_usage", 1, 120)] == report.reasons
    assert (1, 1, 120) == (
        report.total.unpriced,
        report.total.incomplete,
        report.total.unpriced_tokens,
    )


@pytest.mark.parametrize("dimension", ["model", "tier", "platform", "outcome"])
@pytest.mark.parametrize("other", ["feature", "tenant", "operation", "service", "environment"])
def test_each_dimension(tmp_path: Path, dimension: str, other: str) -> None:
    """What hours know and what only responses know are broken down alike."""
    cheap = Billed(bill={"input": 5})
    named: dict[str, Any] = {dimension: "x", other: "y"}
    billed = [Billed(), dataclasses.replace(cheap, **named)]
    file = make_ledger(tmp_path / "a.db", billed)

    assert ("x", 1, 5) == list_lines(file, dimension)[-1]
    assert ("y", 1, 5) == list_lines(file, other)[-1]
    assert ("y", "x", 1, 5) == list_lines(file, f"{other},{dimension}")[-1]


def test_components_of_one_tenant(tmp_path: Path) -> None:
    """Lines of bills are told apart by what only responses know."""
    billed = [Billed(tenant="a"), Billed(tenant="b", bill={"input": 1, "thinking": 5_000})]
    file = make_ledger(tmp_path / "a.db", billed)

    assert [
        ("thinking", "b", 1, 5_000),
        ("output", "a", 1, 700),
        ("input", "a", 1, 300),
        ("input", "b", 1, 1),
    ] == list_lines(file, "component,tenant")


def test_times_come_first_then_the_most_expensive(tmp_path: Path) -> None:
    """Within a day the most expensive model is the first."""
    billed = [
        Billed(at="2026-11-02 01:00", model="a", bill={"input": 1}),
        Billed(at="2026-11-02 05:00", model="b", bill={"input": 2}),
        Billed(at="2026-11-01 05:00", model="a", bill={"input": 3}),
    ]
    file = make_ledger(tmp_path / "a.db", billed)

    assert [
        ("2026-11-01", "a", 1, 3),
        ("2026-11-02", "b", 1, 2),
        ("2026-11-02", "a", 1, 1),
    ] == list_lines(file, "day,model")


def test_hours_are_told_with_their_offset(tmp_path: Path) -> None:
    """One and the same hour of the clock can be two hours."""
    file = make_ledger(tmp_path / "a.db", [Billed(at="2026-11-02 01:00")])

    assert [("2026-11-02T01:00-08:00", 1, 1000)] == list_lines(file, "hour")


def test_beyond_the_top_everything_is_one_line(tmp_path: Path) -> None:
    """With the others as one line the total stays what it is."""
    billed = [Billed(model=f"m{n}", bill={"input": 10**n}) for n in range(5)]
    report = ask(make_ledger(tmp_path / "a.db", billed), by="model", top=2)
    assert report.breakdown is not None
    *_, rest = report.breakdown.lines

    assert ["m4", "m3"] == [line.key[0] for line in report.breakdown.lines[:-1]]
    assert isinstance(rest, Line)
    assert (3, 3, 111) == (rest.others, rest.sums.responses, rest.sums.nano)


def test_the_usual_period_is_the_month_to_date(tmp_path: Path) -> None:
    """The Pacific month that it is, to the hour that it is."""
    report = ask(make_ledger(tmp_path / "a.db"), now=NOW)

    assert ("2026-11-01", "2026-11-21") == (str(report.question.first), str(report.question.last))
    assert 20 * 24 + 1 + 13 == report.question.period.hours
