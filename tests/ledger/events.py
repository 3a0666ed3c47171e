"""Usage events as the library emits them, without a call behind each."""

import itertools
import json
import time
from typing import Any, Final

import pytest
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import ReadWriteLogRecord
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from gemini_otel import _semconv as names
from gemini_otel._signals._identifiers import make_uid
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._lines import FORM, write_line


MODELS: Final = ("gemini-3.8-flash", "gemini-4-argon", "gemini-4-carbon")
HOUR: Final = 498_695
HOUR_NS: Final = 3_600 * 10**9
_KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")
_COMPONENTS: Final = ("input", "cached_input", "tool_use", "output", "thinking")
_numbers: Final = itertools.count()


def describe_usage(prices: tuple[int, ...] = (1, 2, 3, 4, 5), **changes: Any) -> dict[str, Any]:
    """The attributes of an event with a line of its bill for each price, in nano-dollars.

    Args:
        prices: At most five.
        changes: Attributes by the name of their constant; `None` takes one away.
    """
    number = next(_numbers)
    told: dict[str, Any] = {
        names.LOG_RECORD_UID: make_uid(),
        names.OPERATION_NAME: "generate_content",
        names.PROVIDER_NAME: names.PROVIDER_GEMINI,
        names.REQUEST_MODEL: MODELS[number % 3],
        names.CALL_DURATION: 0.25,
        names.RESPONSE_ID: f"response-{number}",
        names.RESPONSE_MODEL: MODELS[number % 3],
        names.RESPONSE_FINISH_REASONS: ("STOP",),
        names.USAGE_COMPLETE: True,
        names.USAGE_TOTAL_TOKENS: 100 * len(_KINDS),
        **{names.usage_tokens(kind, "text"): 100 for kind in _KINDS},
        names.SERVICE_TIER: "standard",
        f"{names.ATTRIBUTION_PREFIX}tenant": f"tenant-{number % 20}",
        f"{names.ATTRIBUTION_PREFIX}feature": "search",
        names.COST_COMPLETE: True,
        names.COST_NANO_USD: sum(prices),
        names.COST_COMPONENTS: spell_bill(prices),
    }
    told.update({getattr(names, name): value for name, value in changes.items()})
    return {name: value for name, value in told.items() if value is not None}


def spell_bill(prices: tuple[int, ...]) -> str:
    """The lines of a bill as JSON."""
    rate = {"rate_usd": "0.75", "per": 1_000_000, "price_id": "model/gemini_api/standard@2026"}
    return json.dumps(
        [
            {
                "component": name,
                "modality": "text",
                "unit": "token",
                "quantity": 100,
                "nano_usd": nano,
            }
            | rate
            for name, nano in zip(_COMPONENTS, prices, strict=False)
        ],
        separators=(",", ":"),
    )


def spell_line(told: dict[str, Any], *, time_ns: int = HOUR * HOUR_NS, cut: int = 0) -> bytes:
    """The line of a spool for an event."""
    return write_line((FORM, time_ns, None, None, ("shop", "production", "one"), cut, told))


def make_record(
    told: dict[str, Any], *, name: str = names.EVENT_USAGE, scope: str = names.SCOPE
) -> ReadWriteLogRecord:
    """An event as a processor gets it."""
    record = LogRecord(
        timestamp=time.time_ns(),
        severity_number=SeverityNumber.INFO,
        event_name=name,
        attributes=told,
    )
    return ReadWriteLogRecord(
        record,
        resource=Resource({"service.name": "shop"}),
        instrumentation_scope=InstrumentationScope(scope),
    )


def emit(processor: LedgerProcessor, count: int) -> None:
    """Hands so many usage events to a ledger."""
    for _ in range(count):
        processor.on_emit(make_record(describe_usage()))


def find_said(caplog: pytest.LogCaptureFixture, event: str) -> list[str]:
    """The lines of the log that tell of an event."""
    return [line for line in caplog.messages if f"event='{event}'" in line]
