"""A second `instrument()` changes nothing, and names what was asked for and is not in force."""

import ast
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from opentelemetry._logs import NoOpLoggerProvider
from opentelemetry.metrics import NoOpMeterProvider, get_meter_provider
from opentelemetry.trace import NoOpTracerProvider, get_tracer_provider

from gemini_otel._switch import find_circumstances, instrument, uninstrument
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL


_PROVIDERS: Final = {
    "tracer_provider": NoOpTracerProvider,
    "meter_provider": NoOpMeterProvider,
    "logger_provider": NoOpLoggerProvider,
}


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No variable of whoever runs the tests."""
    monkeypatch.delenv("GEMINI_OTEL_SEMCONV", raising=False)
    yield
    uninstrument()


def _read_not_taken(caplog: pytest.LogCaptureFixture) -> list[list[str]]:
    """What each warning names."""
    lines = [line for line in caplog.messages if "already_instrumented" in line]
    found = [re.search(r"settings_not_taken=(\[.*?\])", line) for line in lines]
    return [ast.literal_eval(one[1]) for one in found if one]


@pytest.mark.parametrize("name", _PROVIDERS)
@pytest.mark.parametrize("is_given_first", [False, True])
def test_another_provider_is_not_taken(
    name: str, is_given_first: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A provider that is not the one in force is named, be that the global one or another."""
    first: dict[str, Any] = {name: _PROVIDERS[name]()} if is_given_first else {}
    instrument(**first)
    before = find_circumstances()

    second: dict[str, Any] = {name: _PROVIDERS[name]()}
    instrument(**second)

    assert [[name]] == _read_not_taken(caplog)
    assert before is find_circumstances()


def test_spans_go_on_to_the_first_provider(
    client: Any, telemetry: Telemetry, caplog: pytest.LogCaptureFixture
) -> None:
    """What the warning says is so."""
    instrument(tracer_provider=NoOpTracerProvider(), semconv="both")
    client.models.generate_content(model=MODEL, contents="x")

    assert 1 == len(telemetry.spans)
    assert [["semconv", "tracer_provider"]] == _read_not_taken(caplog)


def test_the_same_providers_are_in_force(caplog: pytest.LogCaptureFixture) -> None:
    """To give the same ones again asks for nothing else."""
    same: dict[str, Any] = {name: make() for name, make in _PROVIDERS.items()}
    instrument(**same)

    instrument(**same)

    assert [] == _read_not_taken(caplog)


def test_the_global_providers_are_in_force(caplog: pytest.LogCaptureFixture) -> None:
    """Where none was given, those are in force, and may be given."""
    instrument()

    instrument(tracer_provider=get_tracer_provider(), meter_provider=get_meter_provider())

    assert [] == _read_not_taken(caplog)


def test_a_bare_second_call_asks_for_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A cell of a notebook that is run again, or a library that makes sure, is not warned."""
    instrument(semconv="both", usage_event=False, tracer_provider=NoOpTracerProvider())

    instrument()

    assert [] == _read_not_taken(caplog)


def test_only_what_was_asked_for_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """What the second call leaves open is none of what was not taken."""
    instrument(semconv="both", content_max_length=7)

    instrument(content_max_length=9, usage_event=True)

    assert [["content_max_length"]] == _read_not_taken(caplog)


def test_a_default_that_is_asked_for_counts(caplog: pytest.LogCaptureFixture) -> None:
    """An argument is one also where it says what holds without it."""
    instrument(semconv="both")

    instrument(semconv="v1.41")

    assert [["semconv"]] == _read_not_taken(caplog)


@pytest.mark.parametrize("variable", ["none", ""])
def test_an_environment_that_changed_counts(
    variable: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the environment decided, and says something else now, the call asked for that."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "both")
    instrument()
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", variable)

    instrument()

    assert [["semconv"]] == _read_not_taken(caplog)


def test_an_argument_still_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What a variable says was not in force after the first call either."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "none")
    instrument(semconv="both")

    instrument()

    assert [] == _read_not_taken(caplog)
