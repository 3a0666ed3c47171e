"""The comparison with other price lists misses no difference, and no explanation that is stale."""

from datetime import date
from decimal import Decimal

import pytest

from tests.pricing.check.__main__ import report
from tests.pricing.check.differences import Difference, compare, read_explanations
from tests.pricing.check.quotes import Quote, clip, list_days


_DAY = date(2026, 11, 20)
_RIGHT = Quote(
    "litellm", "gemini-3.8-flash", "gemini_api", _DAY, "flex", "cached", "", 1, Decimal("0.0375")
)


def test_agreement() -> None:
    """A price that both have, and that is the same, is counted as compared."""
    comparison = compare([_RIGHT])

    assert (1, []) == (comparison.shared, comparison.differences)


@pytest.mark.parametrize(
    ("change", "cell", "theirs", "ours"),
    [
        ({"usd": Decimal("0.1")}, "2026-11-20 flex cached", "0.1", "0.0375"),
        ({"detail": "text", "prompt": 9}, "2026-11-20 flex cached text prompt 9", "0", "0.0375"),
        ({"kind": "second", "detail": "4k"}, "2026-11-20 flex second 4k", "0", "none"),
        ({"kind": "google_search"}, "2026-11-20 flex google_search", "0", "0.014"),
        ({"kind": "uplift"}, "2026-11-20 flex uplift", "0", "none"),
        ({"tier": "off-peak"}, "off-peak", "1 price", "none"),
        ({"platform": "elsewhere"}, "platform", "1 price", "none"),
        ({"model": "gemini-3.8-flash-002"}, "model", "1 price", "none"),
    ],
)
def test_difference(change: dict[str, object], cell: str, theirs: str, ours: str) -> None:
    """What differs is told by its cell, or once for a model or a tier that we do not have."""
    quote = _RIGHT._replace(**{"usd": Decimal(0), **change})  # type: ignore[arg-type]  # by name
    found = compare([quote]).differences

    assert [(quote.model, cell, theirs, ours)] == [
        (one.model, one.cell, one.theirs, one.ours) for one in found
    ]


def test_model_that_is_gone() -> None:
    """A model that is gone is compared on its last day, any other on the day itself."""
    assert date(2026, 6, 1) == clip(_DAY, "gemini-2.0-flash", "gemini_api")
    assert _DAY == clip(_DAY, "gemini-3.8-flash", "gemini_api")


def test_days() -> None:
    """Prices are compared as they are, and as they will be after the changes announced."""
    assert [_DAY, date(2026, 12, 1), date(2027, 1, 1)] == list_days()


def test_all_explained() -> None:
    """The check passes if the differences are exactly those that are explained."""
    assert 0 == report(list(read_explanations()))


def test_unexplained() -> None:
    """One more difference fails the check."""
    one = Difference("litellm", "gemini-3.8-flash", "gemini_api", "x", "1", "2")

    assert 1 == report([*read_explanations(), one])


def test_stale() -> None:
    """One difference less, which leaves its explanation without use, fails the check."""
    assert 1 == report(list(read_explanations())[1:])


def test_explanations() -> None:
    """Every explanation has a reason and the source that decides."""
    assert [] == [
        row for row in read_explanations().values() if not (row["reason"] and row["source"])
    ]
