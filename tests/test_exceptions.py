"""What goes wrong reaches the program as the very exception it would be without us."""

import asyncio
import importlib
import importlib.util
import traceback
from collections.abc import Callable
from typing import Any, Final

import pytest
from google.genai import errors

from gemini_otel.testing import Answer, Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch, describe, play_twice
from tests.shapes import MODEL, Caller


class MineError(Exception):
    """An exception of the app's own."""


_ANSWERS: Final[dict[str, Answer]] = {
    "quota": faults.free_tier_used_up(),
    "key": faults.api_key_invalid(),
    "missing model": faults.model_not_found(),
    "overloaded": faults.overloaded(),
    "not JSON": Reply.raw(b"{", status=200),
    "an error that is not JSON": Reply.raw(b"gone", status=502, content_type="text/plain"),
    "malformed": Reply("abc", breaks=Break.malformed(after=1)),
    "in the middle": Reply("abc", breaks=Break.error(faults.internal(), after=1)),
    "cut": Reply("abc", breaks=Break.cut(after=1)),
}


def _details(error: BaseException | None) -> object:
    names = ("code", "status", "message", "details")
    return error and [getattr(error, name, None) for name in names]


@pytest.mark.parametrize("answer", _ANSWERS.values(), ids=_ANSWERS)
def test_an_error_is_the_same(call: Caller, answer: Answer) -> None:
    """Its type, its words, its fields, what it follows from, and the chunks that came before."""

    def script(gemini: FakeGemini) -> Any:
        came: list[object] = []
        client = gemini.client()
        error = catch(lambda: call.ask(client, came.append))
        return came, describe(error), _details(error)

    both = play_twice(script, [answer])

    assert both.bare == both.watched
    assert both.bare[1]
    assert "ERROR" == both.telemetry.span().status


@pytest.mark.parametrize(
    "options",
    [{"config": {"temperature": "hot"}}, {"contents": object()}, {"model": 7}],
    ids=["config", "contents", "model"],
)
def test_what_the_sdk_refuses_is_the_same(call: Caller, options: dict[str, Any]) -> None:
    """Wrong arguments fail as they do without us, and nothing is sent."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client()
        error = catch(lambda: call.ask(client, **options))
        return type(error), _without_addresses(error), len(gemini.requests)

    both = play_twice(script)

    assert both.bare == both.watched
    assert 0 == both.bare[2]


def _without_addresses(error: BaseException | None) -> str:
    return str(error).partition(" at 0x")[0]


def test_an_exception_keeps_its_context(call: Caller, telemetry: Telemetry) -> None:
    """Raised while the app handles another one, it points to that one and to nothing of ours."""
    earlier = MineError("earlier")

    with FakeGemini() as gemini:
        gemini.queue(faults.overloaded())
        client = gemini.client()
        try:
            raise earlier
        except MineError:
            later = catch(lambda: call.ask(client))

    contexts: list[BaseException] = []
    while later is not None:
        contexts.append(later)
        later = later.__context__
    assert isinstance(contexts[0], errors.ServerError)
    assert earlier is contexts[-1]
    assert telemetry.spans


def _transport(fail: Callable[[], None], *, is_async: bool) -> Any:
    """A transport of the app's own, of whichever HTTP library the SDK has."""
    http: Any = importlib.import_module("httpx2" if importlib.util.find_spec("httpx2") else "httpx")

    class Sync(http.BaseTransport):  # type: ignore[misc]  # one library or the other
        def handle_request(self, _request: object) -> Any:
            fail()

    class Async(http.AsyncBaseTransport):  # type: ignore[misc]  # one library or the other
        async def handle_async_request(self, _request: object) -> Any:
            fail()

    return Async() if is_async else Sync()


@pytest.mark.parametrize(
    "mine",
    [MineError("mine", 7), KeyboardInterrupt(), SystemExit(3)],
    ids=["exception", "interrupt", "exit"],
)
def test_an_exception_of_the_apps_arrives_as_the_very_object(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry, mine: BaseException
) -> None:
    """From the app's own transport: the same object, its traceback ending in the app's code."""

    def fail() -> None:
        raise mine

    name = "async_client_args" if call.is_async else "client_args"
    transport = _transport(fail, is_async=call.is_async)
    client = gemini.client(http_options={name: {"transport": transport}})

    caught = catch(lambda: call.ask(client))

    assert caught is mine
    assert mine.__context__ is None
    assert mine.__cause__ is None
    assert "fail" == traceback.extract_tb(mine.__traceback__)[-1].name
    assert "ERROR" == telemetry.span().status
    mine.__traceback__ = None


def test_a_cancellation_keeps_its_words(async_call: Caller) -> None:
    """`task.cancel("enough")` arrives as a `CancelledError` that says so."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client()

        async def leave() -> Any:
            task = asyncio.ensure_future(async_call.ask_async(client))
            while not gemini.requests:  # noqa: ASYNC110 - what the server has is no event here
                await asyncio.sleep(0)
            task.cancel("enough")
            await asyncio.wait([task])
            return task.cancelled(), [str(error) for error in [await _outcome(task)]]

        return async_call.run(leave())

    both = play_twice(script, [Reply("late", delay=60)])

    assert both.bare == both.watched
    assert both.bare[0]
    assert "cancelled" == both.telemetry.span().attributes["gemini.error.class"]


async def _outcome(task: "asyncio.Future[Any]") -> BaseException | None:
    try:
        await task
    except asyncio.CancelledError as error:
        return error
    return None


def test_a_timeout_is_the_same(async_call: Caller) -> None:
    """`asyncio.wait_for` gives up as it does without us."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client()
        error = catch(
            lambda: async_call.run(asyncio.wait_for(async_call.ask_async(client), timeout=0.2))
        )
        return type(error), str(error)

    both = play_twice(script, [Reply("late", delay=60)])

    assert both.bare == both.watched
    assert asyncio.TimeoutError is both.bare[0]


@pytest.mark.parametrize("name", ["generate_content", "generate_content_stream", "count_tokens"])
def test_positional_arguments_are_refused_in_the_same_words(name: str) -> None:
    """A `TypeError` names the SDK's method and counts the arguments as Python does."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client()
        sync, asynchronous = getattr(client.models, name), getattr(client.aio.models, name)
        return [
            describe(catch(lambda method=method: method(MODEL, "Hello?")))  # type: ignore[misc]
            for method in (sync, asynchronous)
        ]

    both = play_twice(script)

    assert both.bare == both.watched
    assert all(TypeError is kind for kind, *_ in both.bare)
