"""Which sums a report is read from, and that hours, days and months come out of each alike."""

from pathlib import Path

import pytest

from tests.report.asking import ask, list_lines
from tests.report.ledgers import Billed, make_ledger


@pytest.mark.parametrize(
    ("by", "source"),
    [
        ("model,tier,platform,outcome,day", "hourly sums"),
        ("component,model,month", "hourly sums"),
        ("tenant", "hourly allocations"),
        ("component,outcome", "hourly allocations"),
    ],
)
def test_the_report_says_what_it_was_read_from(tmp_path: Path, by: str, source: str) -> None:
    """The smallest table that knows the dimensions is read, and named."""
    report = ask(make_ledger(tmp_path / "a.db", [Billed()]), by=by)

    assert source == report.sources[-1]


@pytest.mark.parametrize("reasons", [None, "unknown_model"])
@pytest.mark.parametrize("attempts", [1, 2])
def test_single_responses_are_read_where_they_are_needed(
    tmp_path: Path, reasons: str | None, attempts: int
) -> None:
    """Only those without a whole price, and those with several attempts, are looked at singly."""
    billed = Billed(reasons=reasons, attempts=attempts)
    report = ask(make_ledger(tmp_path / "a.db", [billed]))
    is_single = any(source.startswith("single responses") for source in report.sources)

    assert bool(reasons or attempts > 1) == is_single


_DAYS = [
    ("2026-10-31", "a", 2, 3),
    ("2026-11-01", "a", 1, 4),
    ("2026-11-02", "b", 1, 16),
    ("2026-11-02", "a", 1, 8),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("day,tenant", _DAYS),
        ("day,tenant,component", [(day, of, "input", *sums) for day, of, *sums in _DAYS]),
        (
            "month,tenant",
            [("2026-10", "a", 2, 3), ("2026-11", "b", 1, 16), ("2026-11", "a", 2, 12)],
        ),
        ("day,month,tenant", [(day, day[:7], *rest) for day, *rest in _DAYS]),
        (
            "hour,tenant",
            [
                ("2026-10-31T01:00-07:00", "a", 1, 1),
                ("2026-10-31T23:00-07:00", "a", 1, 2),
                ("2026-11-01T23:00-08:00", "a", 1, 4),
                ("2026-11-02T00:00-08:00", "a", 1, 8),
                ("2026-11-02T23:00-08:00", "b", 1, 16),
            ],
        ),
    ],
)
def test_times_of_allocations(tmp_path: Path, by: str, expected: list[tuple[object, ...]]) -> None:
    """Hours, days (one of 25 hours among them) and months of a tenant are told apart."""
    times = ("10-31 01:00", "10-31 23:00", "11-01 23:00", "11-02 00:00", "11-02 23:00")
    billed = [
        Billed(at=f"2026-{at}", tenant="aaaab"[n], bill={"input": 2**n})
        for n, at in enumerate(times)
    ]
    file = make_ledger(tmp_path / "a.db", billed)

    assert expected == list_lines(file, by, since="2026-10-01")
