"""Finds where a library and our catalog differ, and whether that is explained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from gemini_otel.pricing._files._reading import read_packaged
from tests.pricing.check.quotes import MAPS, SEARCH, UPLIFT, Quote, find_ours, list_prices


EXPLAINED: Final = Path(__file__).with_name("explained.json")
NONE: Final = "none"


class Difference(NamedTuple):
    """A cell of which a library says something else than our catalog.

    Attributes:
        oracle: The library.
        model: The model's id.
        platform: `gemini_api` or `vertex`.
        cell: What it is the price of, and when.
        theirs: The library's price, or how many it has.
        ours: Our price, or `none`.
    """

    oracle: str
    model: str
    platform: str
    cell: str
    theirs: str
    ours: str


class Comparison(NamedTuple):
    """How many cells both have, and where they differ."""

    shared: int
    differences: list[Difference]


def compare(quotes: Iterable[Quote]) -> Comparison:
    """Hold a library's prices against ours."""
    ordered = sorted(set(quotes))
    shared = sum(find_ours(one) is not None for one in ordered)
    found = [
        one
        for _, several in groupby(ordered, key=lambda one: (one.model, one.platform))
        for one in _compare_model(list(several))
    ]
    return Comparison(shared, found)


def _compare_model(quotes: list[Quote]) -> Iterator[Difference]:
    """Differences of a model: one for all its cells, or those of a tier, if we have none."""
    groups: dict[str, list[Quote]] = {}
    for quote in quotes:
        groups.setdefault(_find_absent(quote), []).append(quote)
    for absent, several in groups.items():
        if absent:
            yield _summarise(several, absent)
        else:
            yield from (one for quote in several for one in _compare_cell(quote))


def _find_absent(quote: Quote) -> str:
    """What our catalog does not have at all: the model, its prices on the platform, or a tier."""
    if quote.model not in {one.id for one in read_packaged().models}:
        return "model"
    if not list_prices(quote, of_tier=False):
        return "platform"
    if quote.kind not in (SEARCH, MAPS, UPLIFT) and not list_prices(quote):
        return quote.tier
    return ""


def _summarise(quotes: list[Quote], absent: str) -> Difference:
    first = quotes[0]
    cells = {one._replace(day=first.day, usd=first.usd) for one in quotes}
    theirs = f"{len(cells)} price{'s' if len(cells) > 1 else ''}"
    return Difference(first.oracle, first.model, first.platform, absent, theirs, NONE)


def _compare_cell(quote: Quote) -> Iterator[Difference]:
    ours = find_ours(quote)
    if ours != quote.usd:
        said = NONE if ours is None else _spell(ours)
        yield Difference(
            quote.oracle, quote.model, quote.platform, quote.cell, _spell(quote.usd), said
        )


def _spell(usd: Decimal) -> str:
    return format(usd.normalize(), "f")


def read_explanations() -> dict[Difference, Mapping[str, str]]:
    """Every difference that is explained, with its `reason` and the `source` that decides."""
    rows: list[dict[str, str]] = json.loads(EXPLAINED.read_text(encoding="utf-8"))
    return {Difference(**{name: row[name] for name in Difference._fields}): row for row in rows}
