"""Grounding is billed per query or per prompt, by the generation of the model and the tool."""

from datetime import date

import pytest

from gemini_otel.pricing import Grounding, Usage, price
from tests.pricing.cases import Case, Expected, Line, case, developer, read_bill, utc, vertex


_FLASH = "gemini-3.8-flash"  # $0.75 in; searches $14 per 1,000 queries
_PRO_25 = "gemini-2.5-pro"  # $1.25 in; searches $35, Maps $25 per 1,000 grounded prompts
_SMALL = Usage(prompt=100)
_FOUND = Usage(prompt=151, tool_use=18_329)
_INPUT = Line("input", "unknown", 100, "0.75", 75_000)  # 100 x 750
_INPUT_25 = Line("input", "unknown", 100, "1.25", 125_000)  # 100 x 1,250
_FREE = Line("tool_use", "unknown", 18_329, "0", 0)
_SEARCHED = Grounding(web_queries=4, sources=3)


def _search(queries: int, nano: int) -> Line:
    return Line("grounding", "google_search", queries, "0.014", nano, "query")


def _maps(queries: int, nano: int) -> Line:
    return Line("grounding", "google_maps", queries, "0.014", nano, "query")


CASES = [
    case(
        "Gemini 3 pays for each query, of the web and for images",
        developer(_FLASH, _SMALL, grounding=Grounding(web_queries=3, image_queries=2, sources=4)),
        [_INPUT, _search(5, 70_000_000)],  # (3 + 2) x 14,000,000
        70_075_000,
    ),
    case(
        "Gemini 4 pays for each query",
        developer("gemini-4-carbon", _SMALL, grounding=Grounding(web_queries=1, sources=1)),
        [Line("input", "unknown", 100, "2", 200_000), _search(1, 14_000_000)],
        14_200_000,
    ),
    case(
        "queries without sources are due on the Developer API",
        developer(_FLASH, _SMALL, grounding=Grounding(web_queries=2)),
        [_INPUT, _search(2, 28_000_000)],  # 2 x 14,000,000
        28_075_000,
    ),
    case(
        "what a search brings is free on Gemini 3",
        developer(_FLASH, _FOUND, grounding=Grounding(web_queries=1, sources=5)),
        [
            Line("input", "unknown", 151, "0.75", 113_250),  # 151 x 750
            _FREE,
            _search(1, 14_000_000),
        ],
        14_113_250,
    ),
    case(
        "Gemini 2.5 pays once a prompt, however many queries",
        developer(_PRO_25, _SMALL, grounding=_SEARCHED),
        [_INPUT_25, Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt")],
        35_125_000,
    ),
    case(
        "what a search brings is billed on Gemini 2.5",
        developer(_PRO_25, _FOUND, grounding=_SEARCHED),
        [
            Line("input", "unknown", 151, "1.25", 188_750),  # 151 x 1,250
            Line("tool_use", "unknown", 18_329, "1.25", 22_911_250),  # 18,329 x 1,250
            Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt"),
        ],
        58_100_000,
    ),
    case(
        "a prompt that no source came back for is not grounded on Gemini 2.5",
        developer(_PRO_25, _SMALL, grounding=Grounding(web_queries=2)),
        [_INPUT_25],
        125_000,
    ),
    case(
        "Gemini 2.0 pays once a prompt",
        developer("gemini-2.0-flash-lite", _SMALL, date(2026, 5, 31), grounding=_SEARCHED),
        [
            Line("input", "unknown", 100, "0.075", 7_500),  # 100 x 75
            Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt"),
        ],
        35_007_500,
    ),
    case(
        "without a query nothing is due",
        developer(_FLASH, _SMALL, grounding=Grounding(sources=2)),
        [_INPUT],
        75_000,
    ),
    case(
        "URL context is billed as input, not as a search",
        developer(_FLASH, _FOUND, grounding=Grounding(sources=2, other_tools=True)),
        [
            Line("input", "unknown", 151, "0.75", 113_250),  # 151 x 750
            Line("tool_use", "unknown", 18_329, "0.75", 13_746_750),  # 18,329 x 750
        ],
        13_860_000,
    ),
    case(
        "a search beside URL context leaves open what is free",
        developer(_FLASH, _FOUND, grounding=Grounding(web_queries=1, sources=2, other_tools=True)),
        [Line("input", "unknown", 151, "0.75", 113_250), _search(1, 14_000_000)],
        14_113_250,
        Expected(gaps=(("tool_use", "mixed_tool_tokens"),)),
    ),
    case(
        "a search beside URL context is clear on Gemini 2.5, which bills both",
        developer(_PRO_25, _FOUND, grounding=Grounding(web_queries=1, sources=2, other_tools=True)),
        [
            Line("input", "unknown", 151, "1.25", 188_750),  # 151 x 1,250
            Line("tool_use", "unknown", 18_329, "1.25", 22_911_250),  # 18,329 x 1,250
            Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt"),
        ],
        58_100_000,
    ),
    case(
        "a search costs the same in a batch",
        developer(_FLASH, _SMALL, tier="batch", grounding=Grounding(web_queries=2, sources=1)),
        [Line("input", "unknown", 100, "0.375", 37_500), _search(2, 28_000_000)],  # 2 x 14,000,000
        28_037_500,
        Expected(tier="batch"),
    ),
    case(
        "searches of Gemini 3 were free until 2026-01-04",  # 23:59:59 -08:00
        developer("gemini-3-pro-preview", _SMALL, utc("2026-01-05 07:59:59"), grounding=_SEARCHED),
        [
            Line("input", "unknown", 100, "2", 200_000),  # 100 x 2,000
            Line("grounding", "google_search", 4, "0", 0, "query"),
        ],
        200_000,
    ),
    case(
        "searches of Gemini 3 are billed from 2026-01-05",  # 00:00:00 -08:00
        developer("gemini-3-pro-preview", _SMALL, utc("2026-01-05 08:00:00"), grounding=_SEARCHED),
        [Line("input", "unknown", 100, "2", 200_000), _search(4, 56_000_000)],  # 4 x 14,000,000
        56_200_000,
    ),
    case(
        "Gemini 3 on Vertex AI pays for each query that brought sources",
        vertex(_FLASH, _SMALL, grounding=Grounding(web_queries=2, image_queries=1, sources=1)),
        [_INPUT, _search(3, 42_000_000)],  # (2 + 1) x 14,000,000
        42_075_000,
    ),
    case(
        "queries without sources are free on Vertex AI",
        vertex(_FLASH, _SMALL, grounding=Grounding(web_queries=2)),
        [_INPUT],
        75_000,
    ),
    case(
        "Gemini 2.5 on Vertex AI pays once a prompt",
        vertex(_PRO_25, _SMALL, grounding=_SEARCHED),
        [_INPUT_25, Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt")],
        35_125_000,
    ),
    case(
        "Gemini 2.0 on Vertex AI has no known price for a search",
        vertex("gemini-2.0-flash-lite", _SMALL, date(2026, 5, 31), grounding=_SEARCHED),
        [Line("input", "unknown", 100, "0.075", 7_500)],  # 100 x 75
        7_500,
        Expected(gaps=(("grounding", "fee_not_priced"),)),
    ),
    case(
        "Web Grounding for Enterprise costs more on Gemini 2.5",
        vertex(
            _PRO_25,
            _SMALL,
            grounding=Grounding(web_queries=4, sources=3, is_enterprise=True),
        ),
        [
            _INPUT_25,
            Line("grounding", "web_grounding_for_enterprise", 1, "0.045", 45_000_000, "prompt"),
        ],
        45_125_000,
    ),
    case(
        "Web Grounding for Enterprise costs what a search costs on Gemini 3",
        vertex(_FLASH, _SMALL, grounding=Grounding(web_queries=2, sources=1, is_enterprise=True)),
        [
            _INPUT,
            Line("grounding", "web_grounding_for_enterprise", 2, "0.014", 28_000_000, "query"),
        ],
        28_075_000,
    ),
    case(
        "a search of one's own data costs once a request",
        vertex(_FLASH, _SMALL, grounding=Grounding(retrieval_queries=3, is_own_data=True)),
        [
            _INPUT,
            Line("grounding", "grounding_with_your_data", 1, "0.0025", 2_500_000, "request"),
        ],
        2_575_000,
    ),
    case(
        "a search of one's own data costs the same on Gemini 2.5",
        vertex(_PRO_25, _SMALL, grounding=Grounding(retrieval_queries=1, is_own_data=True)),
        [
            _INPUT_25,
            Line("grounding", "grounding_with_your_data", 1, "0.0025", 2_500_000, "request"),
        ],
        2_625_000,
    ),
    case(
        "File Search has no fee",
        developer(_FLASH, _FOUND, grounding=Grounding(retrieval_queries=2, other_tools=True)),
        [
            Line("input", "unknown", 151, "0.75", 113_250),  # 151 x 750
            Line("tool_use", "unknown", 18_329, "0.75", 13_746_750),  # 18,329 x 750
        ],
        13_860_000,
    ),
    case(
        "Maps costs once a prompt on Gemini 2.5",
        developer(_PRO_25, _SMALL, grounding=Grounding(maps_chunks=3)),
        [_INPUT_25, Line("grounding", "google_maps", 1, "0.025", 25_000_000, "prompt")],
        25_125_000,
    ),
    case(
        "Maps costs once a query on Gemini 3",
        developer(_FLASH, _SMALL, grounding=Grounding(maps_chunks=3, maps_queries=2)),
        [_INPUT, _maps(2, 28_000_000)],  # 2 x 14,000,000
        28_075_000,
    ),
    case(
        "one query of Maps is charged where nobody says how many ran",
        developer(_FLASH, _SMALL, grounding=Grounding(maps_chunks=3)),
        [_INPUT, _maps(1, 14_000_000)],
        14_075_000,
        Expected(gaps=(("grounding", "query_count_unknown"),)),
    ),
    case(
        "what Maps brings is free on Gemini 3",
        developer(_FLASH, _FOUND, grounding=Grounding(maps_chunks=3, maps_queries=1)),
        [Line("input", "unknown", 151, "0.75", 113_250), _FREE, _maps(1, 14_000_000)],
        14_113_250,
    ),
    case(
        "a search and Maps are billed beside each other",
        developer(
            _FLASH,
            _FOUND,
            grounding=Grounding(web_queries=2, sources=1, maps_chunks=1, maps_queries=1),
        ),
        [
            Line("input", "unknown", 151, "0.75", 113_250),  # 151 x 750
            _FREE,
            _search(2, 28_000_000),  # 2 x 14,000,000
            _maps(1, 14_000_000),
        ],
        42_113_250,
    ),
    case(
        "a search and Maps are billed beside each other on Gemini 2.5",
        vertex(_PRO_25, _SMALL, grounding=Grounding(web_queries=2, sources=1, maps_chunks=1)),
        [
            _INPUT_25,
            Line("grounding", "google_search", 1, "0.035", 35_000_000, "prompt"),
            Line("grounding", "google_maps", 1, "0.025", 25_000_000, "prompt"),
        ],
        60_125_000,
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_grounding_is_billed_by_generation_and_tool(case: Case) -> None:
    """Grounding is billed per query or per prompt, by the generation of the model and the tool."""
    assert case.bill == read_bill(price(case.took))
