"""A long prompt moves the whole response to other rates, on the models that have them."""

from datetime import date

import pytest

from gemini_otel.pricing import Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill


_PRO = "gemini-2.5-pro"  # up to 200,000: $1.25, $0.125, $10; above: $2.50, $0.25, $15
_IN_2025 = date(2025, 6, 1)
_IN_MAY = date(2026, 5, 1)

CASES = [
    case(
        "exactly 200,000 tokens are a short prompt",
        developer(_PRO, Usage(prompt=200_000, candidates=1_000)),
        [
            Line("input", "unknown", 200_000, "1.25", 250_000_000),  # 200,000 x 1,250
            Line("output", "unknown", 1_000, "10", 10_000_000),  # 1,000 x 10,000
        ],
        260_000_000,
    ),
    case(
        "200,001 tokens are a long prompt, and the answer moves with it",
        developer(_PRO, Usage(prompt=200_001, candidates=1_000, thoughts=2_000)),
        [
            Line("input", "unknown", 200_001, "2.5", 500_002_500),  # 200,001 x 2,500
            Line("output", "unknown", 1_000, "15", 15_000_000),  # 1,000 x 15,000
            Line("thinking", "text", 2_000, "15", 30_000_000),  # 2,000 x 15,000
        ],
        545_002_500,
    ),
    case(
        "cached tokens count for the length of a prompt",
        developer(_PRO, Usage(prompt=200_001, cached=200_000, candidates=1_000)),
        [
            Line("input", "unknown", 1, "2.5", 2_500),  # 1 x 2,500
            Line("cached_input", "unknown", 200_000, "0.25", 50_000_000),  # 200,000 x 250
            Line("output", "unknown", 1_000, "15", 15_000_000),  # 1,000 x 15,000
        ],
        65_002_500,
        Expected(savings=450_000_000),  # 200,000 x (2,500 - 250)
    ),
    case(
        "what tools bring does not count for the length of a prompt",
        developer(_PRO, Usage(prompt=200_000, tool_use=50_000)),
        [
            Line("input", "unknown", 200_000, "1.25", 250_000_000),  # 200,000 x 1,250
            Line("tool_use", "unknown", 50_000, "1.25", 62_500_000),  # 50,000 x 1,250
        ],
        312_500_000,
    ),
    case(
        "a long prompt in a batch keeps the standard cached rate",
        developer(_PRO, Usage(prompt=200_001, cached=100_000, candidates=100), tier="batch"),
        [
            Line("input", "unknown", 100_001, "1.25", 125_001_250),  # 100,001 x 1,250
            Line("cached_input", "unknown", 100_000, "0.25", 25_000_000),  # 100,000 x 250
            Line("output", "unknown", 100, "7.5", 750_000),  # 100 x 7,500
        ],
        150_751_250,
        Expected(savings=100_000_000, tier="batch"),  # 100,000 x (1,250 - 250)
    ),
    case(
        "a long prompt at priority",
        developer("gemini-3.1-pro-preview", Usage(200_001, candidates=100), tier="priority"),
        [
            Line("input", "unknown", 200_001, "7.2", 1_440_007_200),  # 200,001 x 7,200
            Line("output", "unknown", 100, "32.4", 3_240_000),  # 100 x 32,400
        ],
        1_443_247_200,
        Expected(tier="priority"),
    ),
    case(
        "Gemini 3.1 Pro has the two bands",
        developer("gemini-3.1-pro-preview", Usage(prompt=200_001, candidates=10, thoughts=90)),
        [
            Line("input", "unknown", 200_001, "4", 800_004_000),  # 200,001 x 4,000
            Line("output", "unknown", 10, "18", 180_000),  # 10 x 18,000
            Line("thinking", "text", 90, "18", 1_620_000),  # 90 x 18,000
        ],
        801_804_000,
    ),
    case(
        "computer use has the two bands",
        developer(
            "gemini-2.5-computer-use-preview-10-2025", Usage(200_001, candidates=100), _IN_MAY
        ),
        [
            Line("input", "unknown", 200_001, "2.5", 500_002_500),  # 200,001 x 2,500
            Line("output", "unknown", 100, "15", 1_500_000),  # 100 x 15,000
        ],
        501_502_500,
    ),
    case(
        "a Flash model is flat",
        developer("gemini-3.8-flash", Usage(prompt=300_000, candidates=100)),
        [
            Line("input", "unknown", 300_000, "0.75", 225_000_000),  # 300,000 x 750
            Line("output", "unknown", 100, "3.75", 375_000),  # 100 x 3,750
        ],
        225_375_000,
    ),
    case(
        "Gemini 4 Argon is flat",
        developer("gemini-4-argon", Usage(prompt=500_000, candidates=100)),
        [
            Line("input", "unknown", 500_000, "2", 1_000_000_000),  # 500,000 x 2,000
            Line("output", "unknown", 100, "10", 1_000_000),  # 100 x 10,000
        ],
        1_001_000_000,
    ),
    case(
        "Gemini 4 Hydrogen is flat",
        developer("gemini-4-hydrogen", Usage(prompt=500_000)),
        [Line("input", "unknown", 500_000, "1.5", 750_000_000)],  # 500,000 x 1,500
        750_000_000,
    ),
    case(
        "exactly 128,000 tokens are a short prompt of Gemini 1.5",
        developer("gemini-1.5-pro", Usage(prompt=128_000, candidates=100), _IN_2025),
        [
            Line("input", "unknown", 128_000, "1.25", 160_000_000),  # 128,000 x 1,250
            Line("output", "unknown", 100, "5", 500_000),  # 100 x 5,000
        ],
        160_500_000,
    ),
    case(
        "128,001 tokens are a long prompt of Gemini 1.5",
        developer("gemini-1.5-pro", Usage(prompt=128_001, candidates=100), _IN_2025),
        [
            Line("input", "unknown", 128_001, "2.5", 320_002_500),  # 128,001 x 2,500
            Line("output", "unknown", 100, "10", 1_000_000),  # 100 x 10,000
        ],
        321_002_500,
    ),
    case(
        "a small rate in the long band of Gemini 1.5",
        developer("gemini-1.5-flash-8b", Usage(prompt=128_001, cached=128_000), _IN_2025),
        [
            Line("input", "unknown", 1, "0.075", 75),  # 1 x 75
            Line("cached_input", "unknown", 128_000, "0.02", 2_560_000),  # 128,000 x 20
        ],
        2_560_075,
        Expected(savings=7_040_000),  # 128,000 x (75 - 20)
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_response_is_billed_by_the_length_of_its_prompt(case: Case) -> None:
    """A long prompt moves the whole response to other rates, on the models that have them."""
    assert case.bill == read_bill(price(case.took))
