"""What went wrong is told alike by span, metrics and event, in words of ours."""

import socket
import threading
from typing import Any, Final

import pytest
from google.genai.errors import APIError, UnknownApiResponseError

from gemini_otel.testing import Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


_EXCEPTION: Final = "gen_ai.client.operation.exception"


def _fail(caller: Caller, client: Any, **options: Any) -> BaseException:
    with pytest.raises(Exception, match=r"(?s).*") as caught:
        caller.ask(client, **options)
    return caught.value


def _types(telemetry: Telemetry) -> set[object]:
    """The error of the call by every signal; one, if they agree."""
    metrics = ("gemini.client.calls", "gen_ai.client.operation.duration")
    points = [point for metric in metrics for point in telemetry.points(metric)]
    told: list[Any] = [telemetry.span("generate_content"), telemetry.event(_EXCEPTION), *points]
    return {one.attributes.get("error.type") for one in told}


def test_every_signal_has_the_same_error_type(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An HTTP error is its code, as a string, on span, event, counter and histogram."""
    gemini.queue(faults.requests_per_minute())

    _fail(call, client)

    assert {"429"} == _types(telemetry)
    assert "ERROR" == telemetry.span("generate_content").status


def test_an_error_is_one_event_and_no_span_event(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The exception is a log record in the span's trace, at the level of a warning."""
    gemini.queue(faults.overloaded())

    error = _fail(call, client)

    span, event = telemetry.span("generate_content"), telemetry.event(_EXCEPTION)
    assert () == span.events
    assert (span.trace_id, span.span_id, "WARN") == (event.trace_id, event.span_id, event.severity)
    kind = type(error)
    assert f"{kind.__module__}.{kind.__qualname__}" == event.attributes["exception.type"]


def test_span_and_event_say_what_to_do(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Class, retry advice and the quota that was hit are on both."""
    gemini.queue(faults.requests_per_minute(retry_after=27))

    _fail(call, client)

    said = {
        "gemini.error.class": "rate_limited",
        "gemini.error.retryable": True,
        "gemini.error.retry_after_s": 27.0,
        "gemini.error.quota.metric": (
            "generativelanguage.googleapis.com/generate_content_free_tier_requests"
        ),
        "gemini.error.quota.limit": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
        "gemini.error.quota.value": 10,
        "gemini.error.quota.window": "minute",
    }
    for signal in (telemetry.span("generate_content"), telemetry.event(_EXCEPTION)):
        assert said.items() <= signal.attributes.items()
        assert signal.attributes["gemini.error.hint"].endswith(".")


@pytest.mark.parametrize("name", faults.ALL)
def test_every_known_error_is_classified(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, name: str
) -> None:
    """Each error Google is known to send has a class, a hint and a code."""
    fault = faults.ALL[name]
    gemini.queue(fault)

    with pytest.raises(APIError):
        client.models.generate_content(model=MODEL, contents="Hello?")

    said = telemetry.span("generate_content").attributes
    assert "unknown" != said["gemini.error.class"]
    assert said["gemini.error.hint"].endswith(".")
    assert str(getattr(fault, "code", getattr(fault, "status", ""))) == said["error.type"]


def test_no_words_of_the_server_are_recorded(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Its message may quote the prompt, and its details may hold keys and project numbers."""
    message = "The prompt 'my diary of 1999' is too long for key AIzaSyCanaryCanaryCanaryCanary"
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "CONSUMER_SUSPENDED",
            "domain": "googleapis.com",
            "metadata": {"consumer": "projects/987654321", "containerInfo": "AIzaSyCanary"},
        }
    ]
    gemini.queue(Reply.error(403, "PERMISSION_DENIED", message, details=details))

    _fail(call, client)

    recorded = repr((telemetry.spans, telemetry.events()))
    assert "account_suspended" in recorded
    for planted in ("diary", "AIza", "Canary", "987654321"):
        assert planted not in recorded


def test_the_description_of_a_failed_span_is_ours(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """It is the status and the hint, and the same as the event's message."""
    gemini.queue(faults.overloaded())

    _fail(call, client)

    span = telemetry.span("generate_content")
    assert f"UNAVAILABLE: {span.attributes['gemini.error.hint']}" == span.description
    assert span.description == telemetry.event(_EXCEPTION).attributes["exception.message"]


def test_a_server_that_hangs_is_a_timeout_of_the_client(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """The client stops waiting; nothing is known of a response, and none is billed."""
    gemini.queue(Reply(hold=threading.Event()))

    _fail(call, gemini.client(http_options={"timeout": 200}))

    said = telemetry.span("generate_content").attributes
    assert ("client_timeout", True) == (
        said["gemini.error.class"],
        said["gemini.error.retryable"],
    )
    assert 1 == len(_types(telemetry))
    assert [] == telemetry.events("gemini.usage")


@pytest.mark.parametrize("shape", ["whole", "stream"])
def test_a_refused_connection_is_told(telemetry: Telemetry, shape: str) -> None:
    """Where nobody listens, the connection failed and the address is known."""
    from google.genai import Client
    from google.genai.types import HttpOptions

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = HttpOptions(base_url=f"http://127.0.0.1:{port}")
    client: Any = Client(api_key="test-key", vertexai=False, http_options=options)
    caller = Caller.of(shape)

    error = _fail(caller, client)

    said = telemetry.span("generate_content").attributes
    assert ("connection", port) == (said["gemini.error.class"], said["server.port"])
    kind = type(error)
    assert {f"{kind.__module__}.{kind.__qualname__}"} == _types(telemetry)


def test_what_the_sdk_refuses_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An argument that this platform does not take never leaves the process, and is an error."""
    routing = {"manual_mode": {"model_name": "the-secret-model"}}

    _fail(call, client, config={"routing_config": routing})

    said = telemetry.span("generate_content").attributes
    assert ("sdk_usage", "ValueError") == (said["gemini.error.class"], said["error.type"])
    assert {"ValueError"} == _types(telemetry)
    assert [] == gemini.requests
    assert "secret" not in repr((telemetry.spans, telemetry.events()))


def test_an_error_in_the_middle_of_a_stream_is_told(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A stream that began with 200 can fail with another code; that is the error."""
    gemini.queue(Reply("abcdef", breaks=Break.error(faults.internal(), after=1)))

    _fail(stream_call, client)

    span = telemetry.span("generate_content")
    assert {"500"} == _types(telemetry)
    assert ("failed", 1) == (
        span.attributes["gemini.stream.end"],
        span.attributes["gemini.stream.chunks"],
    )


def test_a_broken_answer_is_told(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A chunk that is not JSON is an error of parsing."""
    gemini.queue(Reply("abcdef", breaks=Break.malformed(after=1)))

    error = _fail(stream_call, client)

    assert isinstance(error, UnknownApiResponseError)
    assert "parse" == telemetry.span("generate_content").attributes["gemini.error.class"]


def test_a_retried_call_is_one_span_with_its_attempts(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """The failure that was retried is an event and a count, and not an error of the call."""
    gemini.queue(faults.overloaded(), "Hello.")
    retries = {"attempts": 3, "initial_delay": 0.0, "max_delay": 0.0, "jitter": 0.0}

    call.ask(gemini.client(http_options={"retry_options": retries}))

    span = telemetry.span("generate_content")
    assert ("UNSET", 2) == (span.status, span.attributes["gemini.attempts"])
    assert {None} == {
        point.attributes.get("error.type") for point in telemetry.points("gemini.client.calls")
    }
    assert 1 == telemetry.total("gemini.client.retries", **{"error.type": "503"})
    event = telemetry.event("gemini.retry")
    assert (1, "503", "INFO") == (
        event.attributes["gemini.retry.attempt"],
        event.attributes["error.type"],
        event.severity,
    )
    assert event.attributes["gemini.retry.delay_s"] >= 0
    assert (span.trace_id, span.span_id) == (event.trace_id, event.span_id)


def test_a_call_that_failed_after_retries_is_one_failure(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """The last failure is the call's, the ones before it are retries."""
    gemini.queue(*[faults.overloaded() for _ in range(3)])
    retries = {"attempts": 3, "initial_delay": 0.0, "max_delay": 0.0, "jitter": 0.0}

    _fail(call, gemini.client(http_options={"retry_options": retries}))

    assert 3 == telemetry.span("generate_content").attributes["gemini.attempts"]
    assert 2 == telemetry.total("gemini.client.retries")
    assert 1 == telemetry.total("gemini.client.calls", **{"error.type": "503"})
    assert 1 == len(telemetry.events(_EXCEPTION))
