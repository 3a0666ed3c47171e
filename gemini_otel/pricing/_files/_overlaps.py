"""Finds records of a price file that hold for the same response, and days that none holds for."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final, NamedTuple, Protocol, TypeVar

from gemini_otel.pricing._bands import read_band
from gemini_otel.pricing._files._faults import Fault
from gemini_otel.pricing._records import Discount, Fee, Price, Records, Uplift


_DAY: Final = timedelta(days=1)
_FIRST: Final = Decimal(0)
_LAST: Final = Decimal("Infinity")


class _Dated(Protocol):
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


_T = TypeVar("_T", bound=_Dated)
Cell = tuple[object, ...]


class _Placed(NamedTuple):
    place: int
    price: Price


def check_overlaps(records: Records) -> Iterator[Fault]:
    """Yield every record that holds for some response for which one before it holds too."""
    for cell in _group(records.prices).values():
        for earlier, later in combinations(cell, 2):
            if _are_together(earlier.price, later.price, _meet):
                problem = _say_overlap("prices", earlier.place, earlier.price)
                yield Fault(("prices", later.place, "from"), problem)
    yield from _check_pairs("uplifts", records.uplifts, _share_models)
    yield from _check_pairs("fees", records.fees, _charge_the_same)
    yield from _check_pairs("discounts", records.discounts, _lower_the_same)


def check_gaps(records: Records, declared: Container[int]) -> Iterator[Fault]:
    """Yield every price that does not follow the one before it on the next day.

    Args:
        records: The records of the file.
        declared: Places of prices which say themselves that there is none before.
    """
    for cell in _group(records.prices, _spell).values():
        ordered = sorted(cell, key=lambda one: one.price.since)
        for earlier, later in pairwise(ordered):
            last = earlier.price.until
            if last and last + _DAY < later.price.since and later.place not in declared:
                problem = (
                    f"got {later.price.since}; prices[{earlier.place}] ends on {last}, so the "
                    'days between have no price. Add one, or say why there is none: "gap_before".'
                )
                yield Fault(("prices", later.place, "from"), problem)


def _group(
    prices: Iterable[Price], spell: Callable[[Price], Cell] = lambda _price: ()
) -> dict[Cell, list[_Placed]]:
    """Prices by what they are the price of, each modality by itself."""
    cells: dict[Cell, list[_Placed]] = defaultdict(list)
    for place, one in enumerate(prices):
        for modality in one.modalities or ("",):
            what = (one.model, one.platform, one.tier, one.direction, one.cached, one.unit)
            key: Cell = (*what, modality, *spell(one))
            cells[key].append(_Placed(place, one))
    return cells


def _spell(price: Price) -> Cell:
    return price.location, price.band, price.size, price.audio


def _meet(one: Price, other: Price) -> bool:
    """Whether two prices of one cell can both be that of a response."""
    first, second = read_band(one.band), read_band(other.band)
    return (
        (first.up_to is None or second.above < first.up_to)
        and (second.up_to is None or first.above < second.up_to)
        and (None in (one.size, other.size) or one.size == other.size)
        and (None in (one.audio, other.audio) or one.audio == other.audio)
    )


def _share_models(one: Uplift, other: Uplift) -> bool:
    return one.platform == other.platform and not one.models.isdisjoint(other.models)


def _charge_the_same(one: Fee, other: Fee) -> bool:
    if (one.tool, one.platform) != (other.tool, other.platform):
        return False
    start = max(one.generation_from or _FIRST, other.generation_from or _FIRST)
    return start <= min(one.generation_until or _LAST, other.generation_until or _LAST)


def _lower_the_same(one: Discount, other: Discount) -> bool:
    pairs = (
        (one.models, other.models),
        (one.platforms, other.platforms),
        (one.tiers, other.tiers),
    )
    return all(not first or not second or first & second for first, second in pairs)


def _check_pairs(
    kind: str, records: Iterable[_T], meet: Callable[[_T, _T], bool]
) -> Iterator[Fault]:
    for (first, one), (second, other) in combinations(enumerate(records), 2):
        if _are_together(one, other, meet):
            yield Fault((kind, second), _say_overlap(kind, first, one))


def _are_together(one: _T, other: _T, meet: Callable[[_T, _T], bool]) -> bool:
    starts = (one.since or date.min, other.since or date.min)
    ends = (one.until or date.max, other.until or date.max)
    return max(starts) <= min(ends) and meet(one, other)


def _say_overlap(kind: str, place: int, one: _Dated) -> str:
    return (
        f"{kind}[{place}] holds for the same responses, from {one.since or 'the beginning'} to "
        f"{one.until or 'no end'}; end that one the day before this begins, or tell them apart."
    )
