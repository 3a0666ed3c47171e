"""What pricing one line came to."""

from typing import Any, NamedTuple

from gemini_otel._raw import Context, RecordError, keep_word, read_record
from gemini_otel.cli._amounts import describe_charges, describe_cost, describe_gaps, write_nano
from gemini_otel.cli._lines import parse_line
from gemini_otel.pricing import Catalog, Cost, price


class Outcome(NamedTuple):
    """The bill of one line, or why there is none.

    Attributes:
        cost: The bill; of a line with several responses, of all of them.
        model: The model that answered, as it was named.
        platform: Where.
        assumptions: What was not said and was assumed.
        not_billed: Why nothing is billed.
        error: Why the line could not be read.
    """

    cost: Cost = Cost()
    model: str | None = None
    platform: str | None = None
    assumptions: tuple[str, ...] = ()
    not_billed: str | None = None
    error: RecordError | None = None

    @property
    def is_priced(self) -> bool:
        """Whether all of it has a price."""
        return self.error is None and self.cost.is_complete


def price_line(text: bytes, catalog: Catalog, context: Context) -> Outcome:
    """Prices the response on a line."""
    try:
        reading = read_record(parse_line(text), context)
    except RecordError as error:
        return Outcome(error=error)
    if reading.not_billed:
        return Outcome(not_billed=reading.not_billed)
    cost = _add_up([price(one, catalog) for one in reading.consumptions])
    first = reading.consumptions[0]
    assumptions = dict.fromkeys((*cost.assumptions, *reading.assumptions))
    return Outcome(cost, cost.model or first.model, first.platform, tuple(assumptions))


def describe(outcome: Outcome) -> dict[str, Any]:
    """An outcome as the JSON that is printed of it."""
    if outcome.error:
        return {"error": {"message": outcome.error.message, "fix": outcome.error.fix}}
    cost = outcome.cost
    document = {
        "model": outcome.model,
        "platform": outcome.platform and keep_word(outcome.platform),
        "tier": None if outcome.not_billed else cost.tier,
        "cost": describe_cost(cost),
        "components": describe_charges(cost.charges),
        "savings": write_nano(cost.savings_nano),
        "assumptions": list(outcome.assumptions),
        "unpriced": describe_gaps(cost.gaps),
    }
    return document | ({"not_billed": outcome.not_billed} if outcome.not_billed else {})


def _add_up(costs: list[Cost]) -> Cost:
    """The bill of several responses; it has the lines of each, for each is rounded by itself."""
    known = (cost.model for cost in reversed(costs) if cost.model)
    amounts = [cost.nano for cost in costs if cost.nano is not None]
    return costs[-1]._replace(
        model=next(known, None),
        charges=tuple(charge for cost in costs for charge in cost.charges),
        gaps=tuple(dict.fromkeys(gap for cost in costs for gap in cost.gaps)),
        assumptions=tuple(dict.fromkeys(what for cost in costs for what in cost.assumptions)),
        savings_nano=sum(cost.savings_nano for cost in costs),
        nano=sum(amounts) if amounts else None,
    )
