"""A program that patches our methods by hand is observed once, and never twice."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from google.genai.models import AsyncModels, Models
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gemini_otel._capture._targets import TARGETS, Subject, Target
from gemini_otel._switch import instrument, patches, uninstrument
from gemini_otel.testing import FakeGemini
from tests.patching import Patch, fake, put, read, restore, wrap, wrap_and_unwrap, wrap_unsaid
from tests.shapes import MODEL, Caller
from tests.targets import read_own


_CYCLES: Final = 3
_CALLED: Final = [target for target in TARGETS if target.subject is not Subject.ATTEMPT]
"""All but what the SDK itself asks whether it is a coroutine function, which a wrapper is not."""

each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.path[13:])


_TAKEN_BACK: Final = [
    pytest.param(restore, id="restored"),
    pytest.param(wrap_and_unwrap, id="unwrapped"),
]
_LEFT: Final = [pytest.param(wrap, id="wraps"), pytest.param(wrap_unsaid, id="wraps unsaid")]


@pytest.fixture(autouse=True)
def _bare_again() -> Iterator[None]:
    """Puts the SDK's functions back, whatever a test left on top of them."""
    before = [(target, read_own(target)) for target in TARGETS]
    yield
    uninstrument()
    for target, function in before:
        put(target, function)


class _Sink:
    """Where several activations, one after the other, tell what they see."""

    def __init__(self) -> None:
        self._reader = InMemoryMetricReader()
        self._spans = InMemorySpanExporter()
        self._tracing = TracerProvider(shutdown_on_exit=False)
        self._tracing.add_span_processor(SimpleSpanProcessor(self._spans))
        self._metering = MeterProvider(metric_readers=[self._reader], shutdown_on_exit=False)

    def open(self) -> None:
        """Switches the instrumentation on."""
        instrument(
            tracer_provider=self._tracing, meter_provider=self._metering, first_value_hold_s=0
        )

    @property
    def spans(self) -> list[str]:
        """The operations of the spans so far."""
        return [span.name.split()[0] for span in self._spans.get_finished_spans()]

    @property
    def tokens(self) -> int:
        """The tokens so far."""
        data: Any = self._reader.get_metrics_data()
        metrics = [
            metric
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
        ]
        counted = [one for one in metrics if one.name == "gemini.client.tokens"]
        return sum(int(point.value) for one in counted for point in one.data.data_points)


@pytest.fixture
def sink() -> _Sink:
    """One for all activations of a test."""
    return _Sink()


@each_target
@pytest.mark.parametrize("patch", _TAKEN_BACK)
def test_what_was_put_back_by_hand_is_taken_out(
    target: Target, patch: Patch, caplog: pytest.LogCaptureFixture
) -> None:
    """Ours that was replaced and put back is on top: `uninstrument` restores the very object."""
    before = read_own(target)
    instrument()
    patch(target)

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()

    assert before is read_own(target)
    assert [] == caplog.records


@each_target
@pytest.mark.parametrize("patch", _LEFT)
def test_a_hand_made_wrapper_stays(
    target: Target, patch: Patch, caplog: pytest.LogCaptureFixture
) -> None:
    """Below a wrapper made by hand ours cannot be taken out; a log line names the method."""
    instrument()
    patch(target)
    theirs = read_own(target)

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()

    assert theirs is read_own(target)
    assert 1 == len(caplog.records)
    assert f"['{'.'.join(filter(None, (target.owner or target.module, target.name)))}']" in (
        caplog.text
    )


@each_target
@pytest.mark.parametrize("patch", _TAKEN_BACK)
def test_what_was_put_back_by_hand_counts_as_ours(target: Target, patch: Patch) -> None:
    """The doctor is told that our wrapper is on top, since a call meets it first."""
    instrument()
    patch(target)

    standing = next(one for one in patches.standings if one.path == target.path)

    assert (True, True) == (standing.is_on_top, standing.is_passed)


def _play(sink: _Sink, gemini: FakeGemini, ask: Callable[[Any], object], patch: Patch) -> None:
    """Patches while it is on, and then goes through off and on several times."""
    client = gemini.client()
    sink.open()
    for target in _CALLED:
        patch(target)
    ask(client)
    for _ in range(_CYCLES):
        uninstrument()
        ask(client)
        sink.open()
        ask(client)
    served = sum(gemini.totals().values())
    assert served * (1 + _CYCLES) == sink.tokens * (1 + 2 * _CYCLES)


@pytest.mark.parametrize("patch", [*_TAKEN_BACK, *_LEFT])
def test_calls_are_counted_once_in_every_cycle(
    call: Caller, patch: Patch, sink: _Sink, gemini: FakeGemini
) -> None:
    """After `uninstrument()` and `instrument()` a call has one span, and its tokens once."""
    _play(sink, gemini, call.ask, patch)

    assert ["generate_content"] * (1 + _CYCLES) == sink.spans


@pytest.mark.parametrize("patch", [*_TAKEN_BACK, *_LEFT])
@pytest.mark.parametrize(
    ("method", "operation"), [("embed_content", "embeddings"), ("count_tokens", "count_tokens")]
)
def test_other_calls_are_counted_once_in_every_cycle(  # noqa: PLR0917 - three vary together
    whole_call: Caller,
    method: str,
    operation: str,
    patch: Patch,
    sink: _Sink,
    gemini: FakeGemini,
) -> None:
    """The same holds of embeddings and of counted tokens."""
    _play(sink, gemini, lambda one: whole_call.use(one, method, model=MODEL, contents="x"), patch)

    assert [operation] * (1 + _CYCLES) == sink.spans


@pytest.mark.parametrize(
    "patch",
    [pytest.param(read, id="bare"), *_TAKEN_BACK, *_LEFT],
)
def test_what_is_put_back_while_off_is_not_wrapped_again(
    call: Caller, patch: Patch, sink: _Sink, gemini: FakeGemini
) -> None:
    """A method kept while on and put back while off, bare or wrapped, is counted once."""
    sink.open()
    kept = {target: read(target) for target in _CALLED}
    uninstrument()
    for target, function in kept.items():
        put(target, function)
        patch(target)

    for _ in range(_CYCLES):
        sink.open()
        call.ask(gemini.client())
        uninstrument()

    assert ["generate_content"] * _CYCLES == sink.spans
    assert sum(gemini.totals().values()) == sink.tokens


@pytest.mark.parametrize("holder", [Models, AsyncModels])
def test_what_is_put_back_while_off_is_taken_out_later(holder: Any) -> None:
    """The next `uninstrument()` restores the SDK's function."""
    before = holder.__dict__["_generate_content"]
    instrument()
    kept = holder._generate_content
    uninstrument()
    holder._generate_content = kept

    instrument()
    uninstrument()

    assert before is holder.__dict__["_generate_content"]


@pytest.mark.parametrize("holder", [Models, AsyncModels])
def test_a_method_is_wrapped_again_where_a_wrapper_of_theirs_left(holder: Any) -> None:
    """Ours went with theirs while it was off: the next `instrument()` wraps the bare function."""
    before = holder.__dict__["_generate_content"]
    instrument()
    holder._generate_content = fake  # tells nothing of what it may hold
    uninstrument()
    holder._generate_content = before

    instrument()

    assert hasattr(holder.__dict__["_generate_content"], "__wrapped__")


@pytest.mark.parametrize("holder", [Models, AsyncModels])
def test_a_bare_method_that_was_put_back_is_wrapped_again(
    holder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK's own function hides no wrapper of ours, also where we wrapped another one."""
    before = holder.__dict__["_generate_content"]
    holder._generate_content = fake
    instrument()
    holder._generate_content = before

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        uninstrument()
    instrument()

    assert [] == caplog.records
    assert hasattr(holder.__dict__["_generate_content"], "__wrapped__")


def test_a_method_kept_while_on_is_observed_after_a_pause(client: Any, sink: _Sink) -> None:
    """`count = client.models.count_tokens`, saved while on, is observed in the next turn too."""
    sink.open()
    count = client.models.count_tokens
    for is_on in (True, False, True):
        if is_on:
            sink.open()
        count(model=MODEL, contents="x")
        uninstrument()

    assert ["count_tokens"] * 2 == sink.spans


def test_wrappers_in_a_circle_harm_nobody() -> None:
    """Wrappers that name each other as what they wrap end no search of ours, and break none."""
    target = TARGETS[0]

    def theirs(*_args: object, **_kwargs: object) -> None:
        """Something that is wrapped by what it wraps."""

    theirs.__wrapped__ = theirs  # type: ignore[attr-defined]
    instrument()
    put(target, theirs)

    uninstrument()
    instrument()
    uninstrument()

    assert theirs is read_own(target)


@pytest.mark.parametrize("under", [wrap, wrap_unsaid])
def test_ours_above_another_wrapper_is_put_back_observed(under: Patch) -> None:
    """As `monkeypatch` does it that was entered while we were on, and left after off and on."""
    target = next(one for one in TARGETS if one.path.endswith(".Models._generate_content"))
    under(target)
    sink = _Sink()
    sink.open()
    kept = read(target)
    uninstrument()
    sink.open()

    put(target, kept)
    with FakeGemini() as gemini:
        client: Any = gemini.client()
        client.models.generate_content(model=MODEL, contents="?")

    assert ["generate_content"] == sink.spans
