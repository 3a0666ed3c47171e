"""Streams that nobody ends: the garbage collector takes them, or the interpreter's exit does."""

import gc
import json
from typing import Any

import pytest

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.accounts import paused_reply, read_events, read_totals, take
from tests.programs import PIPELINE, run
from tests.shapes import Caller


@pytest.mark.parametrize("settling", ["reading", "call"])
def test_a_stream_in_a_reference_cycle_is_counted_once(
    stream_call: Caller, settling: str, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """One that the garbage collector takes is settled at the next metrics reading or call."""
    gemini.queue(paused_reply(), model="cycle")
    client: Any = gemini.client()
    _put_into_cycle(stream_call, client)

    gc.collect()
    stream_call.settle()
    if settling == "call":
        client.models.count_tokens(model="other", contents="x")
    else:
        telemetry.total("gemini.client.tokens")

    ended = [span for span in telemetry.spans if span.name == "generate_content cycle"]
    assert ["collected"] == [span.attributes["gemini.stream.end"] for span in ended]
    assert gemini.totals() == read_totals(telemetry) == read_events(telemetry)


def _put_into_cycle(caller: Caller, client: Any) -> None:
    reader = caller.open(client, model="cycle")
    take(reader, 2)
    cycle: list[object] = [reader.stream]
    cycle.append(cycle)


def test_nothing_is_recorded_inside_a_collection(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """While the garbage collector runs, the end of a stream is only noted."""
    gemini.queue(paused_reply(), model="cycle")
    caller = Caller.of("stream")
    client: Any = gemini.client()
    _put_into_cycle(caller, client)

    gc.collect()
    during = telemetry.spans
    telemetry.total("gemini.client.tokens")

    assert [] == during
    assert 1 == len(telemetry.spans)


def test_streams_open_at_exit_are_counted_once() -> None:
    """A half-read stream, and one in a cycle, are recorded at exit, in silence."""
    program = """
atexit.register(report)
instrument()
half_read = open_stream()
gc.disable()
put_into_cycle()
put_into_cycle()
gc.enable(), gc.collect()
"""
    done = run(PIPELINE + program)
    # CPython 3.13.0 itself crashes at exit over a half-read stream.
    bare = run(PIPELINE + program.replace("instrument()\n", "", 1))

    told = json.loads(done.output)
    assert ["collected", "collected", "exited"] == told["ends"]
    assert 3 * ["gemini.usage"] == told["events"]
    assert told["served"] == told["tokens"] > 0
    assert ("", bare.code) == (done.errors, done.code)


def test_a_collection_under_a_lock_does_not_hang() -> None:
    """The garbage collector may run while a thread holds any lock of a telemetry pipeline."""
    program = """
from opentelemetry.sdk._logs import LogRecordProcessor
from opentelemetry.sdk.trace import SpanProcessor

lock = threading.Lock()

class Spans(SpanProcessor):
    def on_end(self, span):
        with lock:
            pass

class Logs(LogRecordProcessor):
    def on_emit(self, record):
        with lock:
            pass
    def shutdown(self): pass
    def force_flush(self, timeout_millis=0): return True

def tool(city: str) -> str:
    return city

tracing.add_span_processor(Spans())
journal.add_log_record_processor(Logs())
logging.getLogger("google_genai").setLevel(logging.ERROR)  # it warns of tools in `models`
instrument()
gc.disable()
put_into_cycle()
put_into_cycle(config={"tools": [tool]})
with lock:
    gc.collect()
print(len(spans.get_finished_spans()), end=" ")
total("gemini.client.tokens")
print(len(spans.get_finished_spans()))
"""
    done = run(PIPELINE + program)

    assert ("0 3\n", "", 0) == done


def test_a_signal_handler_may_read_the_totals() -> None:
    """A handler that collects in the middle of a call neither hangs it nor loses a token."""
    program = """
import signal
instrument(semconv="none")  # the SDK's own histograms hold a lock while they are recorded
readings = []

def read(*_):
    readings.append(total("gemini.client.tokens"))
    signal.setitimer(signal.ITIMER_REAL, 0.002)  # not before: the SDK does not nest collections

signal.signal(signal.SIGALRM, read)
read()
for _ in range(150):
    client.models.generate_content(model="gemini-3.5-flash", contents="x")
signal.signal(signal.SIGALRM, signal.SIG_IGN)
print(total("gemini.client.tokens"), readings == sorted(readings), len(readings) > 20)
"""
    done = run(PIPELINE + program)

    assert (f"{150 * 19} True True\n", "", 0) == done
