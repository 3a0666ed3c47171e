"""What was recorded of money: costs by component, what caching saved, and what has no price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gemini_otel._metrics import CACHE_SAVINGS, COST
from gemini_otel._semconv import (
    COST_COMPONENT,
    EVENT_USAGE,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    UNPRICED_REASONS,
    USAGE_TOTAL_TOKENS,
)
from gemini_otel.demo._money import Amount, make_amount, read_cost
from gemini_otel.pricing import REASONS
from gemini_otel.testing import RecordedEvent, RecordedPoint, Telemetry


@dataclass(frozen=True, slots=True)
class ComponentCost:
    """What one component of one model cost."""

    model: str
    component: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Saving:
    """What cached input of one model cost less than uncached."""

    model: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A billed response that has no price, or not for all of it.

    Attributes:
        scene: The number of its scene.
        model: Which answered.
        tokens: How many were counted all the same; `None` where there was no count.
        amount: What could be priced, if anything.
        reasons: Why not all of it could, and what that means.
    """

    scene: int
    model: str
    tokens: int | None
    amount: Amount | None
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Costs:
    """All of it; the amounts are those of the metrics."""

    components: Sequence[ComponentCost]
    savings: Sequence[Saving]
    unpriced: Sequence[Unpriced]


def read_costs(telemetry: Telemetry, scenes: Mapping[str, int]) -> Costs:
    """Reads what was recorded.

    Args:
        telemetry: What was recorded.
        scenes: The number of the scene of each trace.

    Returns:
        The costs.
    """
    return Costs(
        components=[
            ComponentCost(
                read_model(point.attributes), point.attributes[COST_COMPONENT], read_amount(point)
            )
            for point in telemetry.points(COST.name)
        ],
        savings=[
            Saving(read_model(point.attributes), read_amount(point))
            for point in telemetry.points(CACHE_SAVINGS.name)
        ],
        unpriced=[
            _read_unpriced(event, scenes.get(event.trace_id, 0))
            for event in telemetry.events(EVENT_USAGE)
            if UNPRICED_REASONS in event.attributes
        ],
    )


def read_model(attributes: Mapping[str, str]) -> str:
    """The model that answered, or the one that was asked where the answer does not say."""
    return attributes.get(RESPONSE_MODEL) or attributes[REQUEST_MODEL]


def read_amount(point: RecordedPoint) -> Amount:
    """The total of a series of money: whole nano-dollars inside, dollars where it is shown."""
    return make_amount(round(point.value * COST.parts))


def _read_unpriced(event: RecordedEvent, scene: int) -> Unpriced:
    said = event.attributes
    return Unpriced(
        scene=scene,
        model=read_model(said),
        tokens=said.get(USAGE_TOTAL_TOKENS),
        amount=read_cost(said),
        reasons={reason: REASONS[reason] for reason in said[UNPRICED_REASONS]},
    )
