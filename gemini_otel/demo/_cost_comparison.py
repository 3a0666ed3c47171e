"""Sets the cost in the metric against the usage events, and against a sum worked out by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gemini_otel._metrics import COST
from gemini_otel._semconv import COST_NANO_USD, EVENT_USAGE
from gemini_otel.demo._costs import read_amount
from gemini_otel.demo._money import Amount, make_amount, spell
from gemini_otel.demo._stage import Stage
from gemini_otel.testing import Telemetry


@dataclass(frozen=True, slots=True)
class SceneDifference:
    """A scene that cost something else than worked out; `None` is no cost at all."""

    title: str
    by_hand: Amount | None
    in_events: Amount | None


@dataclass(frozen=True, slots=True)
class CostComparison:
    """The cost of all scenes, from three sides.

    Attributes:
        recorded: The metric `gemini.client.cost.usd`.
        in_events: The sum of the usage events.
        by_hand: The sum worked out in the script, where one holds.
        why_not_by_hand: Why none holds.
        responses: How many usage events have a cost.
        differences: The scenes in which the events and the script differ.
    """

    recorded: Amount
    in_events: Amount
    by_hand: Amount | None
    why_not_by_hand: str
    responses: int
    differences: Sequence[SceneDifference]

    @property
    def is_exact(self) -> bool:
        """Whether all sides agree, in total and scene by scene."""
        agree = self.recorded == self.in_events == (self.by_hand or self.in_events)
        return agree and not self.differences

    @property
    def verdict(self) -> str:
        """The comparison in one line."""
        if not self.is_exact:
            return f"DIFFERENT: recorded {self._sides}{''.join(map(_describe, self.differences))}."
        if not self.responses:
            return "No cost was recorded, so there is none to compare."
        unproved = "" if self.by_hand else f" (no sum by hand: {self.why_not_by_hand})"
        return f"Recorded {self._sides}: exact to the nano-dollar{unproved}."

    @property
    def _sides(self) -> str:
        recorded, in_events = spell(self.recorded.nano_usd), spell(self.in_events.nano_usd)
        by_hand = f", by hand {spell(self.by_hand.nano_usd)}" if self.by_hand else ""
        return f"{recorded}, in {self.responses} usage events {in_events}{by_hand}"


def compare_costs(stage: Stage, telemetry: Telemetry, titles: Mapping[str, str]) -> CostComparison:
    """Asks all sides.

    Args:
        stage: Knows the sum worked out by hand.
        telemetry: What was recorded.
        titles: The title of the scene of each trace.

    Returns:
        What each says.
    """
    events = [one for one in telemetry.events(EVENT_USAGE) if COST_NANO_USD in one.attributes]
    by_scene: Counter[str] = Counter()
    for event in events:
        by_scene[titles.get(event.trace_id, "")] += event.attributes[COST_NANO_USD]
    by_hand = stage.by_hand
    return CostComparison(
        recorded=make_amount(
            sum(read_amount(point).nano_usd for point in telemetry.points(COST.name))
        ),
        in_events=make_amount(by_scene.total()),
        by_hand=None if by_hand is None else make_amount(sum(by_hand.values())),
        why_not_by_hand=stage.why_not_by_hand,
        responses=len(events),
        differences=[] if by_hand is None else list(_find_differences(by_hand, by_scene)),
    )


def _find_differences(
    by_hand: Mapping[str, int], in_events: Mapping[str, int]
) -> Sequence[SceneDifference]:
    return [
        SceneDifference(
            title,
            _amount_of(by_hand, title),
            _amount_of(in_events, title),
        )
        for title in dict.fromkeys((*by_hand, *in_events))
        if _amount_of(by_hand, title) != _amount_of(in_events, title)
    ]


def _amount_of(costs: Mapping[str, int], title: str) -> Amount | None:
    return make_amount(costs[title]) if title in costs else None


def _describe(difference: SceneDifference) -> str:
    there, here = map(_spell_side, (difference.by_hand, difference.in_events))
    return f"; {difference.title}: {there} by hand, {here} in its events"


def _spell_side(amount: Amount | None) -> str:
    return "nothing" if amount is None else spell(amount.nano_usd)
