"""A telemetry pipeline that is broken costs the program nothing, and the totals nothing."""

import logging
from collections.abc import Callable
from typing import Any, Final

import pytest
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import Sampler

from gemini_otel import _guard, _log
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.comparison import play_twice
from tests.shapes import Caller


class _BreakingError(Exception):
    """What the app's own pipeline raises."""


def _raise(*_args: object, **_kwargs: object) -> Any:
    raise _BreakingError


class _Spans(SpanProcessor):
    """A span processor whose chosen methods raise."""

    def __init__(self, *broken: str) -> None:
        for name in broken:
            setattr(self, name, _raise)


class _Logs(LogRecordProcessor):
    """A log processor that raises."""

    on_emit = _raise

    def shutdown(self) -> None:
        """Nothing to shut down."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:  # noqa: ARG002 - its interface
        """Nothing to flush."""
        return True


class _Sampling(Sampler):
    """A sampler that raises."""

    should_sample = _raise

    def get_description(self) -> str:
        """What it is."""
        return "broken"


def _trace_into(*processors: SpanProcessor, **options: Any) -> TracerProvider:
    provider = TracerProvider(**options)
    for processor in processors:
        provider.add_span_processor(processor)
    return provider


class _Tracing(TracerProvider):
    """A provider whose tracer cannot start spans."""

    def get_tracer(self, *_args: Any, **_kwargs: Any) -> Any:
        """A tracer that raises."""
        tracer = super().get_tracer("app")
        tracer.start_span = _raise  # type: ignore[method-assign]
        return tracer


def _emit_into(processor: LogRecordProcessor) -> LoggerProvider:
    provider = LoggerProvider()
    provider.add_log_record_processor(processor)
    return provider


def _shut_down(provider: Any) -> Any:
    provider.shutdown()
    return provider


_PIPELINES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "a span processor at the start": lambda: {"tracer_provider": _trace_into(_Spans("on_start"))},
    "a span processor at the end": lambda: {"tracer_provider": _trace_into(_Spans("on_end"))},
    "a sampler": lambda: {"tracer_provider": _trace_into(sampler=_Sampling())},
    "a tracer": lambda: {"tracer_provider": _Tracing()},
    "a log processor": lambda: {"logger_provider": _emit_into(_Logs())},
    "tracing that was shut down": lambda: {"tracer_provider": _shut_down(TracerProvider())},
    "logging that was shut down": lambda: {"logger_provider": _shut_down(LoggerProvider())},
    "a redaction hook": lambda: {"capture_content": "SPAN_AND_EVENT", "redact": _raise},
}


@pytest.mark.parametrize("settings", _PIPELINES.values(), ids=_PIPELINES)
def test_a_broken_pipeline_breaks_nothing_else(
    call: Caller, settings: Callable[[], dict[str, Any]], production_guard: dict[str, int]
) -> None:
    """The program gets its answer, and the tokens are counted all the same."""
    both = play_twice(lambda gemini: call.ask(gemini.client()), [Reply("Hello.")], **settings())

    assert both.bare == both.watched
    assert 19 == both.telemetry.total("gemini.client.tokens")


def test_metering_that_was_shut_down_breaks_nothing(
    call: Caller, production_guard: dict[str, int]
) -> None:
    """Spans and events go on where nobody takes the metrics any more."""
    both = play_twice(
        lambda gemini: call.ask(gemini.client()), meter_provider=_shut_down(MeterProvider())
    )

    assert both.bare == both.watched
    assert 1 == len(both.telemetry.spans) == len(both.telemetry.events("gemini.usage"))


class _Metering(MeterProvider):
    """A provider whose histograms raise."""

    def get_meter(self, *args: Any, **kwargs: Any) -> Any:
        """A meter like any other, but for its histograms."""
        meter = super().get_meter(*args, **kwargs)
        made = meter.create_histogram

        def create(*args: Any, **kwargs: Any) -> Any:
            histogram = made(*args, **kwargs)
            histogram.record = _raise  # type: ignore[method-assign]
            return histogram

        meter.create_histogram = create  # type: ignore[method-assign]
        return meter


def test_a_broken_histogram_breaks_nothing(call: Caller, production_guard: dict[str, int]) -> None:
    """Spans and events go on where a histogram cannot be recorded."""
    both = play_twice(lambda gemini: call.ask(gemini.client()), meter_provider=_Metering())

    assert both.bare == both.watched
    assert 1 == len(both.telemetry.spans) == len(both.telemetry.events("gemini.usage"))


class _BrokenHandler(logging.Handler):
    """A log handler that raises."""

    emit = _raise


def test_a_broken_log_handler_breaks_nothing(
    call: Caller, gemini: FakeGemini, production_guard: dict[str, int]
) -> None:
    """What we have to say cannot hurt: neither in a call nor in the switches."""
    handler = _BrokenHandler()
    logging.getLogger("gemini_otel").addHandler(handler)
    try:
        with record_telemetry(tracer_provider=_Tracing()) as telemetry:
            _log.warn("a line that nobody can write")
            answers = call.ask(gemini.client())
    finally:
        logging.getLogger("gemini_otel").removeHandler(handler)

    assert answers
    assert 19 == telemetry.total("gemini.client.tokens")


def test_faults_are_counted_and_logged_once_a_place(
    gemini: FakeGemini, production_guard: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    """Three failures of one place: a count of three, and one warning that names it."""
    client: Any = gemini.client()
    with record_telemetry(tracer_provider=_Tracing()) as telemetry:
        for _ in range(3):
            client.models.generate_content(model="gemini-3.5-flash", contents="a secret")

    assert 3 == telemetry.total("gemini.internal.errors") == sum(production_guard.values())
    assert ["WARNING"] == [record.levelname for record in caplog.records]
    assert "open_span" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_the_guard_lets_interrupts_pass(interrupt: type[BaseException]) -> None:
    """Ctrl-C inside our code is the app's."""

    @_guard.guarded
    def work() -> None:
        raise interrupt

    with pytest.raises(interrupt):
        work()
