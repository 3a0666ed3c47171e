"""Looks ahead for the models in use: when they leave, and when and how their prices change."""

from datetime import date
from typing import Final, NamedTuple

from gemini_otel._call import Call
from gemini_otel._metrics import MODEL_SHUTDOWN, PRICE_CHANGE, Metric
from gemini_otel._semconv import (
    ADVICE,
    COST_NANO_USD,
    EVENT_MODEL_DEPRECATED,
    EVENT_PRICE_CHANGE,
    MODEL_REPLACEMENT,
    MODEL_ROUTED_TO,
    MODEL_SHUTDOWN_DATE,
    PRICE_CHANGE_AMOUNT,
    PRICE_CHANGE_DATE,
    PRICE_CHANGE_FACTOR,
    PRICE_CHANGE_NANO_USD,
    RESPONSE_ID,
    RESPONSE_MODEL,
)
from gemini_otel._signals._attributes import (
    Attributes,
    describe_attribution,
    describe_start,
    drop_absent,
)
from gemini_otel._signals._billing import describe_cost
from gemini_otel._signals._incidents import Incident
from gemini_otel._signals._instruments import read_fork_depth
from gemini_otel._signals._pricer import Pricer, to_seconds
from gemini_otel.pricing import Consumption, Cost, find_life, list_change_days
from gemini_otel.pricing._days import to_pacific_day
from gemini_otel.pricing._engine import charge
from gemini_otel.pricing._records import Life


_MOST_TOLD: Final = 1_000
_HEARSAY: Final = "low"
"""Confidence in a date that no page of Google's has."""


class Outlook(NamedTuple):
    """What is ahead of a model.

    Attributes:
        moments: Its announced shutdown and change of price, in seconds since 1970.
        incidents: What a person should know.
    """

    moments: tuple[tuple[Metric, float], ...]
    incidents: tuple[Incident, ...]


class Prospects:
    """What the catalog knows of the future of the models in use.

    Each model is told of once a Pacific day and process, at the first call that uses it.

    Args:
        pricer: The prices.
    """

    def __init__(self, pricer: Pricer) -> None:
        self._pricer = pricer
        self._told: set[object] = set()
        self._told_of_lives: set[object] = set()
        self._fork_depth = 0

    def is_told(self, cost: Cost) -> bool:
        """Whether nothing is left to say today of the model that answered."""
        return cost.served in self._told and self._fork_depth == read_fork_depth()

    def find(self, call: Call, cost: Cost) -> Outlook:
        """What is ahead of the model that answered."""
        self._forget_when_due()
        is_first = cost.served not in self._told_of_lives
        self._told_of_lives.add(cost.served)
        if cost.model is None:
            self._told.add(cost.served)
            return Outlook((), ())
        consumption = self._pricer.read_consumption(call)
        life = self._find_life(cost.model, consumption.platform)
        incidents: list[Incident] = []
        if is_first and life and life.shutdown and not call.answer.model_retirement:
            incidents.append(Incident(EVENT_MODEL_DEPRECATED, _describe_shutdown(call, life)))
        moments: list[tuple[Metric, float]] = []
        if life and life.shutdown:
            moments.append((MODEL_SHUTDOWN, to_seconds(life.shutdown)))
        # A change is told by a call whose price is whole: it says what the same call will cost.
        if not cost.gaps:
            self._told.add(cost.served)
            if changed := self._foresee(cost.model, consumption, cost):
                told = _describe_change(call, cost, *changed)
                incidents.append(Incident(EVENT_PRICE_CHANGE, told))
                moments.append((PRICE_CHANGE, to_seconds(changed[0])))
        return Outlook(tuple(moments), tuple(incidents))

    def _find_life(self, model: str, platform: str) -> Life | None:
        """The life of the model, unless its dates are hearsay."""
        life = find_life(self._pricer.catalog, model, platform)
        return life if life and life.confidence != _HEARSAY else None

    def _forget_when_due(self) -> None:
        if len(self._told_of_lives) >= _MOST_TOLD or self._fork_depth != read_fork_depth():
            self._told.clear()
            self._told_of_lives.clear()
            self._fork_depth = read_fork_depth()

    def _foresee(
        self, model: str, consumption: Consumption, cost: Cost
    ) -> tuple[date, Cost] | None:
        """The next day on which the same response costs something else, and what."""
        catalog, today = self._pricer.catalog, to_pacific_day(consumption.at)
        for day in list_change_days(catalog, model, consumption.platform, cost.tier, today):
            then = charge(consumption._replace(at=day), catalog)
            if not then.gaps and then.nano != cost.nano:
                return day, then
        return None


def _describe_shutdown(call: Call, life: Life) -> Attributes:
    moved = life.routed_to or life.replacement
    return drop_absent(
        {
            **_describe_model(call),
            MODEL_SHUTDOWN_DATE: str(life.shutdown),
            MODEL_REPLACEMENT: life.replacement,
            MODEL_ROUTED_TO: life.routed_to,
            ADVICE: f"Shutdown announced for {life.shutdown} at the earliest"
            + (f": move to {moved}." if moved else "."),
        }
    )


def _describe_change(call: Call, cost: Cost, day: date, then: Cost) -> Attributes:
    nano, factor = then.nano or 0, (then.nano or 0) / cost.nano if cost.nano else None
    return drop_absent(
        {
            **_describe_model(call),
            **describe_cost(cost),
            COST_NANO_USD: cost.nano,
            PRICE_CHANGE_DATE: str(day),
            PRICE_CHANGE_AMOUNT: nano / 10**9,
            PRICE_CHANGE_NANO_USD: nano,
            PRICE_CHANGE_FACTOR: factor,
            ADVICE: f"From {day}, Pacific time, this call costs ${then.amount:f} instead of "
            f"${cost.amount:f}.",
        }
    )


def _describe_model(call: Call) -> Attributes:
    return {
        **describe_start(call.request),
        **describe_attribution(call.attribution),
        RESPONSE_ID: call.answer.response_id,
        RESPONSE_MODEL: call.answer.model,
    }
