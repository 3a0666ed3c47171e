"""The names of our metrics and attributes as Prometheus spells them, made from the library's own.

The rules are those of OpenTelemetry's Prometheus compatibility: dots become underscores, a unit in
braces is dropped, seconds are appended, and totals end in `_total`.
"""

from typing import Final

from gemini_otel import _metrics
from gemini_otel._metrics import Metric


def _find(name: str, metric: Metric) -> Metric:
    """The library's own, or what stands in for it while the library does not have it."""
    return next((one for one in _metrics.METRICS if one.name == name), metric)


LEDGER_COST: Final = _find(
    "gemini.ledger.cost.usd",
    Metric("gemini.ledger.cost.usd", "{USD}", "Cost that the ledger holds.", "gemini"),
)
LEDGER_ERRORS: Final = _find(
    "gemini.ledger.errors",
    Metric("gemini.ledger.errors", "{error}", "Failed writes of the ledger.", "gemini"),
)
LEDGER_PENDING: Final = _find(
    "gemini.ledger.pending",
    Metric("gemini.ledger.pending", "{line}", "Lines that wait.", "gemini", is_gauge=True),
)

_SUFFIXES: Final = {"s": "_seconds"}


def name(metric: Metric) -> str:
    """The series of a metric: `gemini_client_cost_usd_total`; of a histogram, without its parts."""
    stem = label(metric.name) + _SUFFIXES.get(metric.unit, "")
    return stem if metric.is_histogram or metric.is_gauge else f"{stem}_total"


def label(attribute: str) -> str:
    """The label of an attribute: `gen_ai_request_model`."""
    return attribute.replace(".", "_").replace("-", "_")
