"""The catalog: every price there is, found by who served a response, when, where and how."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from gemini_otel.pricing._bands import read_band
from gemini_otel.pricing._cards import Card, Circumstances, Terms, make_card
from gemini_otel.pricing._cost import Gap, Served
from gemini_otel.pricing._identity import find_model, is_moving, strip_path
from gemini_otel.pricing._names import PLATFORMS, RESPONSE, UNKNOWN_TIER
from gemini_otel.pricing._records import Fee, Life, Model, Price, Records, Source


_MOST_CARDS: Final = 4_096
_MOST_TOKENS: Final = 10**18
_GLOBAL: Final = (None, "", "global")

Banded = tuple[tuple[int | None, Card], ...]
"""Cards in the order of their bands, each with the longest prompt it is for."""


class Catalog:
    """All prices in force: those that come with the package, and the user's own.

    Args:
        records: What the package brings.
        users: What the user adds; it goes before the package's own wherever both have a price.
    """

    def __init__(self, records: Records, users: Records | None = None) -> None:
        own = users or Records()
        self.checked: date | None = records.checked
        self.sources: dict[str, Source] = {one.id: one for one in (*records.sources, *own.sources)}
        self.models: dict[str, Model] = {one.id: one for one in (*records.models, *own.models)}
        self.aliases: dict[str, str | None] = {
            one.alias: one.model for one in (*records.aliases, *own.aliases)
        }
        self.prices: tuple[Price, ...] = (*records.prices, *own.prices)
        self.fees: tuple[Fee, ...] = (*records.fees, *own.fees)
        self.lives: tuple[Life, ...] = tuple(_merge_lives(records.lives, own.lives))
        # Of several the first holds, so the user's own come first.
        self.terms: Terms = Terms((*own.uplifts, *records.uplifts), own.discounts)
        self._by_model: dict[tuple[str, str], list[Price]] = defaultdict(list)
        for price in self.prices:
            self._by_model[price.model, price.platform].append(price)
        self._cards: dict[Served, Banded] = {}

    def find_model(self, name: str) -> str | None:
        """The id under which a model is priced, or `None`."""
        return find_model(name, self.models, self.aliases)

    def find_prices(self, model: str, platform: str) -> list[Price]:
        """All prices of a model on a platform, of whatever day."""
        return list(self._by_model.get((model, platform), ()))

    def follow_route(self, model: str, platform: str, day: date) -> str:
        """The model that answers, and is billed: another, where the named one was switched off."""
        for life in self.lives:
            is_it = (life.model, life.platform) == (model, platform)
            if is_it and life.routed_to and life.shutdown and life.shutdown <= day:
                return life.routed_to
        return model

    def find_card(self, served: Served, prompt: int) -> Card:
        """The rates that hold for a response.

        Args:
            served: By what it was served, when and where.
            prompt: The tokens of the prompt, cached ones included.

        Returns:
            The card; where there are no rates, it says why.
        """
        banded = self._cards.get(served) or self._keep(served)
        if len(banded) == 1:
            return banded[0][1]
        return next(card for up_to, card in banded if up_to is None or prompt <= up_to)

    def _keep(self, served: Served) -> Banded:
        if len(self._cards) >= _MOST_CARDS:
            self._cards.clear()  # servers may make up names without end
        return self._cards.setdefault(served, tuple(self._make(served)))

    def _make(self, served: Served) -> Iterator[tuple[int | None, Card]]:
        name, platform, location, day, tier = served
        known = self.find_model(name)
        model = known and self.follow_route(known, platform, day)
        gap = self._find_gap(name, model, platform, tier)
        if gap or model is None:
            yield None, Card(model, gap=gap)
            return
        at = Circumstances(model, platform, location in _GLOBAL, day, tier)
        prices = self.find_prices(model, platform)
        fees = list(self._find_fees(at))
        limits = _list_limits(prices)
        for up_to in limits:
            prompt = up_to if up_to is not None else _MOST_TOKENS
            card = make_card(prices, at, prompt, self.terms, fees)
            is_banded, is_routed = len(limits) > 1, model != known
            yield up_to, card._replace(is_banded=is_banded, is_routed=is_routed)

    def _find_gap(self, name: str, model: str | None, platform: str, tier: str) -> Gap | None:
        if platform not in PLATFORMS:
            return Gap(RESPONSE, "unknown_platform", platform)
        if model is None:
            moves = is_moving(name, self.aliases)
            return Gap(RESPONSE, "moving_alias" if moves else "unknown_model", strip_path(name))
        if not self.find_prices(model, platform):
            return Gap(RESPONSE, "platform_not_priced", f"{model} on {platform}")
        return Gap(RESPONSE, "unknown_tier", tier) if tier == UNKNOWN_TIER else None

    def _find_fees(self, at: Circumstances) -> Iterator[Fee]:
        generation = self.models[at.model].generation
        for fee in self.fees:
            if fee.platform == at.platform and fee.holds_on(at.day) and _is_for(fee, generation):
                yield fee


def _merge_lives(packaged: Iterable[Life], own: Iterable[Life]) -> Iterator[Life]:
    """All of them, of which the user's replace the package's."""
    replaced = {(one.model, one.platform) for one in own}
    yield from own
    yield from (one for one in packaged if (one.model, one.platform) not in replaced)


def _list_limits(prices: Iterable[Price]) -> list[int | None]:
    """The longest prompt of each band, the last of which has no limit."""
    limits = {read_band(one.band).up_to for one in prices} | {None}
    return sorted(limits, key=lambda up_to: _MOST_TOKENS if up_to is None else up_to)


def _is_for(fee: Fee, generation: Decimal | None) -> bool:
    if fee.generation_from is None and fee.generation_until is None:
        return True
    if generation is None:
        return False
    return (fee.generation_from is None or fee.generation_from <= generation) and (
        fee.generation_until is None or generation <= fee.generation_until
    )
