"""Telemetry as a program of several processes sets it up: in each process that calls Gemini."""

import os
import uuid

from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


class Providers:
    """The three providers of one process, told apart from others by `service.instance.id`."""

    def __init__(self) -> None:
        self.instance = f"{os.getpid()}-{uuid.uuid4()}"
        resource = Resource.create({"service.instance.id": self.instance})
        self.tracing = TracerProvider(resource=resource)
        self.tracing.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self.journal = LoggerProvider(resource=resource)
        self.journal.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
        reader = PeriodicExportingMetricReader(OTLPMetricExporter())
        self.metering = MeterProvider(metric_readers=[reader], resource=resource)

    def make_global(self) -> "Providers":
        """Hands them to every instrumentation of this process; it can be done once."""
        trace.set_tracer_provider(self.tracing)
        metrics.set_meter_provider(self.metering)
        set_logger_provider(self.journal)
        return self

    def shut_down(self) -> None:
        """Exports what is left; where the interpreter exits by itself it does this alone."""
        self.tracing.shutdown()
        self.journal.shutdown()
        self.metering.shutdown()
