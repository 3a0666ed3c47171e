"""What the ledger says of itself in metrics; named here as long as the library does not."""

from typing import Final

from gemini_otel import _metrics
from gemini_otel._metrics import Metric


def _find(metric: Metric) -> Metric:
    return next((one for one in _metrics.METRICS if one.name == metric.name), metric)


LEDGER_COST: Final = _find(
    Metric("gemini.ledger.cost.usd", "{USD}", "Cost that the ledger holds.", "gemini")
)
LEDGER_ERRORS: Final = _find(
    Metric("gemini.ledger.errors", "{error}", "Failed writes of the ledger.", "gemini")
)
LEDGER_PENDING: Final = _find(
    Metric("gemini.ledger.pending", "{line}", "Lines that wait.", "gemini", is_gauge=True)
)
