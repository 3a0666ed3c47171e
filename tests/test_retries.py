"""With the SDK's own retries a call is one span, and every attempt it took is told."""

import asyncio
from typing import Any, Final

import pytest
from google.genai import __version__ as sdk_version

from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch, describe, play_twice
from tests.leaving import leave_at_rest
from tests.shapes import MODEL, Caller


_DELAY_S: Final = 0.01
_RETRIES: Final[dict[str, Any]] = {
    "retry_options": {
        "attempts": 3,
        "initial_delay": _DELAY_S,
        "max_delay": _DELAY_S,
        "jitter": 0.0,
    }
}
_LONG: Final = {"attempts": 4, "max_delay": 600.0, "jitter": 0.0}
_WAITS: Final[dict[int, dict[str, Any]]] = {
    1: {**_LONG, "initial_delay": 600.0},
    2: {**_LONG, "initial_delay": _DELAY_S, "exp_base": 60_000.0},
}
"""By how many attempts fail before the SDK waits for ten minutes."""

_ASYNC_STREAMS_RETRY_FROM: Final = (1, 67)


@pytest.fixture(autouse=True)
def _only_where_the_sdk_retries(request: pytest.FixtureRequest) -> None:
    version = tuple(map(int, sdk_version.split(".")[:2]))
    name = getattr(request.node, "callspec", None) and request.node.callspec.id
    if version < _ASYNC_STREAMS_RETRY_FROM and "async-stream" in str(name):
        pytest.skip(f"google-genai {sdk_version} does not retry async streams")


def test_a_retried_call_is_one_call(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Two refusals, then an answer: one span without error, one usage event, tokens once."""
    gemini.queue(faults.overloaded(), faults.internal(), Reply("Hello."))

    call.ask(gemini.client(http_options=_RETRIES))

    span = telemetry.span(f"generate_content {MODEL}")
    assert 3 == len(gemini.requests)
    assert ("UNSET", 3) == (span.status, span.attributes["gemini.attempts"])
    assert 3 == telemetry.event("gemini.usage").attributes["gemini.attempts"]
    assert 1 == telemetry.total("gemini.client.calls")
    assert 19 == telemetry.total("gemini.client.tokens")


def test_each_failed_attempt_is_told(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Which attempt failed, why, and after how long the next one went out."""
    gemini.queue(faults.overloaded(), faults.requests_per_minute(), Reply("Hello."))

    call.ask(gemini.client(http_options=_RETRIES))

    events = telemetry.events("gemini.retry")
    assert [
        (1, "503", "overloaded", True),
        (2, "429", "rate_limited", True),
    ] == [
        (
            event.attributes["gemini.retry.attempt"],
            event.attributes["error.type"],
            event.attributes["gemini.error.class"],
            event.attributes["gemini.error.retryable"],
        )
        for event in events
    ]
    assert all(event.attributes["gemini.retry.delay_s"] >= _DELAY_S for event in events)
    assert {telemetry.span().span_id} == {event.span_id for event in events}


def test_retries_are_counted(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """The counter of retries tells them apart by what failed."""
    gemini.queue(faults.overloaded(), faults.overloaded(), Reply("Hello."))

    call.ask(gemini.client(http_options=_RETRIES))

    assert 2 == telemetry.total("gemini.client.retries", **{"error.type": "503"})
    assert 2 == telemetry.total("gemini.client.retries")


def test_the_last_failure_is_no_retry(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Three refusals of three: two retries, one failed call, one exception event."""
    gemini.queue(*(faults.overloaded() for _ in range(3)))

    error = catch(lambda: call.ask(gemini.client(http_options=_RETRIES)))

    assert error is not None
    assert 2 == telemetry.total("gemini.client.retries") == len(telemetry.events("gemini.retry"))
    assert 3 == telemetry.span().attributes["gemini.attempts"]
    assert "503" == telemetry.span().attributes["error.type"]
    assert telemetry.event("gen_ai.client.operation.exception")


@pytest.mark.parametrize("refused", [1, 2])
def test_an_attempt_is_told_where_the_call_is_left_before_the_next(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry, refused: int
) -> None:
    """A deadline above the SDK's retries ends the call while the API refuses: each refusal is told.

    The call's own failure is the deadline.
    """
    gemini.queue(*(faults.requests_per_minute() for _ in range(refused)), Reply("too late"))
    client = gemini.client(http_options={"retry_options": _WAITS[refused]})

    error = catch(lambda: leave_at_rest(call, client))

    assert error is not None
    assert refused == len(gemini.requests)
    events = [one.attributes for one in telemetry.events("gemini.retry")]
    assert [(n, "429") for n in range(1, refused + 1)] == [
        (one["gemini.retry.attempt"], one["error.type"]) for one in events
    ]
    assert refused == telemetry.total("gemini.client.quota.exceeded")
    assert refused == telemetry.total("gemini.client.retries", **{"error.type": "429"})
    assert "429" != telemetry.span().attributes["error.type"]


def test_a_first_attempt_that_succeeds_says_nothing(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Neither an attribute nor an event nor a count where nothing was retried."""
    call.ask(gemini.client(http_options=_RETRIES))

    assert "gemini.attempts" not in telemetry.span().attributes
    assert [] == telemetry.events("gemini.retry")
    assert 0 == telemetry.total("gemini.client.retries")


def test_retries_of_one_request_are_told(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Retry options in the call's own configuration count as the client's."""
    gemini.queue(faults.overloaded(), Reply("Hello."))

    call.ask(gemini.client(), config={"http_options": _RETRIES})

    assert 2 == telemetry.span().attributes["gemini.attempts"]


def test_embeddings_are_retried_alike(
    whole_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A retried request for embeddings is one span with its attempts, too."""
    gemini.queue(faults.overloaded(), Reply.embedding(usage={"prompt": 5}))
    client = gemini.client(http_options=_RETRIES)

    whole_call.use(client, "embed_content", model="gemini-embedding-001", contents="x")

    assert 2 == telemetry.span("embeddings").attributes["gemini.attempts"]
    assert 5 == telemetry.total("gemini.client.tokens")


def test_attempts_of_concurrent_calls_are_kept_apart(
    async_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Of two calls side by side only the one that was retried says so."""
    gemini.queue(faults.overloaded(), Reply("b"), model="retried")
    gemini.queue(Reply("a"), model="plain")
    client = gemini.client(http_options=_RETRIES)

    async def ask_both() -> None:
        await asyncio.gather(
            async_call.ask_async(client, model="retried"),
            async_call.ask_async(client, model="plain"),
        )

    async_call.run(ask_both())

    retried, plain = telemetry.span("generate_content ret"), telemetry.span("generate_content pla")
    assert 2 == retried.attributes["gemini.attempts"]
    assert "gemini.attempts" not in plain.attributes
    assert retried.span_id == telemetry.event("gemini.retry").span_id


def test_retries_are_as_without_us(call: Caller) -> None:
    """The app gets the same answer or error, after the same number of requests."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client(http_options=_RETRIES)
        refused = describe(catch(lambda: call.ask(client, model="refused")))
        return call.ask(client, model="saved"), refused, len(gemini.requests)

    both = play_twice(
        script,
        [*(faults.overloaded() for _ in range(3)), faults.internal(), Reply("Hello.")],
    )

    assert both.bare == both.watched
    assert 5 == both.watched[2]
