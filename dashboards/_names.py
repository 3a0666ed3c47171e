"""What our metrics and attributes are called in Prometheus, and the boards in links."""

import re
from typing import Final

from gemini_otel._metrics import Metric
from gemini_otel._semconv import ATTRIBUTION_PREFIX


BOARD_COST: Final = "gemini-otel-cost"
BOARD_TOKENS: Final = "gemini-otel-tokens"
BOARD_LATENCY: Final = "gemini-otel-latency"
BOARD_ERRORS: Final = "gemini-otel-errors"
BOARD_SAFETY: Final = "gemini-otel-safety"
BOARD_TENANTS: Final = "gemini-otel-tenants"
BOARD_MODELS: Final = "gemini-otel-models"
BOARD_HEALTH: Final = "gemini-otel-health"
BOARDS: Final = (
    BOARD_COST,
    BOARD_TOKENS,
    BOARD_LATENCY,
    BOARD_ERRORS,
    BOARD_SAFETY,
    BOARD_TENANTS,
    BOARD_MODELS,
    BOARD_HEALTH,
)
"""The uid of each board, which is its address in every Grafana."""

SCOPE_LABEL: Final = "otel_scope_name"
_UNIT_SUFFIXES: Final = {"s": "_seconds", "By": "_bytes"}
_TOTAL: Final = "_total"


def name(metric: Metric) -> str:
    """A metric's name in Prometheus, such as `gemini_client_cost_usd_total`.

    Source: "Prometheus and OpenMetrics compatibility" of the OpenTelemetry specification: dots
    become underscores, units in braces are dropped, monotonic sums end in `_total`.

    Args:
        metric: One that is no histogram has one name; a histogram's series add to it
            `_bucket`, `_sum` and `_count`.
    """
    is_total = not (metric.is_gauge or metric.is_histogram)
    unit = _UNIT_SUFFIXES.get(metric.unit, "")
    return _to_prometheus(metric.name) + unit + (_TOTAL if is_total else "")


def label(attribute: str) -> str:
    """An attribute's name as a label, such as `gemini_token_kind`."""
    return _to_prometheus(attribute)


def attribution_label(key: str) -> str:
    """The label of an attribution key that `metric_attribution_keys` names."""
    return label(ATTRIBUTION_PREFIX + key)


def _to_prometheus(dotted: str) -> str:
    return re.sub(r"[^a-zA-Z0-9:]+", "_", dotted)
