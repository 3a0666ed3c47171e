"""What is missing or wrong is said, and is never a cost of 0 or below."""

from decimal import Decimal

import pytest

from gemini_otel.pricing import Consumption, Gap, Grounding, Usage, price
from tests.pricing.cases import TODAY, Case, Expected, Line, case, developer, read_bill, vertex


_FLASH = "gemini-3.8-flash"
_HUGE = 10**30

CASES = [
    case(
        "a response without usage has no cost",
        developer(_FLASH),
        [],
        None,
        Expected(gaps=(("response", "no_usage"),)),
    ),
    case(
        "a stream that was left early is charged as far as it is known",
        Consumption(
            _FLASH, "gemini_api", TODAY, Usage(100, candidates=7), tier="flex", is_complete=False
        ),
        [
            Line("input", "unknown", 100, "0.375", 37_500),  # 100 x 375
            Line("output", "unknown", 7, "1.875", 13_125),  # 7 x 1,875
        ],
        50_625,
        Expected(gaps=(("response", "incomplete_usage"),), tier="flex"),
    ),
    case(
        "a stream that was left before any usage has no cost",
        Consumption(_FLASH, "gemini_api", TODAY, tier="standard", is_complete=False),
        [],
        None,
        Expected(gaps=(("response", "incomplete_usage"), ("response", "no_usage"))),
    ),
    case(
        "a fault that was found while reading is said",
        developer(_FLASH, Usage(prompt=100, faults=("candidates",))),
        [Line("input", "unknown", 100, "0.75", 75_000)],  # 100 x 750
        75_000,
        Expected(gaps=(("output", "malformed_usage"),)),
    ),
]

_WRONG = [
    pytest.param(Usage(prompt=-5), id="prompt below 0"),
    pytest.param(Usage(prompt=100, cached=-5), id="cached below 0"),
    pytest.param(Usage(prompt=100, tool_use=-5), id="tool use below 0"),
    pytest.param(Usage(prompt=100, candidates=-5), id="candidates below 0"),
    pytest.param(Usage(prompt=100, thoughts=-5), id="thoughts below 0"),
    pytest.param(Usage(prompt=100, unknown=-5), id="unknown below 0"),
    pytest.param(Usage(prompt=_HUGE), id="prompt too large"),
    pytest.param(Usage(candidates=_HUGE), id="candidates too large"),
    pytest.param(Usage(prompt=100, cached=200), id="cached above prompt"),
    pytest.param(Usage(100, prompt_details=(("text", 150),)), id="details above prompt"),
    pytest.param(Usage(100, prompt_details=(("text", -50), ("audio", 150))), id="detail below 0"),
    pytest.param(
        Usage(100, cached=10, cached_details=(("text", 50),)), id="cached details above cached"
    ),
    pytest.param(
        Usage(100, cached=10, prompt_details=(("text", 100),), cached_details=(("audio", 10),)),
        id="cached details of a modality that the prompt has not",
    ),
    pytest.param(Usage(candidates=10, candidates_details=(("text", 90),)), id="answer's details"),
    pytest.param(Usage(tool_use=10, tool_use_details=(("text", 90),)), id="tool use's details"),
    pytest.param(Usage(prompt=10, prompt_details=(("text", _HUGE),)), id="detail too large"),
    pytest.param(Usage(prompt=10, faults=("total",)), id="a fault found while reading"),
]


@pytest.mark.parametrize("case", CASES)
def test_what_is_missing_is_said(case: Case) -> None:
    """What is missing is in the gaps; what is known is charged."""
    assert case.bill == read_bill(price(case.took))


@pytest.mark.parametrize("usage", _WRONG)
def test_malformed_usage_is_never_silent(usage: Usage) -> None:
    """A count that cannot be leaves a gap or an assumption, and no charge below 0."""
    cost = price(developer("gemini-2.5-flash", usage))

    assert cost.gaps or cost.assumptions
    assert all(charge.nano >= 0 for charge in cost.charges)


_NAMED = [
    pytest.param(developer("models/gemini-9", Usage(1)), ("unknown_model", "gemini-9"), id="model"),
    pytest.param(developer(_FLASH, Usage(1), tier="turbo"), ("unknown_tier", "turbo"), id="tier"),
    pytest.param(
        vertex(_FLASH, Usage(1), traffic="ON_DEMAND_OFFPEAK"),
        ("unknown_tier", "ON_DEMAND_OFFPEAK"),
        id="traffic type",
    ),
    pytest.param(
        developer(_FLASH, Usage(1, prompt_details=(("smell", 1),))),
        ("modality_not_priced", "smell"),
        id="modality",
    ),
]


@pytest.mark.parametrize(("took", "expected"), _NAMED)
def test_a_gap_names_what_is_not_known(took: Consumption, expected: tuple[str, str]) -> None:
    """A gap names the model, tier or modality that has no price."""
    (gap,) = price(took).gaps

    assert expected == (gap.reason, gap.what)


def test_no_cost_is_not_zero() -> None:
    """Where nothing could be priced there is no amount, rather than 0."""
    cost = price(developer("gemini-9", Usage(prompt=1_000)))

    assert (Gap("response", "unknown_model", "gemini-9"),) == cost.gaps
    assert cost.nano is None
    assert cost.amount is None
    assert not cost.is_complete


def test_an_amount_is_exact() -> None:
    """An amount in dollars has all nine places of a nano-dollar."""
    cost = price(developer(_FLASH, Usage(prompt=1, candidates=1)))

    # 750 + 3,750 nano-dollars
    assert Decimal("0.000004500") == cost.amount
    assert cost.is_complete


_BELOW_ZERO = [
    pytest.param(Grounding(web_queries=-3), id="web"),
    pytest.param(Grounding(web_queries=5, image_queries=-3), id="image"),
    pytest.param(Grounding(maps_queries=-2), id="maps"),
]


@pytest.mark.parametrize("grounding", _BELOW_ZERO)
def test_queries_below_0_are_malformed(grounding: Grounding) -> None:
    """Fewer than no queries are said to be malformed, and are no credit."""
    cost = price(developer(_FLASH, Usage(prompt=100), grounding=grounding))

    assert "malformed_usage" in {gap.reason for gap in cost.gaps}
    assert all(charge.nano >= 0 for charge in cost.charges)


def test_malformed_usage_is_said_of_provisioned_throughput_too() -> None:
    """Tokens that were paid for in advance are no excuse for counts that cannot be."""
    cost = price(vertex(_FLASH, Usage(prompt=-5), traffic="PROVISIONED_THROUGHPUT"))

    assert "malformed_usage" in {gap.reason for gap in cost.gaps}
    assert all(charge.quantity >= 0 for charge in cost.charges)


def test_free_tokens_below_0_are_no_charge() -> None:
    """Fewer than no tokens that a search brought are malformed, though they would be free."""
    cost = price(
        developer(_FLASH, Usage(prompt=100, tool_use=-5), grounding=Grounding(web_queries=1))
    )

    assert "malformed_usage" in {gap.reason for gap in cost.gaps}
    assert all(charge.quantity >= 0 for charge in cost.charges)


def test_places_of_maps_without_a_query_are_not_silent() -> None:
    """Places came from Maps, so a count of no queries is doubted, whatever is charged."""
    cost = price(
        developer(_FLASH, Usage(prompt=100), grounding=Grounding(maps_chunks=2, maps_queries=0))
    )

    assert cost.gaps or cost.assumptions
