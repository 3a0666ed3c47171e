"""How metrics are read: how often, as what, through which views."""

import io
from typing import Any

import pytest
from opentelemetry.sdk.metrics import Histogram, MeterProvider, ObservableCounter
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    ConsoleMetricExporter,
    InMemoryMetricReader,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.metrics.view import DropAggregation, View

import gemini_otel
from tests.doctor.examining import examine, find, run_program


def _examine_readers(code: str, *readers: Any, **settings: Any) -> tuple[str, str]:
    provider = MeterProvider(readers, shutdown_on_exit=False)
    found = examine(code, meter_provider=provider, **settings)
    gemini_otel.uninstrument()
    provider.shutdown()
    return found.status, found.seen


def _make_reader(seconds: float) -> PeriodicExportingMetricReader:
    exporter = ConsoleMetricExporter(out=io.StringIO())
    return PeriodicExportingMetricReader(exporter, export_interval_millis=seconds * 1000)


@pytest.mark.parametrize(("temporality", "status"), [("CUMULATIVE", "ok"), ("DELTA", "note")])
def test_temporality(temporality: str, status: str) -> None:
    """Cumulative counters are fine, delta is a note."""
    reader = InMemoryMetricReader({ObservableCounter: AggregationTemporality[temporality]})

    found = _examine_readers("metrics.temporality", reader)

    assert (status, f"Counters are read as {temporality.lower()} values.") == found


def test_temporality_of_histograms() -> None:
    """What is told is that of our counters, not of histograms."""
    reader = InMemoryMetricReader({Histogram: AggregationTemporality.DELTA})

    assert "ok" == _examine_readers("metrics.temporality", reader)[0]


@pytest.mark.parametrize(
    ("intervals", "hold_s", "status"),
    [
        ((60,), None, "ok"),
        ((600,), 60, "ok"),  # alone it sees the zero, however late
        ((60, 600), None, "warning"),
        ((60, 600), 600, "ok"),
        ((60,), 0, "note"),
    ],
)
def test_intervals(intervals: tuple[float, ...], hold_s: float | None, status: str) -> None:
    """First values must wait for the slowest of several readers, or it sees no zero before."""
    readers = [_make_reader(one) for one in intervals]

    found = _examine_readers("metrics.interval", *readers, first_value_hold_s=hold_s)

    assert status == found[0]
    assert all(f"{one} s" in found[1] for one in intervals)


def test_no_interval() -> None:
    """A reader that is asked has none."""
    status, seen = _examine_readers("metrics.interval", InMemoryMetricReader())

    assert ("ok", True) == (status, seen.startswith("Metrics are read on demand."))


@pytest.mark.parametrize(
    ("view", "seen"),
    [
        (
            View(instrument_name="gemini.client.cost.usd", attribute_keys={"tenant"}),
            "A view keeps of the attributes of gemini.client.cost.usd only these: tenant.",
        ),
        (
            View(instrument_name="gemini.client.calls", aggregation=DropAggregation()),
            "A view drops gemini.client.calls.",
        ),
        (
            View(instrument_name="*", aggregation=DropAggregation()),
            "A view drops gemini.client.tokens and 10 more.",
        ),
        (
            View(meter_name="gemini_otel", attribute_keys=set()),
            "A view keeps of the attributes of gemini.client.tokens and 10 more only these: none.",
        ),
    ],
    ids=["one", "drop", "every", "meter"],
)
def test_harmful_views(view: View, seen: str) -> None:
    """A view that takes attributes or whole counters of ours is a warning."""
    provider = MeterProvider([InMemoryMetricReader()], views=[view], shutdown_on_exit=False)

    found = examine("metrics.views", meter_provider=provider)
    assert ("warning", seen) == (found.status, found.seen)


@pytest.mark.parametrize(
    "view",
    [
        View(instrument_name="http.*", attribute_keys=set()),
        View(meter_name="another", aggregation=DropAggregation()),
        View(instrument_type=Histogram, attribute_keys=set()),
        View(instrument_unit="ms", attribute_keys=set()),
        View(meter_name="gemini_otel", meter_version="0.0", attribute_keys=set()),
        View(instrument_name="gemini.client.calls", description="Calls."),
    ],
    ids=["name", "meter", "type", "unit", "version", "description"],
)
def test_harmless_views(view: View) -> None:
    """A view for something else, or that takes nothing, is fine."""
    provider = MeterProvider([InMemoryMetricReader()], views=[view], shutdown_on_exit=False)

    assert "ok" == examine("metrics.views", meter_provider=provider).status


@pytest.mark.parametrize(("semconv", "status"), [("none", "note"), ("both", "ok")])
def test_latency(semconv: str, status: str) -> None:
    """Without standard names there are no metrics of latency."""
    assert status == examine("metrics.latency", semconv=semconv).status


def test_nothing_lost() -> None:
    """Without a fork no metrics are lost."""
    gemini_otel.instrument()

    assert "ok" == find("metrics.lost").status


_FORK = """
import os, threading
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from gemini_otel.testing import FakeGemini

is_collecting, is_forked = threading.Event(), threading.Event()
reader = InMemoryMetricReader()
provider = MeterProvider([reader], shutdown_on_exit=False)

def observe(options):
    is_collecting.set()
    is_forked.wait()
    return ()

gemini_otel.instrument(meter_provider=provider)
provider.get_meter("mine").create_observable_gauge("slow", callbacks=[observe])
with FakeGemini() as gemini:
    client = gemini.client()
    collector = threading.Thread(target=reader.collect)
    collector.start()
    is_collecting.wait()
    child = os.fork()
    if not child:
        client.models.generate_content(model="gemini-3.5-flash", contents="x")
        tell()
        os._exit(0)
    is_forked.set()
    collector.join()
    assert 0 == os.waitpid(child, 0)[1]
"""


def test_lost_metrics() -> None:
    """A child that was forked in the middle of a collection has no metrics: a problem."""
    ((status, seen, _),) = run_program(_FORK, "metrics.lost", forks=True)

    assert ("problem", True) == (status, "has no metrics" in seen)
