"""However a program leaves an answer, it gives one span, one usage event, and is counted once."""

import asyncio
import concurrent.futures
import contextvars
import gc
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gemini_otel.testing import Break, FakeGemini, Reply, faults, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.programs import PIPELINE, run
from tests.shapes import Caller, Reader


# The SDK leaves the connection of an abandoned stream open under aiohttp, with us or without.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed connection:ResourceWarning")

_USAGE = {"prompt": 40, "cached": 15, "tool_use": 6, "thoughts": 9, "candidates": 12}
_KINDS = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")


def _reply(breaks: Break | None = None) -> Reply:
    """Four chunks of which each has a running total, so that a chunk too few is a count too low."""
    return Reply([parts.thought("hm"), "abcdef"], usage=_USAGE, chunks=4, breaks=breaks)


def _paused() -> Reply:
    """The same, of which only two chunks are ever written."""
    return _reply(Break.pause(threading.Event(), after=2))


def _tokens(telemetry: Telemetry) -> dict[str, int]:
    return {
        kind: int(telemetry.total("gemini.client.tokens", **{"gemini.token.kind": kind}))
        for kind in _KINDS
    }


def _told(telemetry: Telemetry) -> dict[str, int]:
    """The tokens of all usage events by kind."""
    told = dict.fromkeys(_KINDS, 0)
    for event in telemetry.events("gemini.usage"):
        for name, tokens in event.attributes.items():
            if name.startswith("gemini.usage.tokens."):
                told[name.split(".")[3]] += tokens
    return told


def _check_once(gemini: FakeGemini, telemetry: Telemetry, end: str, *, is_complete: bool) -> None:
    assert gemini.totals() == _tokens(telemetry) == _told(telemetry)
    assert 1 == telemetry.total("gemini.client.calls")
    assert is_complete is telemetry.event("gemini.usage").attributes["gemini.usage.complete"]
    span = telemetry.span()
    assert (end, is_complete) == (
        span.attributes["gemini.stream.end"],
        span.attributes["gemini.usage.complete"],
    )


def _take(reader: Iterator[object], count: int) -> None:
    for _ in range(count):
        next(reader)


def _read_all(reader: Reader) -> None:
    for _ in reader:
        pass


def _break_off(reader: Reader) -> None:
    _take(reader, 2)


def _close(reader: Reader) -> None:
    _take(reader, 2)
    reader.close()


def _throw(reader: Reader) -> None:
    _take(reader, 2)
    thrown = catch(lambda: reader.throw(KeyError("mine")))
    assert thrown is not None
    thrown.__traceback__ = None  # its frames keep the SDK's inner streams alive


@pytest.mark.parametrize(
    ("reply", "leave", "end", "is_complete"),
    [
        pytest.param(_reply(), _read_all, "exhausted", True, id="read out"),
        pytest.param(_reply(), lambda reader: _take(reader, 4), "collected", True, id="all read"),
        pytest.param(_paused(), _break_off, "collected", False, id="broken off"),
        pytest.param(_paused(), _close, "collected", False, id="closed"),
        pytest.param(_paused(), _throw, "collected", False, id="thrown into"),
    ],
)
def test_a_stream_is_counted_once_however_it_is_left(
    stream_call: Caller,
    reply: Reply,
    leave: Callable[[Reader], None],
    end: str,
    is_complete: bool,
    gemini: FakeGemini,
    telemetry: Telemetry,
) -> None:
    """What the server wrote is what is counted; usage that may have grown on is marked."""
    gemini.queue(reply)
    reader = stream_call.open(gemini.client())

    leave(reader)
    reader.drop()

    _check_once(gemini, telemetry, end, is_complete=is_complete)


@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param(Break.cut(after=2), id="cut"),
        pytest.param(Break.error(faults.internal(), after=2), id="error"),
        pytest.param(Break.malformed(after=2), id="malformed"),
    ],
)
def test_a_broken_stream_is_counted_once(
    stream_call: Caller, breaks: Break, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """What came before the break is counted, and the error is on the span."""
    gemini.queue(_reply(breaks))

    error = catch(lambda: stream_call.ask(gemini.client()))

    assert isinstance(error, Exception)
    _check_once(gemini, telemetry, "failed", is_complete=False)
    assert "ERROR" == telemetry.span().status
    assert telemetry.span().attributes["error.type"]


def test_a_stream_that_breaks_at_once_is_not_billed(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Refused before its first chunk: a call and a span, but no usage event and no tokens."""
    gemini.queue(faults.overloaded())

    catch(lambda: stream_call.ask(gemini.client()))

    assert 1 == telemetry.total("gemini.client.calls", **{"error.type": "503"})
    assert "failed" == telemetry.span().attributes["gemini.stream.end"]
    assert [] == telemetry.events("gemini.usage")
    assert 0 == telemetry.total("gemini.client.tokens")


@pytest.mark.parametrize("way", ["cancel", "timeout"])
def test_a_cancelled_stream_is_counted_once(
    way: str, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A task cancelled between two chunks, by hand or by a timeout, ends its stream at once."""
    gemini.queue(_paused())
    caller = Caller.of("async-stream")
    client = gemini.client()

    async def leave() -> object:
        came: asyncio.Queue[object] = asyncio.Queue()
        task = asyncio.ensure_future(caller.ask_async(client, came.put_nowait))
        await came.get()
        await came.get()
        if way == "timeout":
            return await asyncio.wait_for(task, 0.01)
        task.cancel("enough")
        return await task

    error = catch(lambda: caller.run(leave()))
    caller.close()

    assert isinstance(error, asyncio.TimeoutError if way == "timeout" else asyncio.CancelledError)
    _check_once(gemini, telemetry, "cancelled", is_complete=False)


def test_a_cancelled_call_is_one_call(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A whole answer that was not waited for: one span, one call, and no tokens, for none came."""
    gemini.queue(Reply("late", hold=threading.Event()))
    caller = Caller.of("async-whole")
    client = gemini.client()

    async def leave() -> object:
        return await asyncio.wait_for(caller.ask_async(client), 0.2)

    error = catch(lambda: caller.run(leave()))
    caller.close()

    assert isinstance(error, asyncio.TimeoutError)
    assert "cancelled" == telemetry.span().attributes["gemini.error.class"]
    assert 1 == telemetry.total("gemini.client.calls")
    assert 0 == telemetry.total("gemini.client.tokens")


@pytest.mark.parametrize("settling", ["reading", "call"])
def test_a_stream_in_a_reference_cycle_is_counted_once(
    stream_call: Caller, settling: str, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """One that the garbage collector takes is settled at the next metrics reading or call."""
    gemini.queue(_paused(), model="cycle")
    client = gemini.client()
    _put_into_cycle(stream_call, client)

    gc.collect()
    stream_call.settle()
    if settling == "call":
        client.models.count_tokens(model="other", contents="x")
    else:
        telemetry.total("gemini.client.tokens")

    ended = [span for span in telemetry.spans if span.name == "generate_content cycle"]
    assert ["collected"] == [span.attributes["gemini.stream.end"] for span in ended]
    assert gemini.totals() == _tokens(telemetry) == _told(telemetry)


def _put_into_cycle(caller: Caller, client: Any) -> None:
    reader = caller.open(client, model="cycle")
    _take(reader, 2)
    cycle: list[object] = [reader.stream]
    cycle.append(cycle)


def test_nothing_is_recorded_inside_a_collection(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """While the garbage collector runs, the end of a stream is only noted."""
    gemini.queue(_paused(), model="cycle")
    caller = Caller.of("stream")
    client = gemini.client()
    _put_into_cycle(caller, client)

    gc.collect()
    during = telemetry.spans
    telemetry.total("gemini.client.tokens")

    assert [] == during
    assert 1 == len(telemetry.spans)


def test_a_stream_is_read_in_other_contexts(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Each step in a copy of the context, as web frameworks read a stream."""
    gemini.queue(_reply())
    reader = stream_call.open(gemini.client())

    while contextvars.copy_context().run(next, reader, None) is not None:
        pass
    reader.drop()

    _check_once(gemini, telemetry, "exhausted", is_complete=True)


def test_a_stream_is_read_in_other_threads(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Each step in a thread of its own."""
    gemini.queue(_reply())
    caller = Caller.of("stream")
    reader = caller.open(gemini.client())

    while True:
        with concurrent.futures.ThreadPoolExecutor(1) as thread:
            if thread.submit(next, reader, None).result() is None:
                break

    _check_once(gemini, telemetry, "exhausted", is_complete=True)


def test_a_stream_is_dropped_in_another_thread(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Read here, forgotten there."""
    gemini.queue(_paused())
    caller = Caller.of("stream")
    left = [caller.open(gemini.client())]
    _take(left[0], 2)

    thread = threading.Thread(target=left.clear)
    thread.start()
    thread.join()

    _check_once(gemini, telemetry, "collected", is_complete=False)


def test_concurrent_calls_are_each_counted_once(
    async_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Fifty calls at once in one loop: fifty spans, fifty events, every token."""
    client = gemini.client()

    async def ask_all() -> None:
        await asyncio.gather(*(async_call.ask_async(client) for _ in range(50)))

    async_call.run(ask_all())

    assert 50 * 19 == sum(_tokens(telemetry).values())
    assert gemini.totals() == _tokens(telemetry) == _told(telemetry)
    assert 50 == len(telemetry.spans) == len(telemetry.events("gemini.usage"))
    assert 50 == len({span.trace_id for span in telemetry.spans})


def test_concurrent_threads_are_each_counted_once(
    gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Eight threads with one client while a ninth reads the metrics: every token, once."""
    client, is_over = gemini.client(), threading.Event()

    def read_metrics() -> None:
        while not is_over.is_set():
            telemetry.total("gemini.client.tokens")

    reader = threading.Thread(target=read_metrics)
    reader.start()
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        for _ in range(48):
            threads.submit(Caller.of("stream").ask, client)
    is_over.set()
    reader.join()

    assert 48 * 19 == sum(_tokens(telemetry).values())
    assert gemini.totals() == _tokens(telemetry) == _told(telemetry)


def test_streams_open_at_exit_are_counted_once() -> None:
    """A half-read stream, and one in a cycle, are recorded when the interpreter ends, in silence."""
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

    told = json.loads(done.output)
    assert ["collected", "collected", "exited"] == told["ends"]
    assert 3 * ["gemini.usage"] == told["events"]
    assert told["served"] == told["tokens"] > 0
    assert ("", 0) == (done.errors, done.code)


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
    client.models.generate_content(model="m", contents="x")
signal.signal(signal.SIGALRM, signal.SIG_IGN)
print(total("gemini.client.tokens"), readings == sorted(readings), len(readings) > 20)
"""
    done = run(PIPELINE + program)

    assert (f"{150 * 19} True True\n", "", 0) == done
