"""Hears all that leaves the library: every field of every signal, log lines, output, baggage."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from opentelemetry import baggage
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import AlwaysOnExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from gemini_otel._switch import instrument, uninstrument


OUR_LOGGER: Final = "gemini_otel"
Names = tuple[str, ...]

_RESOURCE: Final = Resource.create({"service.name": "shop"})


class Ears:
    """Pipelines of the SDK that keep everything.

    Attributes:
        tracing: The provider of spans, to add processors to.
    """

    def __init__(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        self._caplog, self._capfd = caplog, capfd
        self._spans, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        self._logs = InMemoryLogRecordExporter()  # type: ignore[no-untyped-call]  # it has no types
        self._structlog: list[Any] = []
        self._baggage: list[Any] = []
        self.tracing = TracerProvider(resource=_RESOURCE, shutdown_on_exit=False)
        self.tracing.add_span_processor(SimpleSpanProcessor(self._spans))
        self._metering = MeterProvider(
            [self._reader],
            resource=_RESOURCE,
            exemplar_filter=AlwaysOnExemplarFilter(),
            shutdown_on_exit=False,
        )
        self._logging = LoggerProvider(resource=_RESOURCE, shutdown_on_exit=False)
        self._logging.add_log_record_processor(SimpleLogRecordProcessor(self._logs))

    @contextmanager
    def listen(self, **settings: Any) -> Generator["Ears"]:
        """The SDK is instrumented for the length of the block."""
        uninstrument()
        self._capfd.readouterr()
        with self._caplog.at_level(logging.DEBUG, OUR_LOGGER), capture_logs() as self._structlog:
            instrument(
                tracer_provider=self.tracing,
                meter_provider=self._metering,
                logger_provider=self._logging,
                first_value_hold_s=0,
                **settings,
            )
            try:
                yield self
            finally:
                uninstrument()

    def hear_baggage(self, *_: object) -> None:
        """Keeps what an HTTP instrumentation would send along in this moment."""
        self._baggage.append(dict(baggage.get_all()))

    def tell(self, *, spans: Names = (), events: Names = ()) -> dict[str, str]:
        """All that was heard, by where.

        Args:
            spans: Attributes that are left out of spans.
            events: Attributes that are left out of events.
        """
        ended, written = self._spans.get_finished_spans(), self._logs.get_finished_logs()
        return {
            "spans": repr([_tell_span(one, spans) for one in ended]),
            "metrics": repr(self._reader.get_metrics_data()),
            "events": repr([_tell_event(one, events) for one in written]),
            "log lines": repr([vars(line) for line in self._ours()]),
            "structlog": repr(self._structlog),
            "baggage": repr(self._baggage),
            "output": repr(self._capfd.readouterr()),
        }

    def _ours(self) -> list[logging.LogRecord]:
        return [line for line in self._caplog.records if line.name.startswith(OUR_LOGGER)]


def _tell_span(span: Any, left_out: Names) -> tuple[object, ...]:
    events = [(event.name, dict(event.attributes or {})) for event in span.events]
    links = [(link.context, dict(link.attributes or {})) for link in span.links]
    status = (span.status.status_code, span.status.description)
    own = {name: value for name, value in span.attributes.items() if name not in left_out}
    resource = dict(span.resource.attributes)
    return (span.name, own, events, links, status, resource, span.context, span.parent)


def _tell_event(data: Any, left_out: Names) -> tuple[object, ...]:
    record = data.log_record
    own = {name: value for name, value in record.attributes.items() if name not in left_out}
    named = (record.event_name, record.body, record.severity_text)
    return (*named, own, dict(data.resource.attributes), data.instrumentation_scope)
