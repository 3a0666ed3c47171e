"""Whatever fails inside the library or its telemetry pipeline, the program does not notice."""

import contextvars
import functools
import gc
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from opentelemetry import context as otel_context
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import Sampler

import gemini_otel
from gemini_otel import _guard, _log
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.comparison import play_twice
from tests.paths import Path, Stage, find_paths
from tests.planting import Place, find_places, plant
from tests.shapes import Caller


pytestmark = pytest.mark.filterwarnings("ignore:Unclosed connection:ResourceWarning")

_EVERYTHING: Final[dict[str, Any]] = {
    "capture_content": "SPAN_AND_EVENT",
    "semconv": "both",
    "credential_fingerprint_key": "a key of sixteen",
    "attribution_keys": ["team"],
    "metric_attribution_keys": ["team"],
}
_tried: Final[set[Place]] = set()

# Nothing can make up for a context that cannot be taken back.
_TAKE_BACK: Final = ("leave", "detach")
# `classify` never raises: what it cannot read is an unknown error.
_SWALLOWS: Final = "/_classify/"


@functools.cache
def _find_caches() -> list[Callable[[], None]]:
    modules = [module for name, module in sys.modules.items() if name.startswith("gemini_otel._")]
    values = [value for module in modules for value in vars(module).values()]
    return [value.cache_clear for value in values if hasattr(value, "cache_clear")]


def _forget() -> None:
    """Lets every line be reached anew: what is cached or said once would be skipped."""
    _guard.faults.clear()
    _log.forget()
    for clear in _find_caches():
        clear()


@pytest.fixture
def no_collection() -> Iterator[None]:
    """The garbage collector does not run in between, so that every run takes the same lines."""
    gc.disable()
    yield
    gc.enable()


Through = Callable[[Callable[[], Any]], Any]


def _run(stage: Stage, path: Path, through: Through = lambda work: work()) -> object:
    """What the program got, the context it was left in, and how many requests were made."""
    _forget()
    before = len(stage.gemini.requests)

    def work() -> object:
        with gemini_otel.attribution(team="red"):
            context = otel_context.get_current()
            outcome = through(lambda: path(stage))
            return outcome, otel_context.get_current() == context or "context left attached"

    outcome = contextvars.copy_context().run(work)
    return outcome, len(stage.gemini.requests) - before


def _find_places(stage: Stage, path: Path) -> list[Place]:
    places: list[Place] = []
    _run(stage, path, lambda work: places.extend(find_places(work)))
    return places


def _complain(place: Place, got: Any, bare: Any) -> Iterator[str]:
    if got != bare and not (place.function in _TAKE_BACK and got[0][0] == bare[0][0]):
        yield f"{place}: the program got {got} in place of {bare}"
    if not sum(_guard.faults.values()) and _SWALLOWS not in place.file:
        yield f"{place}: the fault was not counted"


def test_a_fault_at_any_line_changes_nothing(
    call: Caller,
    gemini: FakeGemini,
    production_guard: dict[str, int],
    no_collection: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Wherever the library fails, the program gets what it gets without us, and the fault counts.

    Each line is tried on the first path that reaches it, and the functions that are called from
    outside the guard on every path.
    """
    caplog.set_level(logging.CRITICAL, "gemini_otel")
    stage = Stage(call, gemini)
    complaints: list[str] = []
    for name, path in find_paths(call).items():
        bare = _run(stage, path)
        with record_telemetry(**_EVERYTHING):
            assert bare == _run(stage, path)
            places = [
                place
                for place in _find_places(stage, path)
                if place.is_entry or place not in _tried
            ]
            for place in places:
                got = _run(stage, path, functools.partial(plant, place))
                complaints += [f"{name}: {what}" for what in _complain(place, got, bare)]
            _tried.update(places)
            print(name, len(places), len(_tried))

    assert [] == complaints


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
            client.models.generate_content(model="m", contents="a secret")

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
