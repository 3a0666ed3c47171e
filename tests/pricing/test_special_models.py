"""Models of images, speech, Live and embeddings are billed by modality."""

from datetime import date

import pytest

from gemini_otel.pricing import Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill, vertex


_EMBEDDED = Usage(
    1_758,
    prompt_details=(("text", 100), ("image", 258), ("video", 1_000), ("audio", 400)),
)

CASES = [
    case(
        "an image of 2.5 Flash Image",
        developer(
            "gemini-2.5-flash-image",
            Usage(
                20,
                candidates=1_300,
                prompt_details=(("text", 20),),
                candidates_details=(("text", 10), ("image", 1_290)),
            ),
            date(2026, 9, 1),
        ),
        [
            Line("input", "text", 20, "0.3", 6_000),  # 20 x 300
            Line("output", "text", 10, "2.5", 25_000),  # 10 x 2,500
            Line("output", "image", 1_290, "30", 38_700_000),  # 1,290 x 30,000
        ],
        38_731_000,
    ),
    case(
        "an image and the thoughts before it of 3 Pro Image",
        developer(
            "gemini-3-pro-image",
            Usage(
                560,
                candidates=1_120,
                thoughts=300,
                prompt_details=(("image", 560),),
                candidates_details=(("image", 1_120),),
            ),
        ),
        [
            Line("input", "image", 560, "2", 1_120_000),  # 560 x 2,000
            Line("output", "image", 1_120, "120", 134_400_000),  # 1,120 x 120,000
            Line("thinking", "text", 300, "12", 3_600_000),  # 300 x 12,000
        ],
        139_120_000,
    ),
    case(
        "an image of 3.1 Flash Image in a batch",
        developer(
            "gemini-3.1-flash-image",
            Usage(candidates=2_520, candidates_details=(("image", 2_520),)),
            tier="batch",
        ),
        [Line("output", "image", 2_520, "30", 75_600_000)],  # 2,520 x 30,000
        75_600_000,
        Expected(tier="batch"),
    ),
    case(
        "an image of Nano Banana 2.1",
        developer(
            "gemini-nano-banana-2.1",
            Usage(100, candidates=1_120, candidates_details=(("image", 1_120),)),
        ),
        [
            Line("input", "unknown", 100, "1.5", 150_000),  # 100 x 1,500
            Line("output", "image", 1_120, "30", 33_600_000),  # 1,120 x 30,000
        ],
        33_750_000,
    ),
    case(
        "speech of 3.8 Flash TTS",
        developer(
            "gemini-3.8-flash-tts",
            Usage(100, candidates=1_000, candidates_details=(("audio", 1_000),)),
        ),
        [
            Line("input", "unknown", 100, "0.5", 50_000),  # 100 x 500
            Line("output", "audio", 1_000, "9", 9_000_000),  # 1,000 x 9,000
        ],
        9_050_000,
    ),
    case(
        "speech of 3.8 Flash-Lite TTS in a batch from 2027-01-01",
        developer(
            "gemini-3.8-flash-lite-tts",
            Usage(100, candidates=1_000, candidates_details=(("audio", 1_000),)),
            date(2027, 1, 1),
            tier="batch",
        ),
        [
            Line("input", "unknown", 100, "0.5", 50_000),  # 100 x 500
            Line("output", "audio", 1_000, "6", 6_000_000),  # 1,000 x 6,000
        ],
        6_050_000,
        Expected(tier="batch"),
    ),
    case(
        "a turn of 3.8 Live",
        developer(
            "gemini-3.8-live",
            Usage(
                1_358,
                candidates=550,
                prompt_details=(("text", 100), ("audio", 1_000), ("image", 258)),
                candidates_details=(("audio", 500), ("text", 50)),
            ),
        ),
        [
            Line("input", "text", 100, "0.75", 75_000),  # 100 x 750
            Line("input", "audio", 1_000, "3", 3_000_000),  # 1,000 x 3,000
            Line("input", "image", 258, "1", 258_000),  # 258 x 1,000
            Line("output", "audio", 500, "12", 6_000_000),  # 500 x 12,000
            Line("output", "text", 50, "4.5", 225_000),  # 50 x 4,500
        ],
        9_558_000,
    ),
    case(
        "a turn of Live 2.5 Flash on Vertex AI",
        vertex(
            "gemini-live-2.5-flash",
            Usage(
                2_000,
                candidates=100,
                prompt_details=(("text", 1_000), ("video", 1_000)),
                candidates_details=(("audio", 100),),
            ),
        ),
        [
            Line("input", "text", 1_000, "0.5", 500_000),  # 1,000 x 500
            Line("input", "video", 1_000, "3", 3_000_000),  # 1,000 x 3,000
            Line("output", "audio", 100, "12", 1_200_000),  # 100 x 12,000
        ],
        4_700_000,
    ),
    case(
        "a transcript is text output, and its audio is dear",
        developer(
            "gemini-3.5-transcribe",
            Usage(
                1_000,
                candidates=100,
                prompt_details=(("audio", 1_000),),
                candidates_details=(("text", 100),),
            ),
        ),
        [
            Line("input", "audio", 1_000, "2", 2_000_000),  # 1,000 x 2,000
            Line("output", "text", 100, "12", 1_200_000),  # 100 x 12,000
        ],
        3_200_000,
    ),
    case(
        "a modality that a model has no price for",
        developer(
            "gemini-3.5-transcribe", Usage(1_100, prompt_details=(("audio", 1_000), ("text", 100)))
        ),
        [Line("input", "audio", 1_000, "2", 2_000_000)],  # 1,000 x 2,000
        2_000_000,
        Expected(gaps=(("input", "modality_not_priced"),)),
    ),
    case(
        "a second of video of Omni 1.1 Flash",
        developer(
            "gemini-omni-1.1-flash",
            Usage(100, candidates=5_792, candidates_details=(("video", 5_792),)),
        ),
        [
            Line("input", "unknown", 100, "1.5", 150_000),  # 100 x 1,500
            Line("output", "video", 5_792, "17.5", 101_360_000),  # 5,792 x 17,500
        ],
        101_510_000,
    ),
    case(
        "robotics with audio",
        developer(
            "gemini-robotics-er-1.6-preview",
            Usage(200, candidates=10, prompt_details=(("video", 100), ("audio", 100))),
            date(2026, 8, 1),
        ),
        [
            Line("input", "video", 100, "1", 100_000),  # 100 x 1,000
            Line("input", "audio", 100, "2", 200_000),  # 100 x 2,000
            Line("output", "unknown", 10, "5", 50_000),  # 10 x 5,000
        ],
        350_000,
    ),
    case(
        "an embedding of text",
        developer("gemini-embedding-001", Usage(prompt=1_000)),
        [Line("input", "unknown", 1_000, "0.15", 150_000)],  # 1,000 x 150
        150_000,
    ),
    case(
        "an embedding by modality",
        developer("gemini-embedding-2", _EMBEDDED),
        [
            Line("input", "text", 100, "0.2", 20_000),  # 100 x 200
            Line("input", "image", 258, "0.45", 116_100),  # 258 x 450
            Line("input", "video", 1_000, "12", 12_000_000),  # 1,000 x 12,000
            Line("input", "audio", 400, "6.5", 2_600_000),  # 400 x 6,500
        ],
        14_736_100,
    ),
    case(
        "a batch of embeddings costs half",
        developer("gemini-embedding-2", _EMBEDDED, tier="batch"),
        [
            Line("input", "text", 100, "0.1", 10_000),  # 100 x 100
            Line("input", "image", 258, "0.225", 58_050),  # 258 x 225
            Line("input", "video", 1_000, "6", 6_000_000),  # 1,000 x 6,000
            Line("input", "audio", 400, "3.25", 1_300_000),  # 400 x 3,250
        ],
        7_368_050,
        Expected(tier="batch"),
    ),
    case(
        "an embedding on Vertex AI",
        vertex("gemini-embedding-001", Usage(prompt=1_000), location="us-central1"),
        [Line("input", "unknown", 1_000, "0.15", 150_000)],  # 1,000 x 150
        150_000,
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_special_models_are_billed_by_modality(case: Case) -> None:
    """Models of images, speech, Live and embeddings are billed by modality."""
    assert case.bill == read_bill(price(case.took))
