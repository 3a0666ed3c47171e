"""What Gemini costs: a dated catalog of prices and the engine that applies them.

It knows neither Google's SDK nor OpenTelemetry: give it what a response took, get its bill.
"""

from gemini_otel.pricing._catalog import Catalog
from gemini_otel.pricing._cost import Charge, Cost, Gap, Rate
from gemini_otel.pricing._days import MissingZoneError
from gemini_otel.pricing._files._faults import PriceFileError
from gemini_otel.pricing._loading import load_catalog
from gemini_otel.pricing._names import COMPONENTS, REASONS
from gemini_otel.pricing._outlook import Change, find_life, list_change_days, list_changes
from gemini_otel.pricing._price import price
from gemini_otel.pricing._usage import Consumption, Details, Grounding, Media, Usage


__all__ = [
    "COMPONENTS",
    "REASONS",
    "Catalog",
    "Change",
    "Charge",
    "Consumption",
    "Cost",
    "Details",
    "Gap",
    "Grounding",
    "Media",
    "MissingZoneError",
    "PriceFileError",
    "Rate",
    "Usage",
    "find_life",
    "list_change_days",
    "list_changes",
    "load_catalog",
    "price",
]
