"""Exporters that hang or fail, and providers that go away in a call, cost the program nothing."""

import threading
from collections.abc import Callable
from typing import Any, Final

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    LogRecordExporter,
    LogRecordExportResult,
    SimpleLogRecordProcessor,
)
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import (
    InMemoryMetricReader,
    MetricExporter,
    MetricExportResult,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SimpleSpanProcessor,
    SpanExporter,
    SpanExportResult,
)

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.accounts import read_totals
from tests.comparison import play_twice
from tests.shapes import Caller


_SECONDS: Final = 30


class _BreakingError(Exception):
    """What an exporter raises."""


class _Gate:
    """An export that hangs until it is let go."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self.is_open = threading.Event()

    def pass_through(self) -> None:
        """Hangs."""
        self.is_reached.set()
        self.is_open.wait(_SECONDS)


class _Spans(SpanExporter):
    def __init__(self, export: Callable[[], Any]) -> None:
        self._export = export

    def export(self, spans: Any) -> SpanExportResult:  # noqa: ARG002 - its interface
        return self._export() or SpanExportResult.SUCCESS


class _Logs(LogRecordExporter):
    def __init__(self, export: Callable[[], Any]) -> None:
        self._export = export

    def export(self, batch: Any) -> LogRecordExportResult:  # noqa: ARG002 - its interface
        return self._export() or LogRecordExportResult.SUCCESS

    def shutdown(self) -> None:
        """Nothing to shut down."""

    def force_flush(self, timeout_millis: int = 10_000) -> bool:  # noqa: ARG002 - its interface
        """Nothing to flush."""
        return True


class _Metrics(MetricExporter):
    def __init__(self, export: Callable[[], Any]) -> None:
        super().__init__()
        self._export = export

    def export(self, *_args: Any, **_kwargs: Any) -> MetricExportResult:
        return self._export() or MetricExportResult.SUCCESS

    def force_flush(self, timeout_millis: float = 10_000) -> bool:  # noqa: ARG002 - its interface
        """Nothing to flush."""
        return True

    def shutdown(self, timeout_millis: float = 30_000, **_kwargs: Any) -> None:
        """Nothing to shut down."""


def _trace(processor: SpanProcessor) -> dict[str, Any]:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(processor)
    return {"tracer_provider": provider}


def _log(processor: Any) -> dict[str, Any]:
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(processor)
    return {"logger_provider": provider}


def _meter(export: Callable[[], Any]) -> dict[str, Any]:
    reader = PeriodicExportingMetricReader(_Metrics(export), export_interval_millis=10)
    return {"meter_provider": MeterProvider([reader], shutdown_on_exit=False)}


_BATCHED: Final[dict[str, Callable[[Callable[[], Any]], dict[str, Any]]]] = {
    "spans": lambda export: _trace(BatchSpanProcessor(_Spans(export), schedule_delay_millis=1)),
    "logs": lambda export: _log(BatchLogRecordProcessor(_Logs(export), schedule_delay_millis=1)),
    "metrics": _meter,
}
_SIMPLE: Final[dict[str, Callable[[Callable[[], Any]], dict[str, Any]]]] = {
    "spans": lambda export: _trace(SimpleSpanProcessor(_Spans(export))),
    "logs": lambda export: _log(SimpleLogRecordProcessor(_Logs(export))),
}


def _close(providers: dict[str, Any]) -> None:
    for provider in providers.values():
        provider.shutdown()


@pytest.mark.parametrize("signal", _BATCHED)
def test_a_call_does_not_wait_for_an_exporter_that_hangs(
    call: Caller, gemini: FakeGemini, signal: str
) -> None:
    """While an export in the background hangs, calls go on."""
    gate = _Gate()
    providers = _BATCHED[signal](gate.pass_through)
    with record_telemetry(**providers):
        call.ask(gemini.client())
        is_hanging = gate.is_reached.wait(_SECONDS)
        answers = call.ask(gemini.client())
        is_still_hanging = not gate.is_open.is_set()
        gate.is_open.set()
    _close(providers)

    assert answers
    assert is_hanging
    assert is_still_hanging


def _fail() -> Any:
    raise _BreakingError


_FAILURES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "spans, raising": lambda: _SIMPLE["spans"](_fail),
    "spans, refused": lambda: _SIMPLE["spans"](lambda: SpanExportResult.FAILURE),
    "logs, raising": lambda: _SIMPLE["logs"](_fail),
    "logs, refused": lambda: _SIMPLE["logs"](lambda: LogRecordExportResult.FAILURE),
    "a batch of spans, raising": lambda: _BATCHED["spans"](_fail),
    "a batch of logs, raising": lambda: _BATCHED["logs"](_fail),
}


@pytest.mark.parametrize("failure", _FAILURES)
def test_an_exporter_that_fails_costs_nothing(call: Caller, failure: str) -> None:
    """The same answer, and the tokens are counted."""
    providers = _FAILURES[failure]()
    both = play_twice(lambda gemini: call.ask(gemini.client()), [Reply("Hello.")], **providers)
    _close(providers)

    assert both.bare == both.watched
    assert 19 == both.telemetry.total("gemini.client.tokens")


class _Ending(SpanProcessor):
    """A span processor that raises when a span is about to end."""

    def _on_ending(self, span: Any) -> None:  # noqa: ARG002 - its interface
        raise _BreakingError


def test_a_processor_that_raises_before_the_end_costs_nothing(
    call: Caller, production_guard: dict[str, int]
) -> None:
    """The same answer, and the tokens are counted."""
    settings = _trace(_Ending())
    both = play_twice(lambda gemini: call.ask(gemini.client()), [Reply("Hello.")], **settings)

    assert both.bare == both.watched
    assert 19 == both.telemetry.total("gemini.client.tokens")


_PROVIDERS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "tracing": lambda: {"tracer_provider": TracerProvider(shutdown_on_exit=False)},
    "logging": lambda: {"logger_provider": LoggerProvider(shutdown_on_exit=False)},
    "metering": lambda: {
        "meter_provider": MeterProvider([InMemoryMetricReader()], shutdown_on_exit=False)
    },
}


@pytest.mark.parametrize("signal", _PROVIDERS)
def test_a_provider_that_is_shut_down_during_a_call_costs_nothing(
    stream_call: Caller, production_guard: dict[str, int], signal: str
) -> None:
    """Shut down between two chunks: every chunk comes, and the other signals are whole."""
    providers = _PROVIDERS[signal]()
    both = play_twice(
        lambda gemini: stream_call.ask(gemini.client(), lambda _: _close(providers)),
        [Reply("abc", chunks=3)],
        **providers,
    )

    assert both.bare == both.watched
    assert (signal != "tracing") == len(both.telemetry.spans)
    assert (signal != "logging") == len(both.telemetry.events("gemini.usage"))
    assert 19 * (signal != "metering") == both.telemetry.total("gemini.client.tokens")
    assert {} == production_guard


def test_providers_that_are_replaced_during_a_call_count_it_once(
    stream_call: Caller, gemini: FakeGemini
) -> None:
    """Instrumented anew between two chunks: the stream is counted where it began, the next anew."""
    gemini.queue(Reply("abc", chunks=3), Reply("Hello."))
    seen: list[Telemetry] = []

    def count(telemetry: Telemetry) -> dict[str, int]:
        return {kind: tokens for kind, tokens in read_totals(telemetry).items() if tokens}

    def replace(_: object) -> None:
        if len(seen) == 1:
            seen.append(later.__enter__())

    with record_telemetry() as first:
        seen.append(first)
        later = record_telemetry()
        stream_call.ask(gemini.client(), replace)
        stream_call.ask(gemini.client())
        later.__exit__(None, None, None)

    usual = {"uncached_prompt": 12, "candidates": 7}
    assert [usual, usual] == [count(telemetry) for telemetry in seen]
    assert [1, 1] == [len(telemetry.spans) for telemetry in seen]
