"""Works out what calls would cost on each of a model's tiers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gemini_otel.pricing import Catalog, Consumption, Cost, Details, Grounding, Usage, price
from gemini_otel.pricing._names import TIERS


class Plan(NamedTuple):
    """What one request is thought to take.

    Attributes:
        input: Text tokens of the prompt, cached ones included.
        cached: Those of them that come from a cache.
        audio_input: Audio tokens of the prompt, besides.
        image_input: Image tokens of the prompt, besides.
        tool_use: Tokens that tools bring into the prompt.
        output: Text tokens of the answer.
        image_output: Image tokens of the answer, besides.
        thinking: Tokens of thinking.
        queries: Searches of the web.
    """

    input: int = 0
    cached: int = 0
    audio_input: int = 0
    image_input: int = 0
    tool_use: int = 0
    output: int = 0
    image_output: int = 0
    thinking: int = 0
    queries: int = 0

    def to_usage(self) -> Usage:
        """The tokens as a server would report them."""
        prompt = (("text", self.input), ("audio", self.audio_input), ("image", self.image_input))
        answer = (("text", self.output), ("image", self.image_output))
        return Usage(
            prompt=sum(tokens for _, tokens in prompt),
            cached=self.cached,
            tool_use=self.tool_use,
            candidates=sum(tokens for _, tokens in answer),
            thoughts=self.thinking,
            prompt_details=_keep(prompt),
            cached_details=_keep((("text", self.cached),)),
            tool_use_details=_keep((("text", self.tool_use),)),
            candidates_details=_keep(answer),
        )


class Estimate(NamedTuple):
    """What one request would cost on one tier.

    Attributes:
        model: The model that is asked for.
        tier: The tier.
        cost: What it would cost.
        routed_to: The model that answers and is billed, where that is another.
    """

    model: str
    tier: str
    cost: Cost
    routed_to: str | None


class Place(NamedTuple):
    """Where and when requests would be made."""

    platform: str
    location: str | None
    day: date


def estimate_cost(
    catalog: Catalog, models: Iterable[str], tiers: Iterable[str], plan: Plan, place: Place
) -> list[Estimate]:
    """The cost on each tier that a model has on that day, or on each that is asked for."""
    wanted = tuple(tiers)
    return [
        _estimate(catalog, model, tier, plan, place)
        for model in models
        for tier in (wanted or _list_tiers(catalog, model, place))
    ]


def find_lowest(estimates: Sequence[Estimate]) -> int | None:
    """The lowest cost in nano-dollars of those priced in full; a single one is below none."""
    if len(estimates) == 1:
        return None
    full = (one.cost.nano for one in estimates if one.cost.is_complete)
    return min((nano for nano in full if nano is not None), default=None)


def _list_tiers(catalog: Catalog, model: str, place: Place) -> tuple[str, ...]:
    answering = catalog.follow_route(model, place.platform, place.day)
    prices = catalog.find_prices(answering, place.platform)
    held = {one.tier for one in prices if one.holds_on(place.day)}
    return tuple(tier for tier in TIERS if tier in held) or TIERS[:1]


def _estimate(catalog: Catalog, model: str, tier: str, plan: Plan, place: Place) -> Estimate:
    answering = catalog.follow_route(model, place.platform, place.day)
    cost = _price(catalog, model, tier, plan, place)
    return Estimate(model, tier, cost, answering if answering != model else None)


def _price(catalog: Catalog, model: str, tier: str, plan: Plan, place: Place) -> Cost:
    searched = Grounding(web_queries=plan.queries, sources=plan.queries)
    return price(
        Consumption(
            model,
            place.platform,
            place.day,
            plan.to_usage(),
            location=place.location,
            tier=tier,
            grounding=searched if plan.queries else None,
        ),
        catalog,
    )


def _keep(details: Details) -> Details:
    return tuple(one for one in details if one[1])
