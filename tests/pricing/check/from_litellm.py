"""Reads the prices of litellm out of its wheel, which is never installed."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from tests.pricing.check.quotes import MAPS, SEARCH, UPLIFT, Quote, clip


ORACLE: Final = "litellm"
_DATA: Final = "litellm/model_prices_and_context_window_backup.json"
_OURS: Final = re.compile(r"gemini|imagen|veo-|lyria|deep-research|antigravity|text-embedding-004")
_TOKENS: Final = re.compile(
    r"(?P<kind>input|output)_cost_per_(?P<detail>audio_|image_|video_|reasoning_)?token"
    r"(?:_above_(?P<above>\d+)k_tokens)?(?:_(?P<tier>batches|flex|priority))?"
)
_CACHED: Final = re.compile(
    r"cache_read_input_(?P<detail>audio_)?token_cost"
    r"(?:_above_(?P<above>\d+)k_tokens)?(?:_(?P<tier>batches|flex|priority))?"
)
_SECONDS: Final = re.compile(r"output_cost_per_second(?:_(?P<detail>1080p|4k))?")
_TIERS: Final = {None: "standard", "batches": "batch", "flex": "flex", "priority": "priority"}
_MILLION: Final = 1_000_000


def list_litellm(wheel: Path, day: date) -> Iterator[Quote]:
    """Yield every price that litellm has for a model of Google's; it has no dates.

    A model that is gone is asked for on its last day.
    """
    with zipfile.ZipFile(wheel) as archive:
        entries: dict[str, dict[str, Any]] = json.loads(
            archive.read(_DATA), parse_float=Decimal, parse_int=Decimal
        )
    for name, entry in entries.items():
        platform = _find_platform(entry.get("litellm_provider"))
        if platform and _OURS.search(name):
            model = name.removeprefix("gemini/").removeprefix("vertex_ai/")
            at = clip(day, model, platform)
            base = Quote(ORACLE, model, platform, at, "standard", "", "", 1, Decimal())
            yield from (one for one in _list_quotes(base, entry) if one.usd)


def _find_platform(provider: object) -> str | None:
    if not isinstance(provider, str):
        return None
    if provider == "gemini":
        return "gemini_api"
    return "vertex" if provider.startswith("vertex_ai") else None


def _list_quotes(base: Quote, entry: Mapping[str, Any]) -> Iterator[Quote]:
    for key, value in entry.items():
        if match := _TOKENS.fullmatch(key) or _CACHED.fullmatch(key):
            yield _read_tokens(base, match, value)
        elif match := _SECONDS.fullmatch(key):
            yield base._replace(kind="second", detail=match["detail"] or "720p", usd=value)
    yield from _list_pieces(base, entry)
    yield from _list_fees(base, entry)


def _read_tokens(base: Quote, match: re.Match[str], usd: Decimal) -> Quote:
    named = match.groupdict()
    detail = (named["detail"] or "").removesuffix("_").replace("reasoning", "text")
    return base._replace(
        tier=_TIERS[named["tier"]],
        kind=named.get("kind") or "cached",
        detail=detail,
        prompt=int(named["above"]) * 1_000 + 1 if named["above"] else 1,
        usd=usd * _MILLION,
    )


def _list_pieces(base: Quote, entry: Mapping[str, Any]) -> Iterator[Quote]:
    # For models with image tokens this is the price of a typical image, worked out from those.
    piece = entry.get("output_cost_per_image")
    if piece is not None and not entry.get("output_cost_per_image_token"):
        kind = "song" if base.model.startswith("lyria") else "image"
        yield base._replace(kind=kind, usd=piece)


def _list_fees(base: Quote, entry: Mapping[str, Any]) -> Iterator[Quote]:
    searches: Mapping[str, Decimal] = entry.get("search_context_cost_per_query") or {}
    for usd in sorted(set(searches.values())):
        yield base._replace(kind=SEARCH, usd=usd)
    for key, kind in (
        ("google_maps_grounding_cost_per_query", MAPS),
        ("regional_endpoint_uplift_multiplier", UPLIFT),
    ):
        if key in entry:
            yield base._replace(kind=kind, usd=entry[key])
