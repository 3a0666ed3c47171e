"""Shows each billed response and each failure as one line."""

import random
from typing import Any, Final, TextIO

from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord
from opentelemetry.trace import format_span_id, format_trace_id

from gemini_otel._guard import guarded
from gemini_otel._semconv import (
    EVENT_EXCEPTION,
    EVENT_MODEL_DEPRECATED,
    EVENT_PRICE_CHANGE,
    EVENT_USAGE,
    SCOPE,
)
from gemini_otel_exporters._console._cells import lay_out
from gemini_otel_exporters._console._chains import render_json, render_text
from gemini_otel_exporters._console._choices import choose
from gemini_otel_exporters._console._facts import Facts, describe, is_exact
from gemini_otel_exporters._console._stream import takes_colour, write_line


_WARNING: Final = 13
"""The number of OpenTelemetry's severity WARN."""

_ONCE_A_MODEL: Final = (EVENT_MODEL_DEPRECATED, EVENT_PRICE_CHANGE)
_MOST_SAID: Final = 1_000


class ConsoleProcessor(LogRecordProcessor):
    """Writes a line to standard error for each billed response, each failure and each warning.

    It reads the events of gemini_otel and nothing else, whether their trace is sampled or not. A
    line is written within the call, as by any log handler: a terminal that is slow slows it down.
    A standard error that is closed, full or broken is left alone.

    Args:
        mode: `text` for people (in colour at a terminal, unless NO_COLOR is set), `json` for
            machines, `quiet` for text about failures, unpriced responses and warnings only, or
            `off`. Unless given, the environment variable GEMINI_OTEL_CONSOLE, else `text`.
        sample: The share of responses that is shown of those that went well and are priced, from
            0 to 1; failures, unpriced responses and warnings are always shown. Unless given, the
            environment variable GEMINI_OTEL_CONSOLE_SAMPLE, else 1.
        stream: Where to write, in place of standard error.

    Raises:
        ConfigurationError: A mode or share is not one of these.
    """

    def __init__(
        self,
        mode: str | None = None,
        *,
        sample: float | None = None,
        stream: TextIO | None = None,
    ) -> None:
        self._choice = choose(mode, sample)
        self._stream = stream
        # One of our own: to draw from the app's would change what its seed promises.
        self._random = random.Random()  # noqa: S311 - which lines are shown is no secret
        self._said: set[tuple[str, str]] = set()

    @guarded
    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Shows an event of ours."""
        scope, record = log_record.instrumentation_scope, log_record.log_record
        if self._choice.mode == "off" or scope is None or scope.name != SCOPE:
            return
        event, severity = record.event_name, record.severity_number
        is_warning = severity is not None and severity.value >= _WARNING
        if event is None or not (event == EVENT_USAGE or is_warning):
            return
        timestamp_ns = record.timestamp or record.observed_timestamp or 0
        facts = describe(event, record.attributes or {}, timestamp_ns)
        if self._is_wanted(event, facts):
            facts.update(_describe_trace(record))
            write_line(self._render(facts, timestamp_ns), self._stream)

    def shutdown(self) -> None:
        """Ends nothing: each line was written when it came."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Has nothing to wait for.

        Args:
            timeout_millis: How long it might take.

        Returns:
            Always `True`.
        """
        del timeout_millis
        return True

    def _is_wanted(self, event: str, facts: Facts) -> bool:
        if event in _ONCE_A_MODEL:
            return self._is_news((event, facts["model"]))
        if event == EVENT_EXCEPTION or not (event == EVENT_USAGE and is_exact(facts)):
            return True
        mode, sample = self._choice
        return mode != "quiet" and (sample >= 1 or self._random.random() < sample)

    def _is_news(self, mark: tuple[str, str]) -> bool:
        if mark in self._said or len(self._said) >= _MOST_SAID:
            return False
        self._said.add(mark)
        return True

    def _render(self, facts: Facts, timestamp_ns: int) -> str:
        if self._choice.mode == "json":
            return render_json(facts)
        cells = lay_out(facts, timestamp_ns)
        return render_text(cells, in_colour=takes_colour(self._stream))


def _describe_trace(record: Any) -> dict[str, str]:
    if not record.trace_id:
        return {}
    return {
        "trace_id": format_trace_id(record.trace_id),
        "span_id": format_span_id(record.span_id or 0),
    }
