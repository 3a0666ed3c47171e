"""Totals across the life of processes: without an SDK, before one, after a fork, at the end."""

import json
from typing import Any, Final

import pytest

from tests.programs import run


_CALLING: Final = """
import json, os, sys
import gemini_otel
from gemini_otel.testing import FakeGemini

question = {"model": "gemini-3.5-flash", "contents": "Hello?"}

def ask(client, times=1):
    for _ in range(times):
        client.models.generate_content(**question)
"""

_READING: Final = """
from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import Histogram, MeterProvider, ObservableCounter
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader

def collect(reader):
    data = reader.get_metrics_data()
    return [
        [scope.scope.attributes.get("gemini.fork.depth", 0), point.value]
        for resource in (data.resource_metrics if data else ())
        for scope in resource.scope_metrics
        for metric in scope.metrics if metric.name == "gemini.client.calls"
        for point in metric.data.data_points
    ]
"""


def _outcome(program: str, **env: str) -> Any:
    done = run(program, env=env)

    assert (0, "") == (done.code, done.errors)
    return json.loads(done.output)


def test_without_an_sdk_nothing_breaks() -> None:
    """With only OpenTelemetry's API configured, calls, streams, tools and errors go on silently."""
    program = f"""{_CALLING}
import logging
logging.disable()
gemini_otel.instrument(semconv="both", capture_content="SPAN_AND_EVENT")
from gemini_otel.testing import Reply, faults, parts

def add(a: int, b: int) -> int:
    return a + b

with FakeGemini() as gemini:
    client = gemini.client()
    ask(client)
    chunks = list(client.models.generate_content_stream(**question))
    gemini.queue(Reply(parts.function_call("add", {{"a": 1, "b": 2}})), faults.overloaded())
    try:
        client.models.generate_content(**question, config={{"tools": [add]}})
    except Exception as error:
        code = error.code
    client.models.embed_content(model="gemini-embedding-001", contents="Hello?")
    gemini_otel.uninstrument()
    ask(client)
    from gemini_otel import _guard
    print(json.dumps([len(chunks), code, dict(_guard.faults)]))
"""

    assert [3, 503, {}] == _outcome(program)


def test_calls_before_the_provider_is_set_are_counted() -> None:
    """A program may set its provider after `instrument()` and after its first calls."""
    program = f"""{_CALLING}{_READING}
gemini_otel.instrument()
with FakeGemini() as gemini:
    client = gemini.client()
    ask(client, 2)
    reader = InMemoryMetricReader()
    set_meter_provider(MeterProvider([reader]))
    ask(client, 3)
    first = collect(reader)
    gemini_otel.uninstrument()
    gemini_otel.instrument()
    ask(client, 1)
    print(json.dumps([first, collect(reader)]))
"""

    assert [[[0, 5]], [[0, 6]]] == _outcome(program)


_FORK: Final = """
with FakeGemini() as gemini:
    client = gemini.client()
    ask(client, 3)
    before = collect(reader)
    into, out = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        untouched = collect(reader)
        own = gemini.client()
        ask(own, 2)
        first = collect(reader)
        ask(own, 1)
        os.write(out[1], json.dumps([untouched, first, collect(reader)]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    ask(client, 4)
    told = json.loads(os.read(out[0], 10_000))
    print(json.dumps({"before": before, "child": told, "after": collect(reader)}))
"""


def test_a_forked_child_counts_from_zero() -> None:
    """It repeats nothing of its parent's, is told apart by its depth, and the parent goes on."""
    program = f"""{_CALLING}{_READING}
import warnings; warnings.simplefilter("ignore")
reader = InMemoryMetricReader()
gemini_otel.instrument(meter_provider=MeterProvider([reader]))
{_FORK}"""

    assert {
        "before": [[0, 3]],
        "child": [[], [[1, 2]], [[1, 3]]],
        "after": [[0, 7]],
    } == _outcome(program)


def test_a_forked_child_has_no_negative_step() -> None:
    """Under delta temporality it tells what it did, and the parent what it did since."""
    program = f"""{_CALLING}{_READING}
import warnings; warnings.simplefilter("ignore")
reader = InMemoryMetricReader({{ObservableCounter: AggregationTemporality.DELTA}})
gemini_otel.instrument(meter_provider=MeterProvider([reader]))
{_FORK}"""

    outcome = _outcome(program)

    assert {"before": [[0, 3]], "after": [[0, 4]]} == {
        name: outcome[name] for name in ("before", "after")
    }
    assert [[], [[1, 2]], [[1, 1]]] == outcome["child"]


_IN_CHILD: Final = f"""{_CALLING}{_READING}
import threading, warnings; warnings.simplefilter("ignore")
gemini_otel.instrument()
reader = InMemoryMetricReader()
provider = MeterProvider([reader], shutdown_on_exit=False)
is_collecting, may_end = threading.Event(), threading.Event()

def observe(_options):
    is_collecting.set()
    may_end.wait()
    return ()

with FakeGemini() as gemini:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        sys.exit()
    set_meter_provider(provider)
    client = gemini.client()
"""


def test_a_child_whose_own_provider_is_slow_loses_no_total() -> None:
    """Calls that end during a slow collection do not wait for it, and are told by the next one."""
    program = f"""{_IN_CHILD}
    provider.get_meter("mine").create_observable_gauge("slow", callbacks=[observe])
    collecting = threading.Thread(target=collect, args=[reader])
    collecting.start()
    is_collecting.wait()
    ask(client, 2)
    may_end.set()
    for thread in threading.enumerate()[1:]:
        thread.join()
    ask(client)
    print(json.dumps(collect(reader)))
"""

    done = run(program, forks=True)

    assert [[1, 3]] == json.loads(done.output)
    assert 1 == done.errors.count("event='meter_provider_does_not_answer'")


def test_a_child_that_can_start_no_thread_has_its_totals() -> None:
    """As at the exit of some interpreters, and where a container has all the threads it may."""
    program = f"""{_IN_CHILD}
    def refuse(thread):
        raise RuntimeError("can't create new thread at interpreter shutdown")

    threading.Thread.start = refuse
    ask(client)
    print(json.dumps(collect(reader)))
"""

    done = run(program, forks=True)

    assert ("", [[1, 1]]) == (done.errors, json.loads(done.output))


def test_a_stream_open_at_a_fork_is_counted_by_the_parent_alone() -> None:
    """The child inherits the object, not the call: its end there tells nothing."""
    program = f"""{_CALLING}{_READING}
import warnings; warnings.simplefilter("ignore")
reader = InMemoryMetricReader()
gemini_otel.instrument(meter_provider=MeterProvider([reader]))
with FakeGemini() as gemini:
    client = gemini.client()
    stream = client.models.generate_content_stream(**question)
    next(stream)
    into, out = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        del stream
        from gemini_otel._capture._generation_stream import end_live_streams
        end_live_streams()
        os.write(out[1], json.dumps(collect(reader)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    rest = list(stream)
    told = json.loads(os.read(out[0], 10_000))
    print(json.dumps([told, collect(reader)]))
"""

    assert [[], [[0, 1]]] == _outcome(program)


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("", id="the end of the program"),
        pytest.param("provider.shutdown()", id="an explicit shutdown"),
        pytest.param("provider.force_flush(); os._exit(0)", id="a flush and a hard exit"),
    ],
)
def test_the_last_export_has_every_total(ending: str) -> None:
    """A first value that was held behind its zero is told before the process is gone."""
    program = f"""{_CALLING}{_READING}
from opentelemetry.sdk.metrics.export import (
    MetricExporter, MetricExportResult, PeriodicExportingMetricReader,
)

class Exporter(MetricExporter):
    def export(self, data, timeout_millis=10_000, **kwargs):
        for resource in data.resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    if metric.name == "gemini.client.calls":
                        for point in metric.data.data_points:
                            print(json.dumps(point.value), flush=True)
        return MetricExportResult.SUCCESS
    def force_flush(self, timeout_millis=10_000):
        return True
    def shutdown(self, timeout_millis=30_000, **kwargs):
        pass

provider = MeterProvider([PeriodicExportingMetricReader(Exporter(), 3_600_000)])
gemini_otel.instrument(meter_provider=provider)
with FakeGemini() as gemini:
    ask(client := gemini.client(), 3)
{ending}
"""

    done = run(program)

    assert (0, "") == (done.code, done.errors)
    assert "3" == done.output.split()[-1]
