"""The function that prices one response."""

from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._cost import Cost
from gemini_otel.pricing._engine import charge
from gemini_otel.pricing._loading import load_catalog
from gemini_otel.pricing._usage import Consumption


def price(consumption: Consumption, catalog: Catalog | None = None) -> Cost:
    """What one billed response costs, at list price or at your own.

    What cannot be priced is in `Cost.gaps` with its reason, and has no charge: never 0, never a
    guess. Free allotments are account-wide and so not taken off.

    Args:
        consumption: Who answered, where, when and on which tier, and what it took.
        catalog: The prices; those of the package unless given.

    Returns:
        The cost: its charges, each with the price it comes from, add up to its amount exactly.

    Raises:
        ValueError: `consumption.at` is a time without a zone.
        MissingZoneError: The machine has no data for the Pacific time zone, in which prices change.
    """
    return charge(consumption, catalog or load_catalog())
