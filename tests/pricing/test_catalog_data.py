"""The packaged prices are sound as data, and are those of Google's price lists."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from gemini_otel.pricing._files._reading import read_packaged
from gemini_otel.pricing._files._schema import check_packaged
from gemini_otel.pricing._records import Price


GEMINI, VERTEX = "gemini_api", "vertex"
SHORT, LONG = "<=200000", ">200000"


def _document() -> Any:
    return json.loads(_text())


def _text() -> str:
    return files("gemini_otel.pricing").joinpath("catalog.json").read_text(encoding="utf-8")


def _token_prices(cell: str, modality: str, day: str) -> list[str]:
    """Prices of a cell: model, platform, tier, band, and input, cached or output, on a day."""
    model, platform, tier, band, kind = cell.split()
    direction = "output" if kind == "output" else "input"
    wanted = (model, platform, tier, band, direction, kind == "cached")
    return [
        str(one.usd)
        for one in read_packaged().prices
        if (one.model, one.platform, one.tier, one.band, one.direction, one.cached) == wanted
        and modality in one.modalities
        and one.holds_on(date.fromisoformat(day))
    ]


def _other_prices(cell: str, day: str) -> list[str]:
    """Prices of a cell: model, platform, tier, unit and size, on a day."""
    model, platform, tier, unit, size = cell.split()
    wanted = (model, platform, tier, unit, size)
    return [
        str(one.usd)
        for one in read_packaged().prices
        if (one.model, one.platform, one.tier, _unit(one), one.size or "-") == wanted
        and one.holds_on(date.fromisoformat(day))
    ]


def _unit(price: Price) -> str:
    return "token-hours" if price.unit == "1M token-hours" else price.unit


def test_schema() -> None:
    """The packaged file is right in every field, without overlap and without unexplained gap."""
    faults = [(fault.field, fault.problem) for fault in check_packaged(_document())]

    assert [] == faults


def test_ids() -> None:
    """No two prices have the same id."""
    ids = [one.id for one in read_packaged().prices]

    assert len(ids) == len(set(ids))


def test_sources_are_cited() -> None:
    """Every source in the file is one that some record cites."""
    records = read_packaged()
    cited = {name for one in records.prices for name in one.sources}
    cited |= {name for one in records.uplifts for name in one.sources}
    cited |= {name for one in records.fees for name in one.sources}
    cited |= {name for one in records.lives for name in one.sources}

    assert {one.id for one in records.sources} == cited


def test_read_is_that_of_the_deciding_source() -> None:
    """The day a record was read is the day its last source was."""
    records = read_packaged()
    read = {one.id: one.read for one in records.sources}
    cited = [(one.read, one.sources) for one in records.prices]
    cited += [(one.read, one.sources) for one in records.uplifts]
    cited += [(one.read, one.sources) for one in records.fees]
    cited += [(one.read, one.sources) for one in records.lives]

    assert [] == [(day, sources) for day, sources in cited if day != read[sources[-1]]]


def test_one_record_a_line() -> None:
    """Each record of each list has a line to itself, so that a change is a line of a diff."""
    document = _document()
    lines = {line.strip().removesuffix(",") for line in _text().splitlines()}
    kinds = ("models", "aliases", "prices", "uplifts", "fees", "lifecycle")
    records = [json.dumps(one, ensure_ascii=False) for kind in kinds for one in document[kind]]

    assert [] == [record for record in records if record not in lines]


def test_order_of_prices() -> None:
    """Prices are ordered by model, platform, tier and first day."""
    tiers = ("standard", "batch", "flex", "priority")
    keys = [
        (one.model, one.platform, tiers.index(one.tier), one.since)
        for one in read_packaged().prices
    ]

    assert sorted(keys) == keys


def test_loads_once() -> None:
    """The packaged prices are read and built a single time."""
    assert read_packaged() is read_packaged()


@pytest.mark.parametrize(
    ("cell", "modality", "day", "usd"),
    [
        # Gemini API, Standard (pricing page).
        (f"gemini-2.5-pro {GEMINI} standard {SHORT} cached", "text", "2025-10-30", "0.31"),
        (f"gemini-2.5-pro {GEMINI} standard {SHORT} cached", "text", "2025-10-31", "0.125"),
        (f"gemini-2.5-pro {GEMINI} standard {LONG} output", "text", "2026-06-01", "15"),
        (f"gemini-2.5-flash {GEMINI} standard all input", "audio", "2026-06-01", "1"),
        (f"gemini-2.5-flash {GEMINI} standard all input", "document", "2026-06-01", "0.3"),
        (f"gemini-2.5-flash-lite {GEMINI} standard all cached", "audio", "2026-11-20", "0.03"),
        (f"gemini-2.0-flash {GEMINI} standard all cached", "video", "2026-06-01", "0.025"),
        (f"gemini-3.1-pro-preview {GEMINI} standard {LONG} input", "image", "2026-11-20", "4"),
        (f"gemini-3.6-flash {GEMINI} standard all output", "text", "2026-08-12", "7.5"),
        (f"gemini-3.6-flash {GEMINI} standard all output", "text", "2026-08-13", "3.75"),
        (f"gemini-3.8-flash {GEMINI} standard all input", "text", "2026-12-31", "0.75"),
        (f"gemini-3.8-flash {GEMINI} standard all input", "text", "2027-01-01", "1.5"),
        (f"gemini-4-argon {GEMINI} standard all output", "text", "2026-11-30", "10"),
        (f"gemini-4-argon {GEMINI} standard all output", "text", "2026-12-01", "20"),
        (f"gemini-4-hydrogen {GEMINI} standard all cached", "audio", "2026-11-20", "0.075"),
        ("gemini-1.5-pro gemini_api standard >128000 output", "text", "2025-09-29", "10"),
        # Gemini API, other tiers.
        (f"gemini-2.5-pro {GEMINI} batch {SHORT} cached", "text", "2026-06-01", "0.125"),
        (f"gemini-2.5-pro {GEMINI} priority {LONG} output", "text", "2026-06-01", "27"),
        (f"gemini-3.1-flash-lite {GEMINI} batch all cached", "audio", "2026-11-20", "0.025"),
        (f"gemini-3.5-flash {GEMINI} batch all cached", "text", "2026-11-20", "0.075"),
        (f"gemini-3.5-flash {GEMINI} flex all cached", "text", "2026-11-20", "0.08"),
        (f"gemini-3.5-flash-lite {GEMINI} flex all cached", "text", "2026-11-20", "0.02"),
        (f"gemini-3.5-flash-lite {GEMINI} priority all cached", "text", "2026-11-20", "0.05"),
        (f"gemini-4-argon {GEMINI} priority all input", "text", "2026-12-01", "7.2"),
        # Images, speech, Live, embeddings.
        (f"gemini-3-pro-image {GEMINI} standard all output", "image", "2026-11-20", "120"),
        (f"gemini-3-pro-image {GEMINI} standard all output", "text", "2026-11-20", "12"),
        (f"gemini-3.8-flash-tts {GEMINI} standard all output", "audio", "2027-01-01", "18"),
        (f"gemini-3.8-live {GEMINI} standard all input", "image", "2026-11-20", "1"),
        (f"gemini-embedding-2 {GEMINI} standard all input", "video", "2026-11-20", "12"),
        (f"gemini-omni-1.1-flash {GEMINI} standard all output", "video", "2026-11-20", "17.5"),
        # Vertex AI.
        (f"gemini-2.0-flash {VERTEX} standard all input", "audio", "2026-06-01", "1"),
        (f"gemini-3.5-flash-lite {VERTEX} batch all cached", "text", "2026-11-20", "0.015"),
        (f"gemini-3.5-flash-lite {VERTEX} priority all cached", "text", "2026-11-20", "0.054"),
        (f"gemini-3.8-flash {VERTEX} standard all output", "text", "2026-11-20", "3.75"),
        # No price, because nobody has published one or the model is gone.
        (f"gemini-4-carbon {GEMINI} batch all input", "text", "2026-11-20", None),
        (f"gemini-2.0-flash {GEMINI} standard all input", "text", "2026-06-02", None),
        (f"gemini-2.5-pro {GEMINI} standard {SHORT} input", "text", "2026-12-01", None),
        (f"gemini-3.8-flash {GEMINI} standard all output", "image", "2026-11-20", None),
    ],
)
def test_token_price(cell: str, modality: str, day: str, usd: str | None) -> None:
    """A token costs what the price list of the day says, and has exactly one price."""
    expected = [] if usd is None else [usd]

    assert expected == _token_prices(cell, modality, day)


@pytest.mark.parametrize(
    ("cell", "day", "usd"),
    [
        (f"gemini-3.8-flash {GEMINI} standard token-hours -", "2026-12-31", "0.5"),
        (f"gemini-3.8-flash {GEMINI} standard token-hours -", "2027-01-01", "1"),
        (f"gemini-2.5-pro {GEMINI} priority token-hours -", "2026-06-01", "8.1"),
        (f"gemini-3.1-flash-lite {GEMINI} batch token-hours -", "2026-11-20", "0.5"),
        (f"imagen-4.0-ultra-generate-001 {GEMINI} standard image -", "2026-08-17", "0.06"),
        (f"veo-3.1-generate-preview {GEMINI} standard second 4k", "2026-10-22", "0.6"),
        (f"veo-3.1-fast-generate-preview {GEMINI} standard second 1080p", "2026-04-06", "0.15"),
        (f"veo-3.1-fast-generate-preview {GEMINI} standard second 1080p", "2026-04-07", "0.12"),
        (f"veo-2.0-generate-001 {GEMINI} standard second -", "2026-06-30", "0.35"),
        (f"veo-2.0-generate-001 {VERTEX} standard second -", "2026-06-30", "0.5"),
        (f"lyria-3.5 {GEMINI} standard song -", "2026-11-20", "0.08"),
        (f"lyria-002 {VERTEX} standard clip -", "2026-11-20", "0.06"),
    ],
)
def test_unit_price(cell: str, day: str, usd: str) -> None:
    """What is not billed by the token costs what the price list of the day says."""
    assert [usd] == _other_prices(cell, day)


@pytest.mark.parametrize(
    ("tool", "platform", "generation", "day", "fee"),
    [
        ("google_search", GEMINI, "3", "2026-01-04", ("query", "0")),
        ("google_search", GEMINI, "3", "2026-01-05", ("query", "0.014")),
        ("google_search", GEMINI, "4", "2026-11-20", ("query", "0.014")),
        ("google_search", GEMINI, "2.5", "2026-11-20", ("prompt", "0.035")),
        ("google_search", VERTEX, "2.5", "2026-11-20", ("prompt", "0.035")),
        ("google_maps", GEMINI, "2.5", "2026-11-20", ("prompt", "0.025")),
        ("google_maps", VERTEX, "3.8", "2026-11-20", ("query", "0.014")),
        ("web_grounding_for_enterprise", VERTEX, "2.5", "2026-11-20", ("prompt", "0.045")),
        ("web_grounding_for_enterprise", VERTEX, "3.8", "2026-11-20", ("query", "0.014")),
    ],
)
def test_fee(tool: str, platform: str, generation: str, day: str, fee: tuple[str, str]) -> None:
    """A tool costs so much a thousand: 14 a query, and 35, 25 or 45 a prompt before Gemini 3."""
    found = [
        (one.unit, str(one.usd))
        for one in read_packaged().fees
        if (one.tool, one.platform) == (tool, platform)
        and one.holds_on(date.fromisoformat(day))
        and str(one.generation_from or "0") <= generation <= str(one.generation_until or "9")
    ]

    assert [fee] == found


def test_own_data_fee() -> None:
    """Grounding with one's own data is 2.50 a thousand requests, whatever the model."""
    [fee] = [one for one in read_packaged().fees if one.tool == "grounding_with_your_data"]

    assert ("request", "0.0025", None) == (fee.unit, str(fee.usd), fee.generation_from)


@pytest.mark.parametrize(
    ("model", "day", "multipliers"),
    [
        ("gemini-3.5-flash", "2026-06-30", ["1"]),
        ("gemini-3.5-flash", "2026-07-01", ["1.1"]),
        ("gemini-3.1-pro-preview", "2026-06-30", ["1"]),
        ("gemini-3.1-pro-preview", "2026-07-01", []),
        ("gemini-2.5-pro", "2026-07-01", []),
    ],
)
def test_uplift(model: str, day: str, multipliers: list[str]) -> None:
    """Away from the global endpoint, released Gemini 3 models cost a tenth more from July 2026."""
    found = [
        str(one.multiplier)
        for one in read_packaged().uplifts
        if model in one.models and one.holds_on(date.fromisoformat(day))
    ]

    assert multipliers == found


@pytest.mark.parametrize(
    ("model", "successor"),
    [("gemini-2.5-pro", "gemini-3.8-flash"), ("gemini-2.5-flash", "gemini-3.5-flash-lite")],
)
def test_routed(model: str, successor: str) -> None:
    """From 2026-12-01 the 2.5 models are answered by others, and have no price of their own."""
    lives = [
        (one.model, one.platform, one.shutdown, one.routed_to) for one in read_packaged().lives
    ]
    last = {one.until for one in read_packaged().prices if (one.model, one.platform) ==
            (model, GEMINI)}  # fmt: skip

    assert (model, GEMINI, date(2026, 12, 1), successor) in lives
    assert date(2026, 11, 30) == max(day for day in last if day)
    assert None not in last


def test_moving_names() -> None:
    """Names that move from model to model have no model of their own."""
    moving = {one.alias for one in read_packaged().aliases if one.model is None}

    assert {
        "gemini-flash-latest",
        "gemini-flash-lite-latest",
        "gemini-pro-latest",
        "gemini-2.5-flash-native-audio-latest",
        "nano-banana-pro-preview",
    } == moving
