"""What a reader of a board can choose."""

from dataclasses import dataclass
from typing import Final

from dashboards import _names
from dashboards._dialect import Dialect
from dashboards._numbers import exact
from dashboards._panel import Board
from dashboards.config import Config
from gemini_otel._metrics import CALLS
from gemini_otel._semconv import REQUEST_MODEL


@dataclass(frozen=True, slots=True)
class DataSource:
    """A choice among the data sources of one kind."""

    name: str
    label: str
    plugin: str
    about: str


@dataclass(frozen=True, slots=True)
class Labels:
    """A choice among the values of a label, several or all."""

    name: str
    label: str
    query: str
    about: str


@dataclass(frozen=True, slots=True)
class Field:
    """A text that can be written over."""

    name: str
    label: str
    value: str
    about: str


Variable = DataSource | Labels | Field

METRICS: Final = DataSource("metrics", "Metrics", "prometheus", "Where metrics are asked for.")
_TRACES: Final = (
    DataSource("traces", "Tempo", "tempo", "Where links from a point look for traces."),
    DataSource("jaeger", "Jaeger", "jaeger", "Where links from a point look for traces."),
    Field("phoenix", "Phoenix", "http://localhost:6006", "The address of Arize Phoenix."),
)


def find_variables(board: Board, dialect: Dialect, config: Config) -> tuple[Variable, ...]:
    """What can be chosen on a board; budgets only where it asks for them."""
    asked = "".join(query.text(dialect) for panel in board.panels() for query in panel.queries)
    budgets = tuple(field for field in _budgets(config) if f"${field.name}" in asked)
    return (METRICS, *_labels(dialect), *budgets, *_TRACES)


def _labels(to: Dialect) -> tuple[Labels, ...]:
    calls = _names.name(CALLS)
    of_service = f'{calls}{{{to.service}=~"$service"}}'
    return (
        Labels("service", "Service", f"label_values({calls}, {to.service})", "Which programs."),
        Labels(
            "environment",
            "Environment",
            f"label_values({of_service}, {to.environment})",
            "Where they run. Needs deployment.environment.name among the resource attributes "
            "that the backend makes labels of.",
        ),
        Labels(
            "model",
            "Model",
            f"label_values({of_service}, {_names.label(REQUEST_MODEL)})",
            "The model that was asked for.",
        ),
        Labels(
            "tenant",
            "Tenant",
            f"label_values({of_service}, {to.tenant})",
            "Needs the key of tenants in GEMINI_OTEL_METRIC_ATTRIBUTION_KEYS.",
        ),
    )


def _budgets(config: Config) -> tuple[Field, ...]:
    month = exact(config.budget.month_usd)
    return (
        Field("month_budget_usd", "Budget of the month", month, "In US dollars."),
        Field(
            "tenant_budget_usd",
            "Budget of a tenant",
            month,
            "In US dollars a month, of any tenant that has none of its own.",
        ),
    )
