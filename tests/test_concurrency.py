"""Streams read elsewhere, and many calls at once: each is still told and counted once."""

import asyncio
import concurrent.futures
import contextvars
import threading
from typing import Any

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.accounts import check_once, paused_reply, read_events, read_totals, take, whole_reply
from tests.shapes import MODEL, Caller


def test_a_stream_is_read_in_other_contexts(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Each step in a copy of the context, as web frameworks read a stream."""
    gemini.queue(whole_reply())
    reader = stream_call.open(gemini.client())

    while contextvars.copy_context().run(next, reader, None) is not None:
        pass
    reader.drop()

    check_once(gemini, telemetry, "exhausted", is_complete=True)


def test_a_stream_is_read_in_other_threads(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Each step in a thread of its own."""
    gemini.queue(whole_reply())
    caller = Caller.of("stream")
    reader = caller.open(gemini.client())

    while True:
        with concurrent.futures.ThreadPoolExecutor(1) as thread:
            if thread.submit(next, reader, None).result() is None:
                break

    check_once(gemini, telemetry, "exhausted", is_complete=True)


def test_a_stream_is_dropped_in_another_thread(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Read here, forgotten there."""
    gemini.queue(paused_reply())
    caller = Caller.of("stream")
    left = [caller.open(gemini.client())]
    take(left[0], 2)

    thread = threading.Thread(target=left.clear)
    thread.start()
    thread.join()

    check_once(gemini, telemetry, "collected", is_complete=False)


def test_concurrent_calls_are_each_counted_once(
    async_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Fifty calls at once in one loop: fifty spans, fifty events, every token."""
    client = gemini.client()

    async def ask_all() -> None:
        await asyncio.gather(*(async_call.ask_async(client) for _ in range(50)))

    async_call.run(ask_all())

    assert 50 * 19 == sum(read_totals(telemetry).values())
    assert gemini.totals() == read_totals(telemetry) == read_events(telemetry)
    assert 50 == len(telemetry.spans) == len(telemetry.events("gemini.usage"))
    assert 50 == len({span.trace_id for span in telemetry.spans})


def test_concurrent_threads_are_each_counted_once(gemini: FakeGemini, telemetry: Telemetry) -> None:
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

    assert 48 * 19 == sum(read_totals(telemetry).values())
    assert gemini.totals() == read_totals(telemetry) == read_events(telemetry)


def test_a_stream_half_read_when_its_loop_ends_is_counted_once(
    gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """`asyncio.run` closes what is left open."""
    gemini.queue(paused_reply())
    client: Any = gemini.client()
    left: list[object] = []

    async def read_some() -> None:
        stream = await client.aio.models.generate_content_stream(model=MODEL, contents="Hello?")
        left.append(stream)
        await anext(stream)
        await anext(stream)

    asyncio.run(read_some())

    check_once(gemini, telemetry, "collected", is_complete=False)
