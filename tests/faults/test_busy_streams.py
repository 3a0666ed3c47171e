"""A stream that is used while it works refuses, as without us, and is counted to its end."""

import asyncio
import gc
import json
import threading
from collections.abc import Callable
from typing import Any, Final

import pytest

from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.accounts import read_totals
from tests.comparison import catch, describe
from tests.faults.answers import pack
from tests.faults.pipe import Bytes, Pipe
from tests.renaming import rename_private
from tests.shapes import MODEL


_USES: Final[dict[str, Callable[[Any], Any]]] = {
    "close": lambda stream: stream.close(),
    "next": next,
    "send": lambda stream: stream.send(None),
    "throw": lambda stream: stream.throw(KeyError("mine")),
}
_ASYNC_USES: Final[dict[str, Callable[[Any], Any]]] = {
    "close": lambda stream: stream.aclose(),
    "next": anext,
    "send": lambda stream: stream.asend(None),
    "throw": lambda stream: stream.athrow(KeyError("mine")),
}


def answer_growing() -> Bytes:
    """Four chunks, of which each says that one token more was written."""
    bodies = [
        json.dumps(
            {
                "candidates": [{"content": {"parts": [{"text": "a"}], "role": "model"}}],
                "usageMetadata": {
                    "promptTokenCount": 9,
                    "candidatesTokenCount": count,
                    "totalTokenCount": 9 + count,
                },
            }
        ).encode()
        for count in range(1, 5)
    ]
    return pack(bodies, is_stream=True)


def _use_from_another_thread(use: Callable[[Any], Any], config: Any) -> Any:
    pipe, met, streams = Pipe(answer_growing()), list[object](), list[Any]()

    def disturb() -> None:
        if pipe.pieces == 2:
            thread = threading.Thread(
                target=lambda: met.append(describe(catch(lambda: use(streams[0]))))
            )
            thread.start()
            thread.join()

    pipe.on_piece = disturb
    client = pipe.connect()
    streams.append(client.models.generate_content_stream(**_asked(config)))
    return len(list(streams[0])), met


async def _use_from_another_task(use: Callable[[Any], Any], config: Any) -> Any:
    pipe = Pipe(answer_growing(), is_slow=True)
    client = pipe.connect()
    stream = await client.aio.models.generate_content_stream(**_asked(config))
    await anext(stream)
    task = asyncio.ensure_future(_take(stream))
    await asyncio.sleep(0)
    error = None
    try:
        await use(stream)
    except Exception as caught:  # noqa: BLE001 - it is compared
        error = caught
    return await task, describe(error)


def _asked(config: Any) -> dict[str, Any]:
    return {"model": MODEL, "contents": "x", "config": config}


async def _take(stream: Any) -> int:
    return len([chunk async for chunk in stream])


def look_up(city: str) -> str:
    """Looks a city up."""
    return city.upper()


@pytest.fixture(params=["plain", "tools", "unknown SDK"])
def config(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """With tools, and on an SDK we do not know, the app holds the very stream that we observe."""
    if request.param == "unknown SDK":
        rename_private(monkeypatch)
    return {"tools": [look_up]} if request.param == "tools" else None


def _check(telemetry: Telemetry) -> None:
    totals = read_totals(telemetry)
    assert (9, 4) == (totals["uncached_prompt"], totals["candidates"])
    assert "exhausted" == telemetry.span("generate").attributes["gemini.stream.end"]
    assert {"UNSET"} == {span.status for span in telemetry.spans}


@pytest.mark.parametrize("name", _USES)
def test_a_stream_used_by_another_thread_goes_on(name: str, config: Any) -> None:
    """It refuses with `ValueError`, its own reader gets every chunk, and all is counted, once."""
    bare: Any = _use_from_another_thread(_USES[name], config)
    with record_telemetry() as telemetry:
        watched = _use_from_another_thread(_USES[name], config)

    assert bare == watched
    assert (4, ValueError) == (bare[0], bare[1][0][0])
    _check(telemetry)


@pytest.mark.parametrize("name", _ASYNC_USES)
def test_a_stream_used_by_another_task_goes_on(name: str, config: Any) -> None:
    """It refuses with `RuntimeError`, its own reader gets every chunk, and all is counted, once."""
    bare: Any = asyncio.run(_use_from_another_task(_ASYNC_USES[name], config))
    with record_telemetry() as telemetry:
        watched = asyncio.run(_use_from_another_task(_ASYNC_USES[name], config))

    assert bare == watched
    assert (3, RuntimeError) == (bare[0], bare[1][0])
    _check(telemetry)


@pytest.mark.parametrize("name", ["close", "throw"])
def test_another_thread_ends_an_idle_stream(name: str, config: Any) -> None:
    """What came until then is counted, once, and its own reader finds it at its end."""

    def work() -> object:
        client = Pipe(answer_growing()).connect()
        stream: Any = client.models.generate_content_stream(**_asked(config))
        chunks, met = [next(stream), next(stream)], list[object]()
        thread = threading.Thread(
            target=lambda: met.append(describe(catch(lambda: _USES[name](stream))))
        )
        thread.start()
        thread.join()
        return len(chunks), met, list(stream)

    bare = work()
    with record_telemetry() as telemetry:
        watched = work()
        gc.collect()  # the exception may hold what is below the stream in a cycle

    totals = read_totals(telemetry)
    assert bare == watched
    assert (9, 2) == (totals["uncached_prompt"], totals["candidates"])
    assert 1 == telemetry.total("gemini.client.calls") == len(telemetry.events("gemini.usage"))
