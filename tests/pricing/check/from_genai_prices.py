"""Reads the prices of genai-prices out of its wheel, which is not installed for it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from gemini_otel.pricing._files._reading import read_packaged
from gemini_otel.pricing._files._values import is_list
from tests.pricing.check.quotes import SEARCH, Quote, clip


ORACLE: Final = "genai-prices"
PLATFORM: Final = "gemini_api"
_FIELDS: Final = {
    "input_mtok": ("input", ""),
    "input_audio_mtok": ("input", "audio"),
    "input_image_mtok": ("input", "image"),
    "input_video_mtok": ("input", "video"),
    "cache_read_mtok": ("cached", ""),
    "cache_audio_read_mtok": ("cached", "audio"),
    "output_mtok": ("output", ""),
    "output_audio_mtok": ("output", "audio"),
    "output_image_mtok": ("output", "image"),
    "output_video_mtok": ("output", "video"),
}
_PER: Final = 1_000
_FAMILIES: Final = ("gemini-", "imagen-", "veo-", "lyria-")


def list_genai_prices(wheel: Path, days: Iterable[date]) -> Iterator[Quote]:
    """Yield every price that genai-prices has on those days for a model of Google's.

    It does not tell platforms apart, and means the Gemini API. A model that is gone is asked for
    on its last day.
    """
    for model, info in _list_models(wheel):
        for day in sorted({clip(day, model, PLATFORM) for day in days}):
            base = Quote(ORACLE, model, PLATFORM, day, "standard", "", "", 1, Decimal())
            for tier, prices in _list_tiers(info, day):
                yield from _list_quotes(base._replace(tier=tier), prices)


def _list_models(wheel: Path) -> Iterator[tuple[str, Any]]:
    """Yield our models that it knows, under our ids, and then those which only it has."""
    sys.path.insert(0, str(wheel))
    google = next(one for one in importlib.import_module("genai_prices.data").providers
                  if one.id == "google")  # fmt: skip
    ours = [one.id for one in read_packaged().models]
    for model in ours:
        yield from ((model, info) for info in google.models if info.is_match(model))
    for info in google.models:
        if info.id.startswith(_FAMILIES) and not any(info.is_match(model) for model in ours):
            yield info.id, info


def _list_tiers(info: Any, day: date) -> Iterator[tuple[str, Any]]:
    rows: Any = info.prices
    yield "standard", _choose(rows if is_list(rows) else [rows], day)
    for wanted, tier in (
        ({"processing": "batch"}, "batch"),
        ({"service_tier": "flex"}, "flex"),
        ({"service_tier": "priority"}, "priority"),
    ):
        variants = [one for one in info.price_variants or () if one.when == wanted]
        yield tier, _choose(variants, day)


def _choose(rows: Sequence[object], day: date) -> Any:
    """The last price to start of those that hold on a day, or `None`."""
    starts = [(_find_start(row), getattr(row, "prices", row)) for row in rows]
    held = [one for one in starts if one[0] <= day]
    return max(held, key=lambda one: one[0])[1] if held else None


def _find_start(row: object) -> date:
    constraint = getattr(row, "constraint", None)
    return constraint.start_date if constraint else date.min


def _list_quotes(base: Quote, prices: Any) -> Iterator[Quote]:
    for field, (kind, detail) in _FIELDS.items():
        value = getattr(prices, field, None)
        if value is not None:
            quote = base._replace(kind=kind, detail=detail, usd=getattr(value, "base", value))
            yield quote
            for step in getattr(value, "tiers", ()):
                yield quote._replace(prompt=step.start + 1, usd=step.price)
    searches = getattr(prices, "web_searches_kcount", None)
    if searches is not None:
        yield base._replace(kind=SEARCH, usd=searches / _PER)
