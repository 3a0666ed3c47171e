"""A breakdown by kind and modality is disjoint and has every token once."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given

from gemini_otel._extract._usage import read_usage
from gemini_otel.pricing import Usage
from gemini_otel.pricing._shares import Share, break_down
from tests.unit.reports import malformed_reports


def _by_kind(shares: list[Share]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for kind, _, tokens in shares:
        totals[kind] += tokens
    return dict(totals)


@given(malformed_reports())
def test_shares_are_positive_and_disjoint(report: dict[str, Any]) -> None:
    """No share is empty or negative, and no kind and modality come twice."""
    shares = break_down(read_usage(report))

    assert all(share.tokens > 0 for share in shares)
    assert len(shares) == len({(share.kind, share.modality) for share in shares})


@given(malformed_reports())
def test_shares_sum_to_the_total(report: dict[str, Any]) -> None:
    """Every token of a report is in exactly one share."""
    usage = read_usage(report)

    assert usage.total == sum(share.tokens for share in break_down(usage))


@given(malformed_reports())
def test_shares_of_a_kind_sum_to_its_count(report: dict[str, Any]) -> None:
    """Whatever the details say, the count of a kind stands."""
    usage = read_usage(report)
    counts = {
        "uncached_prompt": usage.prompt - usage.cached,
        "cached": usage.cached,
        "tool_use": usage.tool_use,
        "candidates": usage.candidates,
        "thoughts": usage.thoughts,
        "unknown": usage.unknown,
    }

    assert {kind: n for kind, n in counts.items() if n} == _by_kind(break_down(usage))


_CASES = [
    pytest.param(
        Usage(prompt=10, prompt_details=(("text", 10),)),
        [("uncached_prompt", "text", 10)],
        id="details that fit",
    ),
    pytest.param(
        Usage(prompt=10, prompt_details=(("text", 6),)),
        [("uncached_prompt", "text", 6), ("uncached_prompt", "unknown", 4)],
        id="details that leave a rest",
    ),
    pytest.param(
        Usage(prompt=10, prompt_details=(("text", 6), ("image", 7))),
        [("uncached_prompt", "text", 6), ("uncached_prompt", "image", 4)],
        id="details that are too many",
    ),
    pytest.param(
        Usage(prompt=10, prompt_details=(("text", 3), ("text", 4))),
        [("uncached_prompt", "text", 7), ("uncached_prompt", "unknown", 3)],
        id="a modality that comes twice",
    ),
    pytest.param(
        Usage(prompt=10, cached=4, prompt_details=(("text", 10),)),
        [("uncached_prompt", "text", 6), ("cached", "text", 4)],
        id="cached without details, of a prompt of one modality",
    ),
    pytest.param(
        Usage(prompt=10, cached=4, prompt_details=(("text", 7), ("image", 3))),
        [
            ("uncached_prompt", "text", 3),
            ("uncached_prompt", "unknown", 3),
            ("cached", "unknown", 4),
        ],
        id="cached without details, of a mixed prompt",
    ),
    pytest.param(
        Usage(
            prompt=10,
            cached=4,
            prompt_details=(("text", 7), ("image", 3)),
            cached_details=(("image", 4),),
        ),
        [
            ("uncached_prompt", "text", 6),
            ("cached", "image", 4),
        ],
        id="more of a modality cached than there is",
    ),
    pytest.param(
        Usage(prompt=6, cached=6, prompt_details=(("text", 6),), cached_details=(("text", 6),)),
        [("cached", "text", 6)],
        id="everything cached",
    ),
    pytest.param(
        Usage(candidates=5, thoughts=3, unknown=2, candidates_details=(("audio", 5),)),
        [("candidates", "audio", 5), ("thoughts", "text", 3), ("unknown", "unknown", 2)],
        id="thinking is text",
    ),
    pytest.param(Usage(), [], id="nothing"),
]


@pytest.mark.parametrize(("usage", "shares"), _CASES)
def test_breakdown(usage: Usage, shares: list[tuple[str, str, int]]) -> None:
    """Details are believed as far as they fit; the rest of a count is of unknown modality."""
    assert sorted(shares) == sorted(break_down(usage))
