"""Holds what was emitted against the table of the conventions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from opentelemetry.sdk.metrics.export import (
    Gauge,
    Histogram,
    HistogramDataPoint,
    InMemoryMetricReader,
    Metric,
    NumberDataPoint,
    Sum,
)

from gemini_otel import _metrics, _semconv
from gemini_otel.testing._telemetry import RecordedEvent, RecordedSpan
from tests.signals.conventions import (
    CONTENT,
    EVENTS,
    METRICS,
    OUR_POINTS,
    SPANS,
    TYPES,
    VALUES,
    MetricRule,
    SpanRule,
)


_OURS: Final = frozenset(
    value
    for value in vars(_semconv).values()
    if isinstance(value, str) and value.startswith("gemini.")
)
_KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")
_PYTHON: Final = {"string": str, "int": int, "double": float, "boolean": bool}
_MODALITIES: Final = VALUES["gen_ai.token.modality"]
_OUR_METRICS: Final = {metric.name: metric for metric in _metrics.METRICS}


def find_span_faults(span: RecordedSpan) -> Iterator[str]:
    """Everything about a span that the conventions forbid."""
    rule = SPANS.get(str(span.attributes.get("gen_ai.operation.name")))
    if rule is None:
        yield f"{span.name}: no such operation"
        return
    yield from _find_name_faults(span, rule)
    yield from _find_attribute_faults(span.name, span.attributes, rule.allowed)
    if span.events:
        yield f"{span.name}: span events {span.events}"
    failed = "error.type" in span.attributes
    if span.status != ("ERROR" if failed else "UNSET"):
        yield f"{span.name}: status {span.status}"


def _find_name_faults(span: RecordedSpan, rule: SpanRule) -> Iterator[str]:
    said = span.attributes
    if span.name != f"{said['gen_ai.operation.name']} {said.get(rule.subject)}":
        yield f"{span.name}: is not named after its operation and {rule.subject}"
    if span.kind != rule.kind:
        yield f"{span.name}: kind {span.kind}"
    yield from _find_missing(span.name, rule.at_start, said)


def find_start_faults(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    """What a sampler should have been told at the start of a span, and was not."""
    yield from _find_missing(name, SPANS[str(told["gen_ai.operation.name"])].at_start, told)


def find_event_faults(event: RecordedEvent) -> Iterator[str]:
    """Everything about an event that the conventions forbid."""
    allowed = EVENTS.get(event.name)
    if allowed is None and not _is_ours(event.name):
        yield f"{event.name}: no such event"
    lent = allowed or frozenset(TYPES) - CONTENT
    yield from _find_attribute_faults(event.name, event.attributes, lent)


def read_metrics(reader: InMemoryMetricReader) -> list[Metric]:
    """Every metric that has a point."""
    data = reader.get_metrics_data()
    resources = data.resource_metrics if data else ()
    return [m for r in resources for scope in r.scope_metrics for m in scope.metrics]


def numbers(metric: Metric) -> list[NumberDataPoint]:
    """The points of a metric that is no histogram."""
    return [point for point in metric.data.data_points if isinstance(point, NumberDataPoint)]


def find_metric_faults(metric: Metric) -> Iterator[str]:
    """Everything about an instrument and its points that the conventions forbid."""
    rule = METRICS.get(metric.name) or _our_rule(metric.name)
    if rule is None:
        yield f"{metric.name}: no such metric"
        return
    if (_instrument(metric), metric.unit) != (rule.instrument, rule.unit):
        yield f"{metric.name}: {_instrument(metric)} in {metric.unit}"
    for point in metric.data.data_points:
        attributes = dict(point.attributes or {})
        if isinstance(point, HistogramDataPoint) and point.explicit_bounds != rule.buckets:
            yield f"{metric.name}: buckets {point.explicit_bounds}"
        if rule.operation and attributes.get("gen_ai.operation.name") != rule.operation:
            yield f"{metric.name}: measures {attributes.get('gen_ai.operation.name')}"
        yield from _find_missing(metric.name, rule.required, attributes)
        yield from _find_attribute_faults(metric.name, attributes, rule.allowed)


def _our_rule(name: str) -> MetricRule | None:
    ours = _OUR_METRICS.get(name)
    if ours is None or not _is_ours(name):
        return None
    kind = "gauge" if ours.is_gauge else "counter"
    return MetricRule(kind, ours.unit, frozenset(), OUR_POINTS)


def _instrument(metric: Metric) -> str:
    if isinstance(metric.data, Histogram):
        return "histogram"
    if isinstance(metric.data, Gauge):
        return "gauge"
    return "counter" if isinstance(metric.data, Sum) and metric.data.is_monotonic else "other"


def _find_missing(where: str, required: Iterable[str], said: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(required) - set(said)):
        yield f"{where}: {name} is missing"


def _find_attribute_faults(
    where: str, said: Mapping[str, Any], allowed: frozenset[str]
) -> Iterator[str]:
    for name, value in said.items():
        if name in TYPES:
            if name not in allowed:
                yield f"{where}: {name} does not belong here"
            yield from _find_value_faults(where, name, value)
        elif not _is_ours(name):
            yield f"{where}: {name} is not a name of the conventions"


def _find_value_faults(where: str, name: str, value: object) -> Iterator[str]:
    if not _has_type(value, TYPES[name]):
        yield f"{where}: {name} is {value!r}, not of type {TYPES[name]}"
    if name in VALUES and value not in VALUES[name]:
        yield f"{where}: {name} has the value {value!r}"


def _has_type(value: object, kind: str) -> bool:
    if kind == "string[]":
        items = cast("list[object]", value) if isinstance(value, (tuple, list)) else [None]
        return all(isinstance(one, str) for one in items)
    return kind == "any" or type(value) is _PYTHON[kind]


def _is_ours(name: str) -> bool:
    """Whether a name under `gemini.` is one of those that the library declares."""
    if name in _OURS or name in _OUR_METRICS:
        return True
    if name.startswith(_semconv.USAGE_TOKENS_PREFIX):
        kind, _, modality = name.removeprefix(_semconv.USAGE_TOKENS_PREFIX).partition(".")
        return kind in _KINDS and modality in _MODALITIES
    return name.startswith(_semconv.ATTRIBUTION_PREFIX)
