"""Looks ahead: which prices change, and which models leave, when."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._records import Discount, Fee, Life, Price, Uplift


_DAY: Final = timedelta(days=1)


class Change(NamedTuple):
    """One price that becomes another.

    Attributes:
        day: The first Pacific day of the change.
        old: The price until the day before, or `None` for one that is new.
        new: The price from that day on, or `None` for one that ends.
    """

    day: date
    old: Price | None
    new: Price | None

    @property
    def price(self) -> Price:
        """What the change is about."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def factor(self) -> Decimal | None:
        """How many times the old price the new one is; `None` without either, or if it is 0."""
        if not self.old or not self.new or not self.old.usd:
            return None
        return self.new.usd / self.old.usd


def list_changes(catalog: Catalog, after: date) -> list[Change]:
    """Every known change of a price on a later day, in the order of the days.

    Args:
        catalog: The prices.
        after: A Pacific day, itself not included.

    Returns:
        One change a price; a model that comes or leaves altogether changes all of its prices.
    """
    found = [
        change
        for prices in _group(catalog.prices)
        for change in _find_changes(prices)
        if change.day > after
    ]
    return sorted(found, key=lambda change: (change.day, change.price.id))


def list_change_days(
    catalog: Catalog, model: str, platform: str, tier: str, after: date
) -> list[date]:
    """The later Pacific days on which what a model costs on a tier may become something else.

    Args:
        catalog: The prices.
        model: The model's id in the catalog.
        platform: `gemini_api` or `vertex`.
        tier: The service tier.
        after: A Pacific day, itself not included.

    Returns:
        The days on which a price, a fee, an uplift or a discount begins or has ended.
    """
    terms = catalog.terms
    periods: list[Price | Fee | Uplift | Discount] = [
        *(one for one in catalog.find_prices(model, platform) if one.tier == tier),
        *(one for one in catalog.fees if one.platform == platform),
        *(one for one in terms.uplifts if one.platform == platform and model in one.models),
        *(one for one in terms.discounts if one.covers(model, platform, tier)),
    ]
    days = (day for one in periods for day in _list_bounds(one.since, one.until))
    return sorted({day for day in days if day > after})


def _list_bounds(since: date | None, until: date | None) -> Iterator[date]:
    if since:
        yield since
    if until and until < date.max:
        yield until + _DAY


def find_life(catalog: Catalog, model: str, platform: str) -> Life | None:
    """When a model came to a platform and when it leaves."""
    lives = (one for one in catalog.lives if (one.model, one.platform) == (model, platform))
    return next(lives, None)


def _group(prices: Iterable[Price]) -> Iterator[list[Price]]:
    """The prices of the same thing, one after the other in time."""
    groups: dict[tuple[object, ...], list[Price]] = {}
    for one in prices:
        groups.setdefault(_cell(one), []).append(one)
    for group in groups.values():
        yield sorted(group, key=lambda one: one.since)


def _cell(price: Price) -> tuple[object, ...]:
    place = (price.model, price.platform, price.location, price.tier, price.band)
    thing = (price.direction, price.cached, price.modalities, price.unit, price.size, price.audio)
    return place + thing + (price.is_users,)


def _find_changes(prices: list[Price]) -> Iterator[Change]:
    for old, new in zip([None, *prices], [*prices, None], strict=True):
        if new is not None:
            yield Change(new.since, old if old and _is_followed(old, new) else None, new)
        if old is not None and old.until and not (new and _is_followed(old, new)):
            yield Change(old.until + _DAY, old, None)


def _is_followed(old: Price, new: Price) -> bool:
    return old.until is not None and old.until + _DAY == new.since
