"""Wrapped methods are told from the SDK's own by nothing a program asks, and can be taken back."""

import copy
import inspect
import logging
import pickle
import sys
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
import wrapt
from google.genai import Client
from google.genai.models import AsyncModels, Models
from opentelemetry.instrumentation.utils import unwrap
from opentelemetry.sdk.metrics import Counter, MeterProvider, ObservableCounter
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader

from gemini_otel._instrumentor import GeminiInstrumentor, instrument, uninstrument
from gemini_otel._targets import TARGETS, Target
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.shapes import MODEL, Caller


def _holder(target: Target) -> Any:
    __import__(target.module)
    module = sys.modules[target.module]
    return getattr(module, target.owner) if target.owner else module


def _identities() -> dict[str, int]:
    """Which objects are there; a wrapper is equal to what it wraps, but not the same."""
    return {target.path: id(vars(_holder(target))[target.name]) for target in TARGETS}


each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.path[13:])

_QUESTIONS: tuple[Callable[[Any], object], ...] = (
    inspect.signature,
    inspect.getsource,
    inspect.getdoc,
    inspect.isfunction,
    inspect.ismethod,
    inspect.isroutine,
    inspect.iscoroutinefunction,
    inspect.isgeneratorfunction,
    inspect.isasyncgenfunction,
    callable,
    lambda function: function.__name__,
    lambda function: function.__qualname__,
    lambda function: function.__module__,
    lambda function: function.__doc__,
    lambda function: function.__annotations__,
    lambda function: function.__kwdefaults__,
    lambda function: function.__code__,
)


@each_target
def test_a_wrapped_function_answers_as_the_bare_one(target: Target) -> None:
    """Signature, flags, names, documentation and source are the SDK's own."""
    bare = [ask(getattr(_holder(target), target.name)) for ask in _QUESTIONS]
    instrument()

    watched = [ask(getattr(_holder(target), target.name)) for ask in _QUESTIONS]

    assert bare == watched
    assert hasattr(vars(_holder(target))[target.name], "__wrapped__")


@each_target
def test_uninstrument_restores_the_very_object(target: Target) -> None:
    """Every attribute is the object it was, not an equal one."""
    before = vars(_holder(target))[target.name]
    instrument()
    during = vars(_holder(target))[target.name]

    uninstrument()

    assert during is not before
    assert before is vars(_holder(target))[target.name]


@each_target
def test_a_wrapped_function_is_pickled_by_name(target: Target) -> None:
    """A pickle made under instrumentation is the SDK's function wherever it is read."""
    instrument()
    pickled = pickle.dumps(getattr(_holder(target), target.name))
    uninstrument()

    assert getattr(_holder(target), target.name) is pickle.loads(pickled)  # noqa: S301 - our own


def test_a_wrapped_function_can_be_copied(client: Client) -> None:
    """A copy of a wrapped function is that function, as it is of a bare one."""
    instrument()

    assert copy.copy(Models.generate_content) == Models.generate_content
    assert copy.deepcopy({"f": Models.generate_content})["f"] == Models.generate_content
    assert copy.copy(client.models.generate_content) == client.models.generate_content


def test_instrumenting_twice_wraps_once(client: Client, telemetry: Telemetry) -> None:
    """The second `instrument()` changes nothing: one span a call."""
    before = _identities()

    instrument()
    client.models.generate_content(model=MODEL, contents="x")

    assert before == _identities()
    assert 1 == len(telemetry.spans)


def test_uninstrumenting_twice_is_fine() -> None:
    """The second `uninstrument()` changes nothing, and neither does one without a first."""
    before = _identities()
    uninstrument()
    instrument()
    uninstrument()

    uninstrument()

    assert before == _identities()


def test_both_switches_are_one(client: Client) -> None:
    """OpenTelemetry's form of the switch and ours know of each other."""
    before = _identities()
    GeminiInstrumentor().instrument()
    uninstrument()
    GeminiInstrumentor().instrument()

    during = _identities()
    GeminiInstrumentor().uninstrument()

    assert before != during
    assert before == _identities()


def test_clients_made_before_are_observed(call: Caller, gemini: FakeGemini) -> None:
    """A client made before `instrument()` is observed after it, and no more after uninstrumenting."""
    client = gemini.client()
    reader = InMemoryMetricReader()
    instrument(meter_provider=MeterProvider(metric_readers=[reader]))
    call.ask(client)
    uninstrument()

    call.ask(client)

    assert 19 == _read(reader)["gemini.client.tokens"]


def test_bound_methods_saved_before_are_observed(client: Client, request: Any) -> None:
    """`ask = client.models.generate_content`, saved before `instrument()`, is observed."""
    ask = client.models.generate_content
    telemetry: Telemetry = request.getfixturevalue("telemetry")

    ask(model=MODEL, contents="x")

    assert 1 == len(telemetry.spans)


def test_unbound_calls_are_observed(client: Client, telemetry: Telemetry) -> None:
    """`Models.generate_content(client.models, ...)` works and is observed."""
    answer = Models.generate_content(client.models, model=MODEL, contents="x")

    assert answer.candidates
    assert 1 == len(telemetry.spans)


@pytest.mark.parametrize("is_made_before", [True, False])
def test_subclasses_are_observed_once(client: Client, request: Any, is_made_before: bool) -> None:
    """A subclass that overrides a public method and calls `super()` gives one span."""
    if not is_made_before:
        request.getfixturevalue("telemetry")

    class Mine(Models):
        def generate_content(self, **options: Any) -> Any:
            return super().generate_content(**options)

    telemetry: Telemetry = request.getfixturevalue("telemetry")
    Mine(client._api_client).generate_content(model=MODEL, contents="x")

    assert 1 == len(telemetry.spans)


def _specify(cls: type) -> object:
    specified = mock.create_autospec(cls)
    wrong = [
        catch(lambda: specified.generate_content(contents="x")),
        catch(lambda: specified.generate_content("m", "x")),
        catch(lambda: specified(mock.Mock()).generate_content(contents="x")),
    ]
    return str(wrong), type(specified(mock.Mock()).generate_content).__name__


@pytest.mark.parametrize("cls", [Models, AsyncModels])
def test_autospecs_of_wrapped_classes_are_the_same(cls: type) -> None:
    """`mock.create_autospec` sees the SDK's signatures and tells coroutines from functions."""
    bare = _specify(cls)
    instrument()

    assert bare == _specify(cls)


def test_coroutines_have_the_sdks_name(client: Client, telemetry: Telemetry) -> None:
    """A coroutine that is never awaited is warned of under the name of the SDK's method."""
    names = {}
    for name in ("generate_content", "generate_content_stream", "count_tokens", "embed_content"):
        coroutine: Any = getattr(client.aio.models, name)(model=MODEL, contents="x")
        names[name] = coroutine.__qualname__
        coroutine.close()

    assert {name: f"AsyncModels.{name}" for name in names} == names


@pytest.mark.parametrize("options", [{}, {"config": {"tools": [len]}}], ids=["plain", "tools"])
@pytest.mark.parametrize("name", ["generate_content", "generate_content_stream", "count_tokens"])
def test_wrong_arguments_are_refused_at_the_call(
    client: Client, telemetry: Telemetry, name: str, options: dict[str, Any]
) -> None:
    """As without us a wrong argument fails at the call of a coroutine function, not at its await."""
    method = getattr(client.aio.models, name)

    with pytest.raises(TypeError, match=f"AsyncModels.{name}.. missing 1 required keyword-only"):
        method(model=MODEL, **options)

    assert [] == telemetry.spans


@pytest.fixture
def other() -> Iterator[Callable[[], wrapt.FunctionWrapper]]:
    """Wraps `Models._generate_content` as another instrumentation does."""
    original = vars(Models)["_generate_content"]

    def wrap() -> Any:
        wrapt.wrap_function_wrapper(
            "google.genai.models", "Models._generate_content", lambda f, _, a, k: f(*a, **k)
        )
        return vars(Models)["_generate_content"]

    yield wrap
    uninstrument()
    Models._generate_content = original  # type: ignore[method-assign]


def test_below_another_wrapper_ours_passes_through(
    client: Client, other: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Where somebody wrapped ours, theirs stays, ours goes quiet, and a log line names the place."""
    reader = InMemoryMetricReader()
    instrument(meter_provider=MeterProvider(metric_readers=[reader]))
    theirs = other()

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()
    client.models.generate_content(model=MODEL, contents="x")

    assert theirs is vars(Models)["_generate_content"]
    assert {} == _read(reader)
    assert 1 == len(caplog.records)
    assert "Models._generate_content" in caplog.text


def test_below_another_wrapper_ours_wakes_up_again(client: Client, other: Any) -> None:
    """Instrumenting again uses the wrapper that is still there: one span, not two."""
    reader = InMemoryMetricReader()
    provider = MeterProvider(metric_readers=[reader])
    instrument(meter_provider=provider)
    other()
    uninstrument()

    instrument(meter_provider=provider)
    client.models.generate_content(model=MODEL, contents="x")

    assert 19 == _read(reader)["gemini.client.tokens"]


def test_a_wrapper_taken_by_another_is_placed_again(
    client: Client, other: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An instrumentation below us that unwraps takes ours off; we notice and wrap again."""
    other()
    reader = InMemoryMetricReader()
    provider = MeterProvider(metric_readers=[reader])
    instrument(meter_provider=provider)
    unwrap(Models, "_generate_content")

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()
    instrument(meter_provider=provider)
    client.models.generate_content(model=MODEL, contents="x")

    assert [] == caplog.records
    assert 19 == _read(reader)["gemini.client.tokens"]


def _read(reader: InMemoryMetricReader) -> dict[str, float]:
    data: Any = reader.get_metrics_data()
    metrics = [
        metric
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics
    ]
    totals = [one for one in metrics if one.name.startswith("gemini.client.")]
    return {one.name: sum(point.value for point in one.data.data_points) for one in totals}


_DELTA = {
    Counter: AggregationTemporality.DELTA,
    ObservableCounter: AggregationTemporality.DELTA,
}


@pytest.mark.parametrize(
    ("temporality", "totals"),
    [(None, [19, 19, 38]), (_DELTA, [19, 0, 19])],
    ids=["cumulative", "delta"],
)
def test_counting_goes_on_after_a_pause(
    client: Client, temporality: Any, totals: list[int]
) -> None:
    """Totals go on from where they were, without a jump and without a step back."""
    reader = InMemoryMetricReader(preferred_temporality=temporality)
    provider = MeterProvider(metric_readers=[reader])
    counted = []
    for is_on in (True, False, True):
        if is_on:
            instrument(meter_provider=provider)
        client.models.generate_content(model=MODEL, contents="x")
        counted.append(_read(reader).get("gemini.client.tokens", 0))
        uninstrument()

    assert totals == counted
