"""Vertex AI has prices of its own, and dearer regions."""

from datetime import date
from decimal import Decimal

import pytest

from gemini_otel.pricing import Consumption, Grounding, Media, Usage, price
from tests.pricing.cases import TODAY, Case, Expected, Line, case, developer, read_bill, utc, vertex


_FLASH = "gemini-3.8-flash"
_SMALL = Usage(prompt=1_000)
_CACHED = Usage(prompt=2_000, cached=1_000, candidates=1_000)
_PART = Usage(prompt=1_000, cached=1_000)

_UPLIFTED = [
    Line("input", "unknown", 1_000, "0.825", 825_000),  # 1,000 x 750 x 1.1
    Line("cached_input", "unknown", 1_000, "0.0825", 82_500),  # 1,000 x 75 x 1.1
    Line("output", "unknown", 1_000, "4.125", 4_125_000),  # 1,000 x 3,750 x 1.1
]
_SAVED = Expected(savings=742_500)  # 1,000 x (825 - 82.5)

CASES = [
    case(
        "the global endpoint of Vertex AI costs what the Developer API costs",
        vertex(_FLASH, _SMALL, location="global"),
        [Line("input", "unknown", 1_000, "0.75", 750_000)],  # 1,000 x 750
        750_000,
    ),
    case(
        "no location is the global endpoint",
        vertex(_FLASH, _SMALL, location=None),
        [Line("input", "unknown", 1_000, "0.75", 750_000)],  # 1,000 x 750
        750_000,
    ),
    case(
        "a region costs a tenth more",
        vertex(_FLASH, _CACHED, location="us-central1"),
        _UPLIFTED,
        5_032_500,
        _SAVED,
    ),
    case(
        "the multi-region us costs a tenth more",
        vertex(_FLASH, _CACHED, location="us"),
        _UPLIFTED,
        5_032_500,
        _SAVED,
    ),
    case(
        "the multi-region eu costs a tenth more",
        vertex(_FLASH, _CACHED, location="eu"),
        _UPLIFTED,
        5_032_500,
        _SAVED,
    ),
    case(
        "a region cost the global price until 2026-06-30",  # 23:59:59 -07:00
        vertex("gemini-3.5-flash", _SMALL, utc("2026-07-01 06:59:59"), location="europe-west4"),
        [Line("input", "unknown", 1_000, "1.5", 1_500_000)],  # 1,000 x 1,500
        1_500_000,
    ),
    case(
        "a region costs a tenth more from 2026-07-01",  # 00:00:00 -07:00
        vertex("gemini-3.5-flash", _SMALL, utc("2026-07-01 07:00:00"), location="europe-west4"),
        [Line("input", "unknown", 1_000, "1.65", 1_650_000)],  # 1,000 x 1,500 x 1.1
        1_650_000,
    ),
    case(
        "audio in a region",
        vertex(
            "gemini-3.1-flash-lite",
            Usage(1_000, candidates=100, prompt_details=(("audio", 1_000),)),
            location="asia-northeast1",
        ),
        [
            Line("input", "audio", 1_000, "0.55", 550_000),  # 1,000 x 500 x 1.1
            Line("output", "unknown", 100, "1.65", 165_000),  # 100 x 1,500 x 1.1
        ],
        715_000,
    ),
    case(
        "priority in a region costs both",
        vertex("gemini-4-argon", _SMALL, location="us", traffic="ON_DEMAND_PRIORITY"),
        [Line("input", "unknown", 1_000, "3.96", 3_960_000)],  # 1,000 x 3,600 x 1.1
        3_960_000,
        Expected(tier="priority"),
    ),
    case(
        "an uplifted rate is rounded as a whole, once",
        vertex(_FLASH, Usage(prompt=2, cached=2), location="us-east5", tier="batch", traffic=None),
        [Line("cached_input", "unknown", 2, "0.04125", 82)],  # 2 x 37.5 x 1.1 = 82.5
        82,
        Expected(savings=743, tier="batch"),  # 2 x 412.5 - 82
    ),
    case(
        "a preview has no price in a region",
        vertex("gemini-3.1-pro-preview", _SMALL, location="us-central1"),
        [],
        None,
        Expected(gaps=(("response", "location_not_priced"),)),
    ),
    case(
        "a preview has its price at the global endpoint",
        vertex("gemini-3.1-pro-preview", _SMALL),
        [Line("input", "unknown", 1_000, "2", 2_000_000)],  # 1,000 x 2,000
        2_000_000,
    ),
    case(
        "a preview cost the global price in a region until 2026-06-30",
        vertex("gemini-3.1-pro-preview", _SMALL, date(2026, 6, 30), location="us-central1"),
        [Line("input", "unknown", 1_000, "2", 2_000_000)],  # 1,000 x 2,000
        2_000_000,
    ),
    case(
        "2.5 Pro costs the same in every region",
        vertex("gemini-2.5-pro", _SMALL, location="us-central1"),
        [Line("input", "unknown", 1_000, "1.25", 1_250_000)],  # 1,000 x 1,250
        1_250_000,
    ),
    case(
        "cached tokens of 3.5 Flash-Lite in a batch cost $0.015 on Vertex AI",
        vertex("gemini-3.5-flash-lite", _PART, tier="batch", traffic=None),
        [Line("cached_input", "unknown", 1_000, "0.015", 15_000)],  # 1,000 x 15
        15_000,
        Expected(savings=135_000, tier="batch"),  # 1,000 x (150 - 15)
    ),
    case(
        "cached tokens of 3.5 Flash-Lite at priority cost $0.054 on Vertex AI",
        vertex("gemini-3.5-flash-lite", _PART, traffic="ON_DEMAND_PRIORITY"),
        [Line("cached_input", "unknown", 1_000, "0.054", 54_000)],  # 1,000 x 54
        54_000,
        Expected(savings=486_000, tier="priority"),  # 1,000 x (540 - 54)
    ),
    case(
        "cached tokens of 3.5 Flash at flex cost $0.075 on Vertex AI",
        vertex("gemini-3.5-flash", _PART, traffic="ON_DEMAND_FLEX"),
        [Line("cached_input", "unknown", 1_000, "0.075", 75_000)],  # 1,000 x 75
        75_000,
        Expected(savings=675_000, tier="flex"),  # 1,000 x (750 - 75)
    ),
    case(
        "2.0 Flash costs more on Vertex AI",
        vertex(
            "gemini-2.0-flash",
            Usage(2_000, candidates=100, prompt_details=(("text", 1_000), ("audio", 1_000))),
            date(2026, 5, 31),
        ),
        [
            Line("input", "text", 1_000, "0.15", 150_000),  # 1,000 x 150
            Line("input", "audio", 1_000, "1", 1_000_000),  # 1,000 x 1,000
            Line("output", "unknown", 100, "0.6", 60_000),  # 100 x 600
        ],
        1_210_000,
    ),
    case(
        "2.0 Flash costs less on the Developer API",
        developer(
            "gemini-2.0-flash",
            Usage(2_000, candidates=100, prompt_details=(("text", 1_000), ("audio", 1_000))),
            date(2026, 5, 31),
        ),
        [
            Line("input", "text", 1_000, "0.1", 100_000),  # 1,000 x 100
            Line("input", "audio", 1_000, "0.7", 700_000),  # 1,000 x 700
            Line("output", "unknown", 100, "0.4", 40_000),  # 100 x 400
        ],
        840_000,
    ),
    case(
        "cached tokens of 2.5 Pro in a batch have no price on Vertex AI",
        vertex("gemini-2.5-pro", Usage(2_000, cached=1_000), tier="batch", traffic=None),
        [Line("input", "unknown", 1_000, "0.625", 625_000)],  # 1,000 x 625
        625_000,
        Expected(gaps=(("cached_input", "modality_not_priced"),), tier="batch"),
    ),
    case(
        "a region does not make a search dearer",
        vertex(_FLASH, _SMALL, location="us", grounding=Grounding(web_queries=1, sources=1)),
        [
            Line("input", "unknown", 1_000, "0.825", 825_000),  # 1,000 x 750 x 1.1
            Line("grounding", "google_search", 1, "0.014", 14_000_000, "query"),
        ],
        14_825_000,
    ),
    case(
        "videos of Vertex AI have prices of their own",
        vertex(
            "veo-2.0-generate-001", at=date(2026, 6, 1), media=(Media("second", Decimal("2.5")),)
        ),
        [Line("media", "video", Decimal("2.5"), "0.5", 1_250_000_000, "second")],
        1_250_000_000,
    ),
    case(
        "the Developer API has one price wherever its user is",
        Consumption(_FLASH, "gemini_api", TODAY, _SMALL, location="us-central1", tier="standard"),
        [Line("input", "unknown", 1_000, "0.75", 750_000)],  # 1,000 x 750
        750_000,
    ),
    case(
        "a model that a platform does not have is not priced there",
        vertex("gemini-4-hydrogen", _SMALL),
        [],
        None,
        Expected(gaps=(("response", "platform_not_priced"),)),
    ),
    case(
        "an unknown platform has no prices",
        Consumption(_FLASH, "bedrock", TODAY, _SMALL, tier="standard"),
        [],
        None,
        Expected(gaps=(("response", "unknown_platform"),)),
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_response_is_billed_by_platform_and_location(case: Case) -> None:
    """Vertex AI has prices of its own, and dearer regions."""
    assert case.bill == read_bill(price(case.took))
