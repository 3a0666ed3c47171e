"""Images, seconds, songs and token-hours are billed by the piece and by time."""

from datetime import date
from decimal import Decimal

import pytest

from gemini_otel.pricing import Media, Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill, vertex


_VEO = "veo-3.1-generate-preview"
_VEO_FAST = "veo-3.1-fast-generate-preview"
_IN_JUNE = date(2026, 6, 1)
_NOT_PRICED = Expected(gaps=(("media", "unit_not_priced"),))
_MALFORMED = Expected(gaps=(("media", "malformed_usage"),))


def _seconds(quantity: int | Decimal, usd: str, nano: int) -> list[Line]:
    return [Line("media", "video", quantity, usd, nano, "second")]


def _stored(quantity: int | Decimal, usd: str, nano: int) -> Line:
    return Line("cache_storage", "text", quantity, usd, nano, "token_hour")


CASES = [
    case(
        "images of Imagen 4",
        developer("imagen-4.0-generate-001", at=_IN_JUNE, media=(Media("image", 4),)),
        [Line("media", "image", 4, "0.04", 160_000_000, "image")],  # 4 x 40,000,000
        160_000_000,
    ),
    case(
        "images of Imagen 4 Fast and Ultra differ",
        developer("imagen-4.0-ultra-generate-001", at=_IN_JUNE, media=(Media("image", 1),)),
        [Line("media", "image", 1, "0.06", 60_000_000, "image")],
        60_000_000,
    ),
    case(
        "the last day of Imagen 4",
        developer("imagen-4.0-fast-generate-001", at=date(2026, 8, 17), media=(Media("image", 1),)),
        [Line("media", "image", 1, "0.02", 20_000_000, "image")],
        20_000_000,
    ),
    case(
        "the day after Imagen 4",
        developer("imagen-4.0-fast-generate-001", at=date(2026, 8, 18), media=(Media("image", 1),)),
        [],
        None,
        Expected(gaps=(("response", "no_price_on_day"),)),
    ),
    case(
        "eight seconds of Veo 3.1 at 720p",
        developer(_VEO, at=_IN_JUNE, media=(Media("second", 8, "720p"),)),
        _seconds(8, "0.4", 3_200_000_000),  # 8 x 400,000,000
        3_200_000_000,
    ),
    case(
        "eight seconds of Veo 3.1 at 4k",
        developer(_VEO, at=_IN_JUNE, media=(Media("second", 8, "4k", audio=True),)),
        _seconds(8, "0.6", 4_800_000_000),  # 8 x 600,000,000
        4_800_000_000,
    ),
    case(
        "Veo 3.1 Fast at 1080p until 2026-04-06",
        developer(_VEO_FAST, at=date(2026, 4, 6), media=(Media("second", 8, "1080p"),)),
        _seconds(8, "0.15", 1_200_000_000),  # 8 x 150,000,000
        1_200_000_000,
    ),
    case(
        "Veo 3.1 Fast at 1080p from 2026-04-07",
        developer(_VEO_FAST, at=date(2026, 4, 7), media=(Media("second", 8, "1080p"),)),
        _seconds(8, "0.12", 960_000_000),  # 8 x 120,000,000
        960_000_000,
    ),
    case(
        "a resolution without a price",
        developer("veo-3.1-lite-generate-preview", at=_IN_JUNE, media=(Media("second", 8, "4k"),)),
        [],
        None,
        _NOT_PRICED,
    ),
    case(
        "a price that depends on the resolution needs one",
        developer(_VEO_FAST, at=_IN_JUNE, media=(Media("second", 8),)),
        [],
        None,
        _NOT_PRICED,
    ),
    case(
        "a price that does not depend on the resolution holds for any",
        developer("veo-3.0-generate-001", at=_IN_JUNE, media=(Media("second", 8, "1080p"),)),
        _seconds(8, "0.4", 3_200_000_000),  # 8 x 400,000,000
        3_200_000_000,
    ),
    case(
        "a part of a second",
        developer("veo-2.0-generate-001", at=_IN_JUNE, media=(Media("second", Decimal("5.5")),)),
        _seconds(Decimal("5.5"), "0.35", 1_925_000_000),  # 5.5 x 350,000,000
        1_925_000_000,
    ),
    case(
        "videos have no batch tier",
        developer(_VEO, at=_IN_JUNE, tier="batch", media=(Media("second", 8, "720p"),)),
        [],
        None,
        Expected(gaps=(("response", "tier_not_priced"),), tier="batch"),
    ),
    case(
        "songs of Lyria 3.5",
        developer("lyria-3.5", media=(Media("song", 2),)),
        [Line("media", "audio", 2, "0.08", 160_000_000, "song")],  # 2 x 80,000,000
        160_000_000,
    ),
    case(
        "clips of Lyria 2 on Vertex AI",
        vertex("lyria-002", media=(Media("clip", 3),)),
        [Line("media", "audio", 3, "0.06", 180_000_000, "clip")],  # 3 x 60,000,000
        180_000_000,
    ),
    case(
        "a song is not billed by the second",
        developer("lyria-3.5", media=(Media("second", 60),)),
        [],
        None,
        _NOT_PRICED,
    ),
    case(
        "a made-up unit has no price",
        developer("lyria-3.5", media=(Media("opera", 1),)),
        [],
        None,
        _NOT_PRICED,
    ),
    case(
        "one unit without a price leaves the others theirs",
        developer("lyria-3.5", media=(Media("song", 1), Media("opera", 1))),
        [Line("media", "audio", 1, "0.08", 80_000_000, "song")],
        80_000_000,
        _NOT_PRICED,
    ),
    case(
        "less than no seconds",
        developer(_VEO, at=_IN_JUNE, media=(Media("second", -8, "720p"),)),
        [],
        None,
        _MALFORMED,
    ),
    case(
        "seconds that are no number",
        developer(_VEO, at=_IN_JUNE, media=(Media("second", Decimal("NaN"), "720p"),)),
        [],
        None,
        _MALFORMED,
    ),
    case(
        "endless seconds",
        developer(_VEO, at=_IN_JUNE, media=(Media("second", Decimal("Infinity"), "720p"),)),
        [],
        None,
        _MALFORMED,
    ),
    case(
        "100,000 tokens in a cache of 2.5 Pro for two and a half hours",
        developer("gemini-2.5-pro", media=(Media("token_hour", 250_000),)),
        [_stored(250_000, "4.5", 1_125_000_000)],  # 250,000 x 4,500
        1_125_000_000,
        Expected(savings=-1_125_000_000),
    ),
    case(
        "a part of a token-hour",
        developer("gemini-2.5-pro", media=(Media("token_hour", Decimal("83333.25")),)),
        [_stored(Decimal("83333.25"), "4.5", 374_999_625)],  # 83,333.25 x 4,500
        374_999_625,
        Expected(savings=-374_999_625),
    ),
    case(
        "half a nano-dollar of storage is rounded to the even one",
        developer("gemini-3.8-flash", media=(Media("token_hour", Decimal("0.003")),)),
        [_stored(Decimal("0.003"), "0.5", 2)],  # 0.003 x 500 = 1.5
        2,
        Expected(savings=-2),
    ),
    case(
        "storage of 3.8 Flash doubles with its tokens",
        developer("gemini-3.8-flash", at=date(2027, 1, 1), media=(Media("token_hour", 1_000),)),
        [_stored(1_000, "1", 1_000_000)],  # 1,000 x 1,000
        1_000_000,
        Expected(savings=-1_000_000),
    ),
    case(
        "storage at priority costs more on 2.5 Pro",
        developer("gemini-2.5-pro", tier="priority", media=(Media("token_hour", 1_000),)),
        [_stored(1_000, "8.1", 8_100_000)],  # 1,000 x 8,100
        8_100_000,
        Expected(savings=-8_100_000, tier="priority"),
    ),
    case(
        "storage at priority costs the same on 3.5 Flash",
        developer("gemini-3.5-flash", tier="priority", media=(Media("token_hour", 1_000),)),
        [_stored(1_000, "1", 1_000_000)],  # 1,000 x 1,000
        1_000_000,
        Expected(savings=-1_000_000, tier="priority"),
    ),
    case(
        "Gemini 4 Argon has no price for storage",
        developer("gemini-4-argon", media=(Media("token_hour", 1_000),)),
        [],
        None,
        Expected(gaps=(("cache_storage", "unit_not_priced"),)),
    ),
    case(
        "savings are net of storage",
        developer(
            "gemini-2.5-pro",
            Usage(prompt=10_000, cached=8_000),
            media=(Media("token_hour", 1_000),),
        ),
        [
            Line("input", "unknown", 2_000, "1.25", 2_500_000),  # 2,000 x 1,250
            Line("cached_input", "unknown", 8_000, "0.125", 1_000_000),  # 8,000 x 125
            _stored(1_000, "4.5", 4_500_000),  # 1,000 x 4,500
        ],
        8_000_000,
        Expected(savings=4_500_000),  # 8,000 x (1,250 - 125) - 4,500,000
    ),
    case(
        "a cache that is hardly used costs more than it saves, whatever the prompt's length",
        developer(
            "gemini-2.5-pro",
            Usage(prompt=200_001, cached=200_001),
            media=(Media("token_hour", 200_001),),
        ),
        [
            Line("cached_input", "unknown", 200_001, "0.25", 50_000_250),  # 200,001 x 250
            _stored(200_001, "4.5", 900_004_500),  # 200,001 x 4,500
        ],
        950_004_750,
        Expected(savings=-450_002_250),  # 200,001 x (2,500 - 250) - 900,004,500
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_units_are_billed_by_the_piece_and_by_time(case: Case) -> None:
    """Images, seconds, songs and token-hours are billed by the piece and by time."""
    assert case.bill == read_bill(price(case.took))
