"""A Gemini server for tests of programs that call Gemini, and a recorder of their telemetry."""

from typing import TYPE_CHECKING, Any

from gemini_otel.testing import faults, parts
from gemini_otel.testing._answers import Answer, Embedding, Raw, TokenCount, TokenList
from gemini_otel.testing._break import Break
from gemini_otel.testing._fake_gemini import FakeGemini
from gemini_otel.testing._fault import Fault
from gemini_otel.testing._ledger import Served
from gemini_otel.testing._reply import Reply
from gemini_otel.testing._request import Request


if TYPE_CHECKING:
    from gemini_otel.testing._telemetry import (
        RecordedEvent,
        RecordedPoint,
        RecordedSpan,
        Telemetry,
        record_telemetry,
    )


__all__ = [
    "Answer",
    "Break",
    "Embedding",
    "FakeGemini",
    "Fault",
    "Raw",
    "RecordedEvent",
    "RecordedPoint",
    "RecordedSpan",
    "Reply",
    "Request",
    "Served",
    "Telemetry",
    "TokenCount",
    "TokenList",
    "faults",
    "parts",
    "record_telemetry",
]

_LATE = {"RecordedEvent", "RecordedPoint", "RecordedSpan", "Telemetry", "record_telemetry"}


def __getattr__(name: str) -> Any:
    """The recorder comes late: it needs the OpenTelemetry SDK, which the fake server does not."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gemini_otel.testing import _telemetry

    return getattr(_telemetry, name)
