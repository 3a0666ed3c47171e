"""A diagnosis can be had at any time, in one order, and changes nothing."""

import dataclasses
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

import gemini_otel
from gemini_otel import Diagnosis, Finding
from gemini_otel._doctor._codes import CODES
from gemini_otel._metrics import TOKENS
from gemini_otel._signals._tally import Line, Tally
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.doctor.examining import examine, find
from tests.programs import run
from tests.shapes import MODEL
from tests.targets import identify_all


def test_not_instrumented() -> None:
    """Where nothing is instrumented, that is a problem, with what to call."""
    found = find("library.instrumented")

    assert "problem" == found.status
    assert "gemini_otel.instrument()" in str(found.advice)


def test_instrumented() -> None:
    """Where it is, that is fine, and needs no advice."""
    found = examine("library.instrumented")

    assert ("ok", None) == (found.status, found.advice)


@pytest.mark.parametrize("is_instrumented", [False, True])
def test_order(is_instrumented: bool) -> None:
    """Findings come in the order of the codes, each of which is known."""
    if is_instrumented:
        gemini_otel.instrument(capture_content="SPAN_ONLY")

    codes = [one.code for one in gemini_otel.doctor().findings]

    assert sorted(codes, key=CODES.index) == codes
    assert len(set(CODES)) == len(CODES)


def test_worst() -> None:
    """The status of a diagnosis is its worst; one without findings is fine."""
    found = [Finding("a.b", "ok", ""), Finding("a.c", "warning", ""), Finding("a.d", "note", "")]

    assert "warning" == Diagnosis(tuple(found)).status
    assert "ok" == Diagnosis(()).status


def test_frozen() -> None:
    """What was found cannot be changed."""
    found = Finding("a.b", "ok", "Seen.")

    with pytest.raises(dataclasses.FrozenInstanceError):
        found.status = "problem"  # type: ignore[misc]  # that it is frozen is what is tested


def test_text() -> None:
    """As text there is a line a finding, without anything that a terminal would obey."""
    found = Finding("a.b", "note", "A\x1b[31m name\n.", "Do\x07 it.")

    (line,) = str(Diagnosis((found,))).splitlines()
    assert ["note", "a.b", "A?[31m", "name?.", "Advice:", "Do?", "it."] == line.split()


class _BrokenProvider:
    """A tracer provider that works, and shows nothing of itself without raising."""

    def get_tracer(self, *_args: Any, **_kwargs: Any) -> None:
        """A tracer that is never used."""

    @property
    def _active_span_processor(self) -> None:
        raise RuntimeError("nobody looks in here")


def test_a_check_that_fails() -> None:
    """A check that fails is a finding, and the other checks go on."""
    broken: Any = _BrokenProvider()
    gemini_otel.instrument(tracer_provider=broken)

    diagnosis = gemini_otel.doctor()
    (failed,) = diagnosis.find("checks.failed")
    assert ("warning", "examine_traces") == (failed.status, failed.subject)
    assert "nobody looks in here" in failed.seen
    assert 1 == len(diagnosis.find("metrics.provider"))
    assert 1 == len(diagnosis.find("prices.age"))


def test_nothing_is_touched(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Wrappers, totals, spans and events are as they were."""
    client = gemini.client()
    client.models.generate_content(model=MODEL, contents="Hello?")
    before = (identify_all(), telemetry.total(TOKENS.name), telemetry.spans, telemetry.events())

    gemini_otel.doctor()

    after = (identify_all(), telemetry.total(TOKENS.name), telemetry.spans, telemetry.events())
    assert before == after


def test_first_values_still_wait() -> None:
    """Who peeks at totals takes no first value from the readers of metrics."""
    tally, line = Tally(), Line("calls", (("model", "m"),), ())
    tally.add([(line, 5)])

    peeked = [one.total for one in tally.peek("calls")]

    assert [5] == peeked
    assert [0] == [one.total for one in tally.read("calls", is_followed=True)]


def test_no_totals_of_a_parent() -> None:
    """What a parent process counted is not peeked at."""
    tally, line = Tally(), Line("calls", (), ())
    tally.add([(line, 5)])
    tally.close()

    assert [] == tally.peek("calls")


def test_nothing_is_imported() -> None:
    """Neither Google's SDK nor OpenTelemetry's is imported, nor the module of a hook."""
    done = run(
        "import gemini_otel, sys\n"
        "gemini_otel.doctor()\n"
        "print({'google.genai', 'opentelemetry.sdk', 'this'} & set(sys.modules))\n",
        env={"GEMINI_OTEL_REDACT": "this:redact"},
    )

    assert ("set()\n", "", 0) == done


def test_no_provider_is_made() -> None:
    """Providers that variables name are left to whoever asks for them first."""
    names = ("TRACER", "METER", "LOGGER")
    done = run(
        "import gemini_otel, sys\n"
        "from opentelemetry import trace\n"
        "found = [gemini_otel.doctor().find(f'{one}.provider')[0].status\n"
        "    for one in ('traces', 'metrics', 'events')]\n"
        "print(found, 'opentelemetry.sdk' in sys.modules, trace._TRACER_PROVIDER)\n",
        env={f"OTEL_PYTHON_{one}_PROVIDER": f"sdk_{one.lower()}_provider" for one in names},
    )

    assert ("['warning', 'warning', 'warning'] False None\n", "", 0) == done


def test_it_is_loaded_late() -> None:
    """Who does not ask for it does not load it."""
    done = run("import gemini_otel, sys; print('gemini_otel._doctor' in sys.modules)")

    assert ("False\n", 0) == (done.output, done.code)


def test_a_provider_of_ones_own() -> None:
    """The providers that `instrument` was given are examined, not the global ones."""
    provider = MeterProvider([InMemoryMetricReader()], shutdown_on_exit=False)

    assert "ok" == examine("metrics.provider", meter_provider=provider).status
    assert "warning" == examine("metrics.provider").status
