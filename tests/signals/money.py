"""Costs as each signal tells them, in nano-dollars."""

import json
from typing import Any, Final

from gemini_otel.testing._telemetry import RecordedEvent, Telemetry


_NANO: Final = 10**9


def charged(telemetry: Telemetry) -> dict[str, int]:
    """The totals of the counter by component."""
    totals: dict[str, int] = {}
    for point in telemetry.points("gemini.client.cost.usd"):
        component = point.attributes["gemini.cost.component"]
        totals[component] = totals.get(component, 0) + round(point.value * _NANO)
    return totals


def billed(telemetry: Telemetry) -> dict[str, int]:
    """The lines of all usage events by component."""
    totals: dict[str, int] = {}
    for event in telemetry.events("gemini.usage"):
        for line in lines_of(event):
            component = line["component"]
            totals[component] = totals.get(component, 0) + line["nano_usd"]
    return totals


def lines_of(event: RecordedEvent) -> list[dict[str, Any]]:
    """The bill of one usage event."""
    return list(json.loads(event.attributes.get("gemini.cost.components", "[]")))


def on_spans(telemetry: Telemetry) -> int:
    """The sum over all spans."""
    amounts = [span.attributes.get("gen_ai.usage.cost.amount", 0) for span in telemetry.spans]
    return sum(round(amount * _NANO) for amount in amounts)


def assert_cost(telemetry: Telemetry, expected: dict[str, int]) -> None:
    """Span, counter and events tell the same bill, which is this one."""
    assert expected == charged(telemetry)
    assert expected == billed(telemetry)
    assert sum(expected.values()) == on_spans(telemetry)


def reasons(telemetry: Telemetry) -> dict[str, int]:
    """The counter of what has no price, by reason."""
    return {
        point.attributes["gemini.unpriced.reason"]: int(point.value)
        for point in telemetry.points("gemini.client.unpriced")
    }
