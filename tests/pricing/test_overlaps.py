"""A user's records of which a response could have two are refused."""

import json
from pathlib import Path

import pytest

from gemini_otel.pricing._files._faults import PriceFileError
from gemini_otel.pricing._files._reading import read_user_file
from gemini_otel.pricing._records import Records
from tests.pricing.price_files import write


_ROW = {
    "model": "acme",
    "platform": "vertex",
    "tier": "standard",
    "direction": "input",
    "modality": ["text", "image"],
    "unit": "1M tokens",
    "usd": "1",
    "from": "2026-01-01",
    "until": "2026-06-30",
}
_SECOND = {"model": "acme", "platform": "vertex", "tier": "batch", "direction": "output"}
_CLIP = {**_SECOND, "unit": "second", "usd": "1", "from": "2026-01-01"}


def _read_prices(folder: Path, *prices: dict[str, object]) -> Records:
    text = json.dumps({"schema": 1, "models": [{"id": "acme"}], "prices": prices})
    return read_user_file(write(folder, "prices.json", text))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_ROW, {}),
        (_ROW, {"from": "2026-06-30", "until": None}),
        (_ROW, {"modality": ["audio", "image"]}),
        (_ROW, {"location": "global"}),
        (_ROW, {"band": "<=200000"}),
        ({**_ROW, "band": "<=200000"}, {"band": ">128000"}),
        (_CLIP, {"size": "720p"}),
        (_CLIP, {"audio": True}),
    ],
)
def test_overlap(first: dict[str, object], second: dict[str, object], tmp_path: Path) -> None:
    """Two prices that would both be that of some response are refused."""
    with pytest.raises(PriceFileError, match=r"prices\[0\] holds for the same") as caught:
        _read_prices(tmp_path, first, {**first, **second})

    assert "prices[1].from" == caught.value.field


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_ROW, {"from": "2026-07-01", "until": None}),
        (_ROW, {"from": "2027-01-01", "until": None}),
        (_ROW, {"modality": ["audio"]}),
        (_ROW, {"platform": "gemini_api"}),
        (_ROW, {"tier": "flex"}),
        (_ROW, {"cached": True}),
        (_ROW, {"direction": "output"}),
        ({**_ROW, "band": "<=200000"}, {"band": ">200000"}),
        ({**_CLIP, "size": "1080p"}, {"size": "720p"}),
        ({**_CLIP, "audio": False}, {"audio": True}),
    ],
)
def test_no_overlap(first: dict[str, object], second: dict[str, object], tmp_path: Path) -> None:
    """Prices of which no response can have both stand side by side; a gap between is allowed."""
    assert 2 == len(_read_prices(tmp_path, first, {**first, **second}).prices)


@pytest.mark.parametrize(
    ("second", "is_refused"),
    [
        ({}, True),
        ({"models": ["gemini-3.8-flash", "gemini-4-argon"]}, True),
        ({"models": ["gemini-4-argon"]}, False),
        ({"platforms": ["vertex"]}, True),
        ({"platforms": ["gemini_api"]}, False),
        ({"tiers": ["flex"]}, False),
        ({"from": "2026-03-31"}, True),
        ({"from": "2026-04-01"}, False),
    ],
)
def test_two_discounts(second: dict[str, object], *, is_refused: bool, tmp_path: Path) -> None:
    """Two discounts of which a response could get both are refused."""
    first: dict[str, object] = {
        "id": "first",
        "percent": "10",
        "models": ["gemini-3.8-flash"],
        "platforms": ["vertex"],
        "tiers": ["batch", "standard"],
        "until": "2026-03-31",
    }
    text = json.dumps({"schema": 1, "discounts": [first, {"id": "b", "percent": "5", **second}]})
    file = write(tmp_path, "prices.json", text)

    assert is_refused == (_find_field(file) == "discounts[1]")


def _find_field(file: Path) -> str | None:
    try:
        read_user_file(file)
    except PriceFileError as error:
        return error.field
    return None
