"""Prices finished calls, and says loudly what it cannot price."""

import time
from datetime import date, datetime, timezone
from typing import Final

from gemini_otel import _log
from gemini_otel._call import Call
from gemini_otel._config import ConfigurationError
from gemini_otel._semconv import PROVIDER_VERTEX
from gemini_otel.pricing import (
    REASONS,
    Catalog,
    Consumption,
    Cost,
    Gap,
    MissingZoneError,
    PriceFileError,
    load_catalog,
)
from gemini_otel.pricing._days import PacificClock
from gemini_otel.pricing._engine import charge
from gemini_otel.pricing._names import GEMINI_API, VERTEX
from gemini_otel.pricing._shares import Share


OLD_DAYS: Final = 60
"""After so many nobody has checked the prices for long."""

_FIX: Final = (
    "add a price to a file of your own and name it with prices= or GEMINI_OTEL_PRICES, or upgrade "
    "gemini-otel"
)
ADDABLE: Final = frozenset(
    {
        "unknown_model",
        "moving_alias",
        "no_price_on_day",
        "platform_not_priced",
        "tier_not_priced",
        "location_not_priced",
        "modality_not_priced",
        "unit_not_priced",
        "fee_not_priced",
    }
)
"""What a price of the user's own would mend."""

_LONGEST_KEY: Final = 200
"""Servers make up names without end, and long ones."""


class Pricer:
    """The prices of one activation of the library.

    Args:
        catalog: All prices in force.

    Raises:
        MissingZoneError: The machine has no data for the Pacific time zone.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog: Final = catalog
        self._clock = PacificClock()

    def read_checked_s(self) -> float | None:
        """When the packaged prices were compared with their sources, in seconds since 1970."""
        checked = self.catalog.checked
        return to_seconds(checked) if checked else None

    def warn_of_age(self) -> None:
        """Says so where nobody has checked the prices for long."""
        checked, today = self.catalog.checked, self._clock.find_day(time.time_ns())
        if checked and (today - checked).days > OLD_DAYS:
            _log.warn_once(
                "prices_may_be_old",
                checked=str(checked),
                days=(today - checked).days,
                consequence="prices that changed since are not known",
                fix="upgrade gemini-otel, or add prices of your own with GEMINI_OTEL_PRICES",
            )

    def price(self, call: Call, shares: list[Share]) -> Cost | None:
        """What a call costs; `None` for one that is not on the bill."""
        if not call.is_billed:
            return None
        consumption = self.read_consumption(call)
        cost = charge(consumption, self.catalog, shares)
        for gap in cost.gaps:
            _tell(consumption.model, cost, gap)
        return cost

    def read_consumption(self, call: Call) -> Consumption:
        """What a call took, as prices know it; the day is that on which it was made."""
        request, answer = call.request, call.answer
        return Consumption(
            answer.model or request.model,
            VERTEX if request.provider == PROVIDER_VERTEX else GEMINI_API,
            self._clock.find_day(call.started_ns),
            answer.usage,
            request.location,
            answer.service_tier,
            answer.traffic_type,
            request.service_tier,
            answer.grounding,
            (),
            call.is_complete or answer.usage is None,
            answer.model is None,
        )


def make_pricer(path: str | None) -> Pricer:
    """Loads the prices.

    Args:
        path: The user's own file of prices.

    Raises:
        ConfigurationError: The file cannot be read or is malformed, or the machine has no data
            for the Pacific time zone.
    """
    try:
        return Pricer(load_catalog(path))
    except PriceFileError as error:
        setting = "argument prices, environment variable GEMINI_OTEL_PRICES"
        raise ConfigurationError(f"{error} The setting is: {setting}.") from error
    except MissingZoneError as error:
        raise ConfigurationError(str(error)) from error


def to_seconds(day: date) -> float:
    """The start of a day in UTC, in seconds since 1970."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp()


def _tell(model: str, cost: Cost, gap: Gap) -> None:
    """Says once what has no price; what a stream left early is no news of a price."""
    if gap.reason == "incomplete_usage":
        return
    is_addable = gap.reason in ADDABLE
    # What the others are about is a number of tokens, as a rule, and each is another.
    more = {"what": gap.what, "fix": _FIX} if is_addable else {}
    _log.warn_once(
        "no_price" if is_addable else "not_priced",
        f"{gap.reason}:{gap.component}:{model}:{more.get('what', '')}"[:_LONGEST_KEY],
        reason=gap.reason,
        meaning=REASONS[gap.reason],
        component=gap.component,
        model=model,
        consequence=_find_consequence(cost, gap),
        **more,
    )


def _find_consequence(cost: Cost, gap: Gap) -> str:
    if cost.nano is None:
        return "no cost is reported for the response"
    if gap.reason == "query_count_unknown":
        return "one query is charged, and there may have been more"
    return "what is known of the response is charged, this part is not"
