"""The tier that was served decides, not the one that was asked for."""

from datetime import date

import pytest

from gemini_otel.pricing import Grounding, Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill, vertex


_USAGE = Usage(prompt=10_000, cached=4_000, candidates=1_000)
_SMALL = Usage(prompt=1_000)
_UNKNOWN_TIER = Expected(gaps=(("response", "unknown_tier"),), tier="unknown")


def _lines(rates: tuple[str, str, str], nano: tuple[int, int, int]) -> list[Line]:
    """6,000 uncached tokens, 4,000 cached ones and an answer of 1,000."""
    return [
        Line("input", "unknown", 6_000, rates[0], nano[0]),
        Line("cached_input", "unknown", 4_000, rates[1], nano[1]),
        Line("output", "unknown", 1_000, rates[2], nano[2]),
    ]


CASES = [
    case(
        "a batch of 3.8 Flash halves everything",
        developer("gemini-3.8-flash", _USAGE, tier="batch"),
        # 6,000 x 375, 4,000 x 37.5, 1,000 x 1,875
        _lines(("0.375", "0.0375", "1.875"), (2_250_000, 150_000, 1_875_000)),
        4_275_000,
        Expected(savings=1_350_000, tier="batch"),  # 4,000 x 337.5
    ),
    case(
        "flex of 3.8 Flash costs what a batch costs",
        developer("gemini-3.8-flash", _USAGE, tier="flex"),
        _lines(("0.375", "0.0375", "1.875"), (2_250_000, 150_000, 1_875_000)),
        4_275_000,
        Expected(savings=1_350_000, tier="flex"),  # 4,000 x 337.5
    ),
    case(
        "priority costs 1.8 times as much",
        developer("gemini-3.8-flash", _USAGE, tier="priority"),
        # 6,000 x 1,350, 4,000 x 135, 1,000 x 6,750
        _lines(("1.35", "0.135", "6.75"), (8_100_000, 540_000, 6_750_000)),
        15_390_000,
        Expected(savings=4_860_000, tier="priority"),  # 4,000 x (1,350 - 135)
    ),
    case(
        "cached tokens of 3.5 Flash-Lite in a batch cost $0.02",
        developer("gemini-3.5-flash-lite", _USAGE, tier="batch"),
        # 6,000 x 150, 4,000 x 20, 1,000 x 1,250
        _lines(("0.15", "0.02", "1.25"), (900_000, 80_000, 1_250_000)),
        2_230_000,
        Expected(savings=520_000, tier="batch"),  # 4,000 x (150 - 20)
    ),
    case(
        "cached tokens of 3.5 Flash-Lite at flex cost $0.02",
        developer("gemini-3.5-flash-lite", _USAGE, tier="flex"),
        _lines(("0.15", "0.02", "1.25"), (900_000, 80_000, 1_250_000)),
        2_230_000,
        Expected(savings=520_000, tier="flex"),  # 4,000 x (150 - 20)
    ),
    case(
        "cached tokens of 3.5 Flash-Lite at priority cost $0.05, not 1.8 times $0.03",
        developer("gemini-3.5-flash-lite", _USAGE, tier="priority"),
        # 6,000 x 540, 4,000 x 50, 1,000 x 4,500
        _lines(("0.54", "0.05", "4.5"), (3_240_000, 200_000, 4_500_000)),
        7_940_000,
        Expected(savings=1_960_000, tier="priority"),  # 4,000 x (540 - 50)
    ),
    case(
        "cached tokens of 3.5 Flash at flex cost $0.08",
        developer("gemini-3.5-flash", _USAGE, tier="flex"),
        # 6,000 x 750, 4,000 x 80, 1,000 x 4,500
        _lines(("0.75", "0.08", "4.5"), (4_500_000, 320_000, 4_500_000)),
        9_320_000,
        Expected(savings=2_680_000, tier="flex"),  # 4,000 x (750 - 80)
    ),
    case(
        "cached tokens of 3.5 Flash in a batch cost $0.075",
        developer("gemini-3.5-flash", _USAGE, tier="batch"),
        # 6,000 x 750, 4,000 x 75, 1,000 x 4,500
        _lines(("0.75", "0.075", "4.5"), (4_500_000, 300_000, 4_500_000)),
        9_300_000,
        Expected(savings=2_700_000, tier="batch"),  # 4,000 x (750 - 75)
    ),
    case(
        "cached tokens of 2.5 Flash in a batch cost the standard rate",
        developer("gemini-2.5-flash", _USAGE, tier="batch"),
        # 6,000 x 150, 4,000 x 30, 1,000 x 1,250
        _lines(("0.15", "0.03", "1.25"), (900_000, 120_000, 1_250_000)),
        2_270_000,
        # 4,000 x (150 - 30)
        Expected(savings=480_000, assumptions=("modality",), tier="batch"),
    ),
    case(
        "cached tokens of 3.1 Flash-Lite at flex cost half",
        developer("gemini-3.1-flash-lite", _USAGE, tier="flex"),
        # 6,000 x 125, 4,000 x 12.5, 1,000 x 750
        _lines(("0.125", "0.0125", "0.75"), (750_000, 50_000, 750_000)),
        1_550_000,
        # 4,000 x (125 - 12.5)
        Expected(savings=450_000, assumptions=("modality",), tier="flex"),
    ),
    case(
        "2.5 Pro at priority",
        developer("gemini-2.5-pro", _USAGE, tier="priority"),
        # 6,000 x 2,250, 4,000 x 225, 1,000 x 18,000
        _lines(("2.25", "0.225", "18"), (13_500_000, 900_000, 18_000_000)),
        32_400_000,
        Expected(savings=8_100_000, tier="priority"),  # 4,000 x (2,250 - 225)
    ),
    case(
        "Gemini 4 Argon at flex",
        developer("gemini-4-argon", _USAGE, tier="flex"),
        # 6,000 x 1,000, 4,000 x 50, 1,000 x 5,000
        _lines(("1", "0.05", "5"), (6_000_000, 200_000, 5_000_000)),
        11_200_000,
        Expected(savings=3_800_000, tier="flex"),  # 4,000 x (1,000 - 50)
    ),
    case(
        "a downgraded priority request is billed as standard",
        developer("gemini-3.8-flash", _SMALL, tier="standard", requested="priority"),
        [Line("input", "unknown", 1_000, "0.75", 750_000)],  # not 1,000 x 1,350
        750_000,
    ),
    case(
        "where the server is silent the tier asked for holds, as an assumption",
        developer("gemini-3.8-flash", _SMALL, tier=None, requested="flex"),
        [Line("input", "unknown", 1_000, "0.375", 375_000)],  # 1,000 x 375
        375_000,
        Expected(tier="flex", assumptions=("service_tier",)),
    ),
    case(
        "a tier that names none leaves the one asked for",
        developer("gemini-3.8-flash", _SMALL, tier="unspecified", requested="flex"),
        [Line("input", "unknown", 1_000, "0.375", 375_000)],  # 1,000 x 375
        375_000,
        Expected(tier="flex", assumptions=("service_tier",)),
    ),
    case(
        "a tier is read in any case",
        developer("gemini-3.8-flash", _SMALL, tier="PRIORITY"),
        [Line("input", "unknown", 1_000, "1.35", 1_350_000)],  # 1,000 x 1,350
        1_350_000,
        Expected(tier="priority"),
    ),
    case(
        "Vertex AI says its tier in the traffic type",
        vertex("gemini-3.8-flash", _SMALL, traffic="ON_DEMAND_PRIORITY", requested="standard"),
        [Line("input", "unknown", 1_000, "1.35", 1_350_000)],  # 1,000 x 1,350
        1_350_000,
        Expected(tier="priority"),
    ),
    case(
        "flex on Vertex AI",
        vertex("gemini-3.8-flash", _SMALL, traffic="ON_DEMAND_FLEX"),
        [Line("input", "unknown", 1_000, "0.375", 375_000)],  # 1,000 x 375
        375_000,
        Expected(tier="flex"),
    ),
    case(
        "plain on-demand traffic is standard, whatever was asked for",
        vertex("gemini-3.8-flash", _SMALL, traffic="ON_DEMAND", requested="priority"),
        [Line("input", "unknown", 1_000, "0.75", 750_000)],  # 1,000 x 750
        750_000,
    ),
    case(
        "off-peak traffic has no published price",
        vertex("gemini-3.8-flash", _SMALL, traffic="ON_DEMAND_OFFPEAK"),
        [],
        None,
        _UNKNOWN_TIER,
    ),
    case(
        "a made-up traffic type has no price",
        vertex("gemini-3.8-flash", _SMALL, traffic="ON_DEMAND_TURBO"),
        [],
        None,
        _UNKNOWN_TIER,
    ),
    case(
        "a made-up tier has no price, though standard was asked for",
        developer("gemini-3.8-flash", _SMALL, tier="turbo", requested="standard"),
        [],
        None,
        _UNKNOWN_TIER,
    ),
    case(
        "provisioned throughput is not billed by token",
        vertex("gemini-3.8-flash", _USAGE, traffic="PROVISIONED_THROUGHPUT"),
        _lines(("0", "0", "0"), (0, 0, 0)),
        0,
        Expected(tier="provisioned"),
    ),
    case(
        "searches are billed beside provisioned throughput",
        vertex(
            "gemini-3.8-flash",
            _USAGE,
            traffic="PROVISIONED_THROUGHPUT",
            grounding=Grounding(web_queries=2, sources=3),
        ),
        [
            *_lines(("0", "0", "0"), (0, 0, 0)),
            Line("grounding", "google_search", 2, "0.014", 28_000_000, "query"),  # 2 x 14,000,000
        ],
        28_000_000,
        Expected(tier="provisioned"),
    ),
    case(
        "Gemini 4 Carbon is standard only",
        developer("gemini-4-carbon", _SMALL, tier="flex"),
        [],
        None,
        Expected(gaps=(("response", "tier_not_priced"),), tier="flex"),
    ),
    case(
        "Gemini 4 Hydrogen is standard only",
        developer("gemini-4-hydrogen", _SMALL, tier="batch"),
        [],
        None,
        Expected(gaps=(("response", "tier_not_priced"),), tier="batch"),
    ),
    case(
        "3.1 Flash Image has no priority",
        developer("gemini-3.1-flash-image", _SMALL, tier="priority"),
        [],
        None,
        Expected(gaps=(("response", "tier_not_priced"),), tier="priority"),
    ),
    case(
        "a tier has no price before it was launched",
        developer("gemini-2.5-flash", _SMALL, date(2026, 3, 31), tier="flex"),
        [],
        None,
        Expected(gaps=(("response", "tier_not_priced"),), tier="flex"),
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_response_is_billed_by_the_tier_served(case: Case) -> None:
    """The tier that was served decides, not the one that was asked for."""
    assert case.bill == read_bill(price(case.took))
