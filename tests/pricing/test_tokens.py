"""Each kind of token and each modality is billed at its own rate, once."""

import pytest

from gemini_otel._extract._usage import read_usage
from gemini_otel.pricing import Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill


_PRO = "gemini-2.5-pro"  # $1.25, cached $0.125, output $10 up to 200,000 tokens
_FLASH = "gemini-2.5-flash"  # $0.30, audio $1.00; cached $0.03, audio $0.10; output $2.50
_FLASH_38 = "gemini-3.8-flash"  # $0.75, cached $0.075, output $3.75, all modalities alike
_ASSUMES_TEXT = Expected(assumptions=("modality",))

CASES = [
    case(
        "input and output",
        developer(_FLASH_38, Usage(prompt=1_000, candidates=500)),
        [
            Line("input", "unknown", 1_000, "0.75", 750_000),  # 1,000 x 750 nano
            Line("output", "unknown", 500, "3.75", 1_875_000),  # 500 x 3,750
        ],
        2_625_000,
    ),
    case(
        "thinking is output",
        developer(_FLASH, Usage(100, candidates=50, thoughts=200, prompt_details=(("text", 100),))),
        [
            Line("input", "text", 100, "0.3", 30_000),  # 100 x 300
            Line("output", "unknown", 50, "2.5", 125_000),  # 50 x 2,500
            Line("thinking", "text", 200, "2.5", 500_000),  # 200 x 2,500
        ],
        655_000,
    ),
    case(
        "thinking without an answer is billed",
        developer(_FLASH_38, Usage(prompt=10, thoughts=4_096)),
        [
            Line("input", "unknown", 10, "0.75", 7_500),  # 10 x 750
            Line("thinking", "text", 4_096, "3.75", 15_360_000),  # 4,096 x 3,750
        ],
        15_367_500,
    ),
    case(
        "audio input costs more than text on 2.5 Flash",
        developer(_FLASH, Usage(1_000, prompt_details=(("text", 100), ("audio", 900)))),
        [
            Line("input", "text", 100, "0.3", 30_000),  # 100 x 300
            Line("input", "audio", 900, "1", 900_000),  # 900 x 1,000
        ],
        930_000,
    ),
    case(
        "images, videos and documents cost what text costs on 2.5 Flash",
        developer(
            _FLASH,
            Usage(
                826,
                prompt_details=(("text", 10), ("image", 258), ("video", 300), ("document", 258)),
            ),
        ),
        [
            Line("input", "text", 10, "0.3", 3_000),  # 10 x 300
            Line("input", "image", 258, "0.3", 77_400),  # 258 x 300
            Line("input", "video", 300, "0.3", 90_000),  # 300 x 300
            Line("input", "document", 258, "0.3", 77_400),  # 258 x 300
        ],
        247_800,
    ),
    case(
        "what details leave out is text",
        developer(_FLASH, Usage(1_000, prompt_details=(("audio", 400),))),
        [
            Line("input", "audio", 400, "1", 400_000),  # 400 x 1,000
            Line("input", "unknown", 600, "0.3", 180_000),  # (1,000 - 400) x 300
        ],
        580_000,
        _ASSUMES_TEXT,
    ),
    case(
        "a prompt without details is text",
        developer(_FLASH, Usage(prompt=1_000)),
        [Line("input", "unknown", 1_000, "0.3", 300_000)],  # 1,000 x 300
        300_000,
        _ASSUMES_TEXT,
    ),
    case(
        "a made-up modality has no price, and the rest has",
        developer(_FLASH, Usage(150, prompt_details=(("text", 50), ("smell", 100)))),
        [Line("input", "text", 50, "0.3", 15_000)],  # 50 x 300
        15_000,
        Expected(gaps=(("input", "modality_not_priced"),)),
    ),
    case(
        "what tools bring is input",
        developer(_FLASH_38, Usage(prompt=100, tool_use=5_000)),
        [
            Line("input", "unknown", 100, "0.75", 75_000),  # 100 x 750
            Line("tool_use", "unknown", 5_000, "0.75", 3_750_000),  # 5,000 x 750
        ],
        3_825_000,
    ),
    case(
        "what tools bring is billed by its modality",
        developer(
            _FLASH,
            Usage(
                100,
                tool_use=3_000,
                prompt_details=(("text", 100),),
                tool_use_details=(("text", 1_000), ("audio", 2_000)),
            ),
        ),
        [
            Line("input", "text", 100, "0.3", 30_000),  # 100 x 300
            Line("tool_use", "text", 1_000, "0.3", 300_000),  # 1,000 x 300
            Line("tool_use", "audio", 2_000, "1", 2_000_000),  # 2,000 x 1,000
        ],
        2_330_000,
    ),
    case(
        "tokens that are of no kind have no price",
        developer(_FLASH_38, Usage(prompt=100, candidates=10, unknown=50)),
        [
            Line("input", "unknown", 100, "0.75", 75_000),  # 100 x 750
            Line("output", "unknown", 10, "3.75", 37_500),  # 10 x 3,750
        ],
        112_500,
        Expected(gaps=(("response", "unattributed_tokens"),)),
    ),
    case(
        "cached tokens are a part of the prompt",
        developer(_PRO, Usage(10_000, cached=8_000, candidates=1_000)),
        [
            Line("input", "unknown", 2_000, "1.25", 2_500_000),  # (10,000 - 8,000) x 1,250
            Line("cached_input", "unknown", 8_000, "0.125", 1_000_000),  # 8,000 x 125
            Line("output", "unknown", 1_000, "10", 10_000_000),  # 1,000 x 10,000
        ],
        13_500_000,
        Expected(savings=9_000_000),  # 8,000 x (1,250 - 125)
    ),
    case(
        "a prompt may be cached as a whole",
        developer("gemini-4-argon", Usage(50_000, cached=50_000, candidates=100)),
        [
            Line("cached_input", "unknown", 50_000, "0.1", 5_000_000),  # 50,000 x 100
            Line("output", "unknown", 100, "10", 1_000_000),  # 100 x 10,000
        ],
        6_000_000,
        Expected(savings=95_000_000),  # 50,000 x (2,000 - 100)
    ),
    case(
        "cached tokens are billed by their modality",
        developer(
            _FLASH,
            Usage(
                3_000,
                cached=2_500,
                prompt_details=(("text", 1_000), ("audio", 2_000)),
                cached_details=(("text", 700), ("audio", 1_800)),
            ),
        ),
        [
            Line("input", "text", 300, "0.3", 90_000),  # (1,000 - 700) x 300
            Line("input", "audio", 200, "1", 200_000),  # (2,000 - 1,800) x 1,000
            Line("cached_input", "text", 700, "0.03", 21_000),  # 700 x 30
            Line("cached_input", "audio", 1_800, "0.1", 180_000),  # 1,800 x 100
        ],
        491_000,
        Expected(savings=1_809_000),  # 700 x (300 - 30) + 1,800 x (1,000 - 100)
    ),
    case(
        "cached tokens without details are text first",
        developer(_FLASH, Usage(1_000, cached=700, prompt_details=(("text", 600), ("audio", 400)))),
        [
            Line("input", "audio", 300, "1", 300_000),  # (400 - 100) x 1,000
            Line("cached_input", "text", 600, "0.03", 18_000),  # 600 x 30
            Line("cached_input", "audio", 100, "0.1", 10_000),  # (700 - 600) x 100
        ],
        328_000,
        # 600 x (300 - 30) + 100 x (1,000 - 100)
        Expected(savings=252_000, assumptions=("modality",)),
    ),
    case(
        "a model without a price for cached tokens leaves them unpriced",
        developer("gemini-3.8-live", Usage(1_000, cached=400, prompt_details=(("text", 1_000),))),
        [Line("input", "text", 600, "0.75", 450_000)],  # (1,000 - 400) x 750
        450_000,
        Expected(gaps=(("cached_input", "modality_not_priced"),)),
    ),
    case(
        "half a nano-dollar is rounded to the even one: up",
        developer("gemini-3.6-flash", Usage(prompt=1, cached=1), tier="batch"),
        [Line("cached_input", "unknown", 1, "0.0375", 38)],  # 37.5
        38,
        Expected(savings=337, tier="batch"),  # 375 - 38
    ),
    case(
        "half a nano-dollar is rounded to the even one: down",
        developer("gemini-3.6-flash", Usage(prompt=3, cached=3), tier="batch"),
        [Line("cached_input", "unknown", 3, "0.0375", 112)],  # 112.5
        112,
        Expected(savings=1_013, tier="batch"),  # 1,125 - 112
    ),
    case(
        "a response of which no token was reported has no price",
        developer(_FLASH_38, Usage()),
        [],
        None,
        Expected(gaps=(("response", "no_usage"),)),
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_tokens_are_billed_by_kind_and_modality(case: Case) -> None:
    """Each kind of token and each modality is billed at its own rate, once."""
    assert case.bill == read_bill(price(case.took))


@pytest.mark.parametrize(
    ("candidates", "total"),
    [pytest.param(50, 350, id="beside"), pytest.param(250, 350, id="inside")],
)
def test_thinking_is_billed_once(candidates: int, total: int) -> None:
    """Thoughts cost the same whether a server counts them beside the answer or inside it."""
    report = {
        "promptTokenCount": 100,
        "candidatesTokenCount": candidates,
        "thoughtsTokenCount": 200,
        "totalTokenCount": total,
    }

    cost = price(developer(_FLASH_38, read_usage(report)))

    # 100 x 750 + 50 x 3,750 + 200 x 3,750 = 75,000 + 187,500 + 750,000
    assert 1_012_500 == cost.nano
    assert cost.is_complete
