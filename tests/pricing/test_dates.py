"""The price of the Pacific day on which a response was served holds."""

from datetime import date, datetime, timedelta, timezone

import pytest

from gemini_otel.pricing import Consumption, Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill, utc, vertex


_USAGE = Usage(prompt=1_000, candidates=1_000)
_CACHED = Usage(prompt=1_000, cached=1_000)
_TOKYO = timezone(timedelta(hours=9))
_NO_PRICE = Expected(gaps=(("response", "no_price_on_day"),))


def _lines(rates: tuple[str, str], nano: tuple[int, int]) -> list[Line]:
    """1,000 tokens in and 1,000 out."""
    return [
        Line("input", "unknown", 1_000, rates[0], nano[0]),
        Line("output", "unknown", 1_000, rates[1], nano[1]),
    ]


CASES = [
    case(
        "the last second before Gemini 4 Argon doubles",  # 2026-11-30 23:59:59 -08:00
        developer("gemini-4-argon", _USAGE, utc("2026-12-01 07:59:59")),
        _lines(("2", "10"), (2_000_000, 10_000_000)),
        12_000_000,
    ),
    case(
        "the first second after Gemini 4 Argon doubles",  # 2026-12-01 00:00:00 -08:00
        developer("gemini-4-argon", _USAGE, utc("2026-12-01 08:00:00")),
        _lines(("4", "20"), (4_000_000, 20_000_000)),
        24_000_000,
    ),
    case(
        "a time of another zone is the same moment: before",  # 07:59:59 UTC
        developer("gemini-4-argon", _USAGE, datetime(2026, 12, 1, 16, 59, 59, tzinfo=_TOKYO)),
        _lines(("2", "10"), (2_000_000, 10_000_000)),
        12_000_000,
    ),
    case(
        "a time of another zone is the same moment: after",  # 08:00:00 UTC
        developer("gemini-4-argon", _USAGE, datetime(2026, 12, 1, 17, tzinfo=_TOKYO)),
        _lines(("4", "20"), (4_000_000, 20_000_000)),
        24_000_000,
    ),
    case(
        "a plain date is a Pacific day: the last one",
        developer("gemini-4-argon", _USAGE, date(2026, 11, 30)),
        _lines(("2", "10"), (2_000_000, 10_000_000)),
        12_000_000,
    ),
    case(
        "a plain date is a Pacific day: the first one",
        developer("gemini-4-argon", _USAGE, date(2026, 12, 1)),
        _lines(("4", "20"), (4_000_000, 20_000_000)),
        24_000_000,
    ),
    case(
        "every tier of Gemini 4 Argon doubles, its cached input too",
        developer("gemini-4-argon", _CACHED, date(2026, 12, 1), tier="priority"),
        [Line("cached_input", "unknown", 1_000, "0.36", 360_000)],  # 1,000 x 360
        360_000,
        Expected(savings=6_840_000, tier="priority"),  # 1,000 x (7,200 - 360)
    ),
    case(
        "Gemini 4 Carbon doubles too",
        developer("gemini-4-carbon", _USAGE, date(2026, 12, 1)),
        _lines(("4", "20"), (4_000_000, 20_000_000)),
        24_000_000,
    ),
    case(
        "Gemini 4 Hydrogen does not",
        developer("gemini-4-hydrogen", _USAGE, date(2026, 12, 1)),
        _lines(("1.5", "7.5"), (1_500_000, 7_500_000)),
        9_000_000,
    ),
    case(
        "the last second of the introductory price of 3.8 Flash",
        developer("gemini-3.8-flash", _USAGE, utc("2027-01-01 07:59:59")),
        _lines(("0.75", "3.75"), (750_000, 3_750_000)),
        4_500_000,
    ),
    case(
        "the first second of the full price of 3.8 Flash",
        developer("gemini-3.8-flash", _USAGE, utc("2027-01-01 08:00:00")),
        _lines(("1.5", "7.5"), (1_500_000, 7_500_000)),
        9_000_000,
    ),
    case(
        "the last second before 3.6 Flash was halved, in summer",  # 23:59:59 -07:00
        developer("gemini-3.6-flash", _USAGE, utc("2026-08-13 06:59:59")),
        _lines(("1.5", "7.5"), (1_500_000, 7_500_000)),
        9_000_000,
    ),
    case(
        "the first second after 3.6 Flash was halved, in summer",  # 00:00:00 -07:00
        developer("gemini-3.6-flash", _USAGE, utc("2026-08-13 07:00:00")),
        _lines(("0.75", "3.75"), (750_000, 3_750_000)),
        4_500_000,
    ),
    case(
        "cached input of 2.5 Pro cost $0.31 until 2025-10-30",
        developer("gemini-2.5-pro", _CACHED, date(2025, 10, 30)),
        [Line("cached_input", "unknown", 1_000, "0.31", 310_000)],  # 1,000 x 310
        310_000,
        Expected(savings=940_000),  # 1,000 x (1,250 - 310)
    ),
    case(
        "cached input of 2.5 Pro costs $0.125 from 2025-10-31",
        developer("gemini-2.5-pro", _CACHED, date(2025, 10, 31)),
        [Line("cached_input", "unknown", 1_000, "0.125", 125_000)],  # 1,000 x 125
        125_000,
        Expected(savings=1_125_000),  # 1,000 x (1,250 - 125)
    ),
    case(
        "the last second of 2.5 Pro on the Developer API",
        developer("gemini-2.5-pro", _USAGE, utc("2026-12-01 07:59:59")),
        _lines(("1.25", "10"), (1_250_000, 10_000_000)),
        11_250_000,
    ),
    case(
        "2.5 Pro is answered and billed as 3.8 Flash from 2026-12-01, whatever the server calls it",
        developer("gemini-2.5-pro", _USAGE, utc("2026-12-01 08:00:00")),
        _lines(("0.75", "3.75"), (750_000, 3_750_000)),
        4_500_000,
        Expected(assumptions=("model",), model="gemini-3.8-flash"),
    ),
    case(
        "2.5 Pro that 3.8 Flash answers costs what 3.8 Flash costs",
        developer("gemini-3.8-flash", _USAGE, utc("2026-12-01 08:00:00")),
        _lines(("0.75", "3.75"), (750_000, 3_750_000)),
        4_500_000,
    ),
    case(
        "2.5 Flash that 3.5 Flash-Lite answers costs what 3.5 Flash-Lite costs",
        developer("gemini-3.5-flash-lite", _USAGE, date(2026, 12, 1)),
        _lines(("0.3", "2.5"), (300_000, 2_500_000)),
        2_800_000,
    ),
    case(
        "2.5 Pro keeps its price on Vertex AI",
        vertex("gemini-2.5-pro", _USAGE, date(2026, 12, 1)),
        _lines(("1.25", "10"), (1_250_000, 10_000_000)),
        11_250_000,
    ),
    case(
        "a model has no price before its release",
        developer("gemini-3.8-flash", _USAGE, date(2026, 9, 1)),
        [],
        None,
        _NO_PRICE,
    ),
    case(
        "a model has a price on the day of its release",
        developer("gemini-3.8-flash", _USAGE, date(2026, 9, 2)),
        _lines(("0.75", "3.75"), (750_000, 3_750_000)),
        4_500_000,
    ),
    case(
        "a model has no price after it was shut down",
        developer("gemini-2.0-flash-lite", _USAGE, date(2026, 6, 2)),
        [],
        None,
        _NO_PRICE,
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_response_is_billed_by_its_pacific_day(case: Case) -> None:
    """The price of the Pacific day on which a response was served holds."""
    assert case.bill == read_bill(price(case.took))


def test_a_time_without_a_zone_is_refused() -> None:
    """A time without a zone has no Pacific day, and the error says what to give."""
    took = Consumption("gemini-3.8-flash", "gemini_api", datetime(2026, 11, 20), _USAGE)  # noqa: DTZ001 - the fault

    with pytest.raises(ValueError, match=r"has no zone.*give a zone"):
        price(took)
