"""The reference tables as Markdown, made from the names and settings in the code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Final

from gemini_otel._classification import ErrorClass
from gemini_otel._config import Settings
from gemini_otel._metrics import METRICS, Metric
from gemini_otel._signals._glossary import ATTRIBUTES, EVENTS
from gemini_otel.pricing import REASONS


_NAMES: Final = {
    "gemini": "always",
    "v1.41": "`v1.41`, `both`",
    "latest": "`latest`, `both`",
    "ledger": "with a ledger",
    "shared": "unless `none`",
}


def write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def list_metrics() -> str:
    """Every metric."""
    rows = [
        (f"`{one.name}`", _kind(one), f"`{one.unit}`", one.description, _NAMES[one.names])
        for one in METRICS
    ]
    return write_table(("metric", "instrument", "unit", "what", "emitted"), rows)


def _kind(metric: Metric) -> str:
    if metric.is_gauge:
        return "observable gauge"
    return "histogram" if metric.is_histogram else "observable counter"


def list_events() -> str:
    """Every event."""
    return write_table(("event", "when"), ((f"`{name}`", what) for name, what in EVENTS.items()))


def list_attributes() -> str:
    """Every attribute of ours."""
    rows = ((f"`{name}`", what) for name, what in sorted(ATTRIBUTES.items()))
    return write_table(("attribute", "what it says"), rows)


def list_settings() -> str:
    """Every setting."""
    rows: list[tuple[str, ...]] = []
    for entry in fields(Settings):
        setting = entry.metadata["setting"]
        default = "off" if entry.default in (None, ()) else f"`{entry.default}`"
        rows.append(
            (f"`{entry.name}`", f"`{setting.variable}`", default, setting.allowed, setting.meaning)
        )
    return write_table(("argument", "environment variable", "default", "allowed", "what"), rows)


def list_error_classes() -> str:
    """Every class of error."""
    names = [name for name in vars(ErrorClass) if name.isupper()]
    return ", ".join(f"`{getattr(ErrorClass, name)}`" for name in names) + "."


def list_reasons() -> str:
    """Why something has no price."""
    rows = ((f"`{name}`", meaning) for name, meaning in REASONS.items())
    return write_table(("reason", "what it means"), rows)


TABLES: Final[dict[str, Callable[[], str]]] = {
    "metrics": list_metrics,
    "events": list_events,
    "attributes": list_attributes,
    "settings": list_settings,
    "errors": list_error_classes,
    "reasons": list_reasons,
}
