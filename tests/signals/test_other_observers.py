"""What is emitted beside others: under suppression, inside another instrumentation, inside ADK."""

import sys
import types
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from google.genai.errors import APIError
from opentelemetry import context
from opentelemetry.instrumentation.utils import suppress_instrumentation
from opentelemetry.sdk.trace import TracerProvider

from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller
from tests.signals.loops import add, wants
from tests.signals.tokens import counted, told


_INFERENCE: Final = "opentelemetry.genai.client.inference.context"
_EMBEDDING: Final = "opentelemetry.genai.client.embedding.context"
_OURS: Final = {
    "gemini.client.tokens",
    "gemini.client.calls",
    "gemini.client.cost.usd",
    "gemini.prices.checked.time",
}


@contextmanager
def _observed_by_another(key: str = _INFERENCE) -> Generator[None]:
    """As inside an instrumentation that stands on opentelemetry-util-genai."""
    token = context.attach(context.set_value(key, object()))
    yield
    context.detach(token)


@contextmanager
def _inside_a_span(scope: str, name: str) -> Generator[None]:
    with TracerProvider().get_tracer(scope).start_as_current_span(name):
        yield


@pytest.fixture
def adk(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The modules of google-adk that are loaded where it runs, as far as they matter here."""
    module = types.ModuleType("google.adk.telemetry._instrumentation")
    monkeypatch.setitem(sys.modules, "google.adk", types.ModuleType("google.adk"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def _inside_adk() -> Any:
    return _inside_a_span("gcp.vertex.agent", "generate_content gemini-3.5-flash")


def test_suppressed_calls_are_in_the_totals_alone(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An answer that was billed is counted, and nothing else is told."""
    with suppress_instrumentation():
        call.ask(client)

    assert ([], []) == (telemetry.spans, telemetry.events())
    assert _OURS == set(telemetry.metric_names)
    assert gemini.totals() == counted(telemetry)


@pytest.mark.parametrize("semconv", ["v1.41", "latest", "both"])
def test_suppressed_calls_are_in_no_standard_metric(gemini: FakeGemini, semconv: str) -> None:
    """The newest conventions have counters too; they are not ours to go on with."""
    client: Any = gemini.client()
    with record_telemetry(semconv=semconv) as telemetry:
        with suppress_instrumentation():
            client.models.generate_content(model=MODEL, contents="?")

        assert _OURS == set(telemetry.metric_names)


def test_suppressed_loops_have_no_spans(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Neither a workflow nor a tool is told; each turn is counted."""
    gemini.queue(wants("add"), "1.")

    with suppress_instrumentation():
        client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})

    assert [] == telemetry.spans
    assert _OURS == set(telemetry.metric_names)
    assert 2 == telemetry.total("gemini.client.calls")


def test_suppressed_failures_are_counted(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A failed call is a call, also where nothing is told of it."""
    gemini.queue(faults.overloaded())

    with suppress_instrumentation(), pytest.raises(APIError):
        call.ask(client)

    assert ([], []) == (telemetry.spans, telemetry.events())
    assert 1 == telemetry.total("gemini.client.calls", **{"error.type": "503"})


@pytest.mark.parametrize("semconv", ["v1.41", "latest"])
def test_beside_another_instrumentation_ours_adds_totals_and_usage(
    gemini: FakeGemini, call: Caller, semconv: str
) -> None:
    """Its span and its standard metrics stand; what it cannot tell goes on."""
    with record_telemetry(semconv=semconv) as telemetry:
        with _observed_by_another():
            call.ask(gemini.client())

        assert [] == telemetry.spans
        assert ["gemini.usage"] == [event.name for event in telemetry.events()]
        assert _OURS == set(telemetry.metric_names)
        assert gemini.totals() == counted(telemetry) == told(telemetry)


def test_beside_another_instrumentation_incidents_are_not_told_twice(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Events about the call belong to its span, which is another's; the counts are ours."""
    gemini.queue(Reply.blocked())

    with _observed_by_another():
        call.ask(client)

    assert ["gemini.usage"] == [event.name for event in telemetry.events()]
    assert 1 == telemetry.total("gemini.client.blocked")


def test_beside_another_instrumentation_a_loop_has_no_spans(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Workflow and tool spans would stand beside those of the other."""
    gemini.queue(wants("add"), "1.")

    with _observed_by_another():
        client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})

    assert [] == telemetry.spans
    assert _OURS == set(telemetry.metric_names)
    assert 2 == len(telemetry.events("gemini.usage"))


def test_the_other_instrumentation_is_named_once(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning says whose span stands and what to do, not one for each call or operation."""
    with _observed_by_another(), _observed_by_another(_EMBEDDING):
        for _ in range(3):
            client.models.generate_content(model=MODEL, contents="?")
        client.models.embed_content(model="gemini-embedding-2", contents="?")

    (line,) = [line for line in caplog.messages if "another_instrumentation" in line]
    assert "opentelemetry-util-genai" in line
    assert "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS" in line


def test_the_key_of_an_inference_is_not_that_of_an_embedding(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Embeddings inside an observed inference are calls of their own."""
    with _observed_by_another():
        client.models.embed_content(model="gemini-embedding-2", contents="?")

    assert ["embeddings gemini-embedding-2"] == [span.name for span in telemetry.spans]


def test_beside_another_instrumentation_of_embeddings_ours_adds_totals_and_usage(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """They have a key of their own."""
    with _observed_by_another(_EMBEDDING):
        client.models.embed_content(model="gemini-embedding-2", contents="?")

    assert [] == telemetry.spans
    assert _OURS == set(telemetry.metric_names)
    assert gemini.totals() == counted(telemetry) == told(telemetry)


@pytest.mark.usefixtures("adk")
def test_inside_adk_there_are_no_standard_histograms(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """ADK records the same names for the same call; spans, events and totals are ours as ever."""
    with _inside_adk():
        call.ask(client)

    assert _OURS == set(telemetry.metric_names)
    assert 1 == len(telemetry.spans)
    assert 1 == len(telemetry.events("gemini.usage"))


@pytest.mark.parametrize(
    ("noted", "is_ours"),
    [
        pytest.param(types.SimpleNamespace(span=object()), False, id="it measures the call"),
        pytest.param(types.SimpleNamespace(span=None), True, id="it leaves that to another"),
        pytest.param(None, True, id="outside of its inference"),
    ],
)
def test_adk_measures_what_it_does_not_sample(
    telemetry: Telemetry, client: Any, adk: types.ModuleType, noted: object, is_ours: bool
) -> None:
    """A span that is not sampled has no name; then ADK's own note of its inference tells."""

    def find_inference(_context: object) -> object:
        return noted

    vars(adk)["inference_scope"] = find_inference
    client.models.generate_content(model=MODEL, contents="?")

    assert is_ours is ("gen_ai.client.operation.duration" in telemetry.metric_names)


def test_a_strange_adk_loses_no_call(
    gemini: FakeGemini,
    telemetry: Telemetry,
    client: Any,
    adk: types.ModuleType,
    production_guard: dict[str, int],
) -> None:
    """One that answers in another way than we know costs its question, not the call."""
    vars(adk)["inference_scope"] = lambda: None
    client.models.generate_content(model=MODEL, contents="?")

    assert gemini.totals() == counted(telemetry) == told(telemetry)
    assert 1 == sum(production_guard.values())


@pytest.mark.usefixtures("adk")
@pytest.mark.parametrize(
    "surrounding",
    [
        lambda: _inside_a_span("gcp.vertex.agent", "invoke_agent helper"),
        lambda: _inside_a_span("my.app", "generate_content gemini-3.5-flash"),
    ],
)
def test_other_spans_change_nothing(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, surrounding: Callable[[], Any]
) -> None:
    """Only ADK's own span of an inference tells that it measures one."""
    with surrounding():
        client.models.generate_content(model=MODEL, contents="?")

    assert "gen_ai.client.operation.duration" in telemetry.metric_names


def test_a_call_that_is_not_sampled_is_counted_and_told(gemini: FakeGemini, call: Caller) -> None:
    """Sampling is about traces: totals, histograms and the usage event go on."""
    from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

    provider = TracerProvider(sampler=ALWAYS_OFF)
    with record_telemetry(tracer_provider=provider) as telemetry:
        call.ask(gemini.client())

        assert gemini.totals() == counted(telemetry) == told(telemetry)
        assert "gen_ai.client.operation.duration" in telemetry.metric_names
