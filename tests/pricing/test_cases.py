"""The paper arithmetic of the cases holds, before any engine is asked."""

import pytest

from tests.pricing import (
    test_bands,
    test_dates,
    test_gaps,
    test_grounding,
    test_models,
    test_platforms,
    test_special_models,
    test_tiers,
    test_tokens,
    test_units,
)
from tests.pricing.cases import Case


CASES = [
    *test_bands.CASES,
    *test_dates.CASES,
    *test_gaps.CASES,
    *test_grounding.CASES,
    *test_models.CASES,
    *test_platforms.CASES,
    *test_special_models.CASES,
    *test_tiers.CASES,
    *test_tokens.CASES,
    *test_units.CASES,
]


@pytest.mark.parametrize("case", CASES)
def test_quantity_times_rate_is_the_amount(case: Case) -> None:
    """On each line of a case the quantity at the rate is the amount."""
    assert [line.on_paper for line in case.bill.lines] == [line.nano for line in case.bill.lines]


@pytest.mark.parametrize("case", CASES)
def test_the_lines_are_the_total(case: Case) -> None:
    """The lines of a case add up to its total, which is absent only where there are none."""
    assert sum(line.nano for line in case.bill.lines) == (case.bill.total or 0)
    assert case.bill.total is not None or (case.bill.gaps and not case.bill.lines)
