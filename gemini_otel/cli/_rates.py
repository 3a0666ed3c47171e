"""Finds the prices that hold on a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from gemini_otel.pricing import Catalog
from gemini_otel.pricing._bands import ALL
from gemini_otel.pricing._cost import Served
from gemini_otel.pricing._names import PLATFORMS, TIERS
from gemini_otel.pricing._records import Discount, Fee, Price, Uplift


class Wanted(NamedTuple):
    """Which prices are asked for; an empty set stands for all."""

    day: date
    model: str | None = None
    platforms: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()

    def covers(self, price: Price) -> bool:
        """Whether a price is among them."""
        return (
            self.model in (None, price.model)
            and price.holds_on(self.day)
            and (not self.platforms or price.platform in self.platforms)
            and (not self.tiers or price.tier in self.tiers)
        )

    def covers_some_day(self, price: Price) -> bool:
        """Whether a price is, or was, or will be among them."""
        return self._replace(day=price.since).covers(price)


class Route(NamedTuple):
    """A model that was switched off on a platform, and the one that answers and is billed."""

    model: str
    platform: str
    routed_to: str


def find_routes(catalog: Catalog, wanted: Wanted) -> list[Route]:
    """Where another model answers than the one that is asked for."""
    model = wanted.model
    if model is None:
        return []
    pairs = (
        (platform, catalog.follow_route(model, platform, wanted.day))
        for platform in sorted(wanted.platforms or PLATFORMS)
    )
    return [Route(model, platform, other) for platform, other in pairs if other != model]


def list_answering(catalog: Catalog, wanted: Wanted) -> list[Wanted]:
    """What is wanted, with the model that answers wherever that is not the named one."""
    routes = find_routes(catalog, wanted)
    parts = [
        wanted._replace(model=one.routed_to, platforms=frozenset({one.platform})) for one in routes
    ]
    rest = (wanted.platforms or frozenset(PLATFORMS)) - {one.platform for one in routes}
    own = wanted._replace(platforms=rest) if routes else wanted
    return [*parts, own] if rest else parts


def find_rates(catalog: Catalog, wanted: Wanted) -> list[Price]:
    """The prices, in the order of models, platforms and tiers; a user's own replace the others."""
    answering = list_answering(catalog, wanted)
    covered = [one for one in catalog.prices if any(some.covers(one) for some in answering)]
    replaced = {cell for one in covered if one.is_users for cell in _list_cells(one)}
    kept = (one if one.is_users else _cut(one, replaced) for one in covered)
    return sorted((one for one in kept if one), key=_rank)


def find_fees(catalog: Catalog, wanted: Wanted, rates: Iterable[Price]) -> list[Fee]:
    """What the tools of Google's cost with a model, where it answers at all."""
    fees: dict[str, Fee] = {}
    answers = {one.platform for one in rates if one.direction == "output" and one.modalities}
    for platform in sorted(answers if wanted.model else ()):
        served = Served(wanted.model or "", platform, None, wanted.day, TIERS[0])
        fees |= {fee.id: fee for fee, _ in catalog.find_card(served, 0).fees.values()}
    return list(fees.values())


def find_uplifts(catalog: Catalog, wanted: Wanted) -> list[Uplift]:
    """What a model costs more away from the global endpoint."""
    return [
        one
        for one in catalog.terms.uplifts
        if one.multiplier != 1
        and any(_is_lifted(part, one) for part in list_answering(catalog, wanted))
    ]


def find_discounts(catalog: Catalog, wanted: Wanted) -> list[Discount]:
    """What the user pays less than these prices."""
    return [
        one
        for one in catalog.terms.discounts
        if any(_is_lowered(part, one) for part in list_answering(catalog, wanted))
    ]


def _is_lifted(wanted: Wanted, uplift: Uplift) -> bool:
    return (
        uplift.holds_on(wanted.day)
        and wanted.model in uplift.models
        and (not wanted.platforms or uplift.platform in wanted.platforms)
    )


def _is_lowered(wanted: Wanted, discount: Discount) -> bool:
    return (
        discount.holds_on(wanted.day)
        and (not wanted.model or not discount.models or wanted.model in discount.models)
        and _meet(discount.platforms, wanted.platforms)
        and _meet(discount.tiers, wanted.tiers)
    )


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return not some or not others or not some.isdisjoint(others)


def _list_cells(price: Price) -> Iterator[tuple[object, ...]]:
    place = (price.model, price.platform, price.tier, price.direction, price.cached, price.unit)
    thing = (price.size, price.audio, price.band)
    for modality in price.modalities or (None,):
        yield (*place, *thing, modality)


def _cut(price: Price, replaced: Iterable[tuple[object, ...]]) -> Price | None:
    """A price for the modalities that no price of the user's replaces."""
    cells = zip(_list_cells(price), _list_cells(price._replace(band=ALL)), strict=True)
    is_left = [own not in replaced and anywhere not in replaced for own, anywhere in cells]
    if not price.modalities:
        return price if all(is_left) else None
    pairs = zip(price.modalities, is_left, strict=True)
    left = tuple(name for name, kept in pairs if kept)
    return price._replace(modalities=left) if left else None


def _rank(price: Price) -> tuple[object, ...]:
    place = (price.model, price.platform, TIERS.index(price.tier), price.band.startswith(">"))
    thing = (_DIRECTIONS.index(price.direction), price.cached, price.unit, price.size or "")
    return (*place, *thing, "text" not in price.modalities, price.modalities)


_DIRECTIONS = ("input", "output", "storage")
