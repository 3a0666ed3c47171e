"""A provider is refused at once where it is none, and taken where it does what a provider does."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from opentelemetry._logs import NoOpLoggerProvider
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import NoOpTracerProvider

import gemini_otel
from gemini_otel import ConfigurationError
from gemini_otel._capture._activation import find_recorder
from gemini_otel._instrumentor import AutoInstrumentor, GeminiInstrumentor
from gemini_otel.testing import record_telemetry
from tests.targets import identify_all


_METHODS: Final = {
    "tracer_provider": "get_tracer",
    "meter_provider": "get_meter",
    "logger_provider": "get_logger",
}
_MALFORMED: Final = [
    ("tracer_provider", "x", "str"),
    ("meter_provider", "x", "str"),
    ("logger_provider", "x", "str"),
    ("tracer_provider", False, "bool"),
    ("meter_provider", NoOpTracerProvider(), "opentelemetry.trace.NoOpTracerProvider"),
    ("tracer_provider", NoOpMeterProvider(), "NoOpMeterProvider"),
    ("logger_provider", NoOpMeterProvider(), "NoOpMeterProvider"),
    ("meter_provider", MeterProvider, "MeterProvider itself"),
]

each_malformed = pytest.mark.parametrize(("name", "given", "shown"), _MALFORMED)


@each_malformed
def test_a_malformed_provider_is_refused(name: str, given: Any, shown: str) -> None:
    """The error names the argument, the type that was given, and the method it has to have."""
    before = identify_all()

    with pytest.raises(ConfigurationError) as caught:
        gemini_otel.instrument(**{name: given})

    message = str(caught.value)
    assert f"argument {name} " in message
    assert shown in message
    assert f"{_METHODS[name]}()" in message
    assert find_recorder() is None
    assert before == identify_all()


def test_a_swapped_provider_is_named() -> None:
    """A provider of spans is none of metrics, and the message says which it is."""
    with pytest.raises(ConfigurationError, match=r"meter_provider is .*sdk\.trace\.TracerProvider"):
        gemini_otel.instrument(meter_provider=TracerProvider(shutdown_on_exit=False))  # type: ignore[arg-type]  # the point


def test_a_refusal_while_on_changes_nothing() -> None:
    """A malformed provider is refused also where another is in force, which stays."""
    gemini_otel.instrument()
    before = find_recorder()

    with pytest.raises(ConfigurationError, match="tracer_provider"):
        gemini_otel.instrument(tracer_provider="x")  # type: ignore[arg-type]  # the point

    assert before is find_recorder()


def _record(**given: Any) -> None:
    with record_telemetry(**given):
        pass


@pytest.mark.parametrize("switch", [GeminiInstrumentor().instrument, _record])
def test_every_way_in_refuses_it(switch: Callable[..., None]) -> None:
    """OpenTelemetry's form of the switch and the recorder for tests refuse it alike."""
    with pytest.raises(ConfigurationError, match="logger_provider"):
        switch(logger_provider="x")

    assert find_recorder() is None


def test_under_auto_instrumentation_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """An exception would take every instrumentation after us with it: only we stay out."""
    AutoInstrumentor().instrument(skip_dep_check=True, meter_provider="x")

    assert find_recorder() is None
    (line,) = [line for line in caplog.messages if "not_instrumented" in line]
    assert "meter_provider" in line


@pytest.mark.parametrize(
    "given",
    [
        {"tracer_provider": NoOpTracerProvider()},
        {"meter_provider": NoOpMeterProvider()},
        {"logger_provider": NoOpLoggerProvider()},
        {"tracer_provider": TracerProvider(shutdown_on_exit=False)},
        {"meter_provider": MeterProvider(shutdown_on_exit=False)},
        {"logger_provider": LoggerProvider(shutdown_on_exit=False)},
    ],
    ids=lambda given: type(next(iter(given.values()))).__name__,
)
def test_a_provider_is_taken(given: dict[str, Any]) -> None:
    """Those of OpenTelemetry's API and those of its SDK are in force."""
    gemini_otel.instrument(**given)

    assert find_recorder() is not None


def test_whatever_gives_tracers_is_a_provider() -> None:
    """What counts is the method, not the class."""

    class Mine:
        def get_tracer(self, *args: Any, **options: Any) -> Any:
            return NoOpTracerProvider().get_tracer(*args, **options)

    provider: Any = Mine()
    gemini_otel.instrument(tracer_provider=provider)

    assert find_recorder() is not None
