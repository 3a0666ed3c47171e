"""Errors arrive in the SDK as Google would have sent them."""

from typing import Any

import pytest
from google.genai.errors import APIError, ClientError, ServerError
from google.genai.types import HttpOptions, HttpRetryOptions

from gemini_otel.testing import Answer, FakeGemini, Fault, Reply, faults
from tests.testing.asking import MODEL, Ask, said


_FAULTS = {name: fault for name, fault in faults.ALL.items() if isinstance(fault, Fault)}


@pytest.mark.parametrize("name", _FAULTS)
def test_a_ready_made_error_arrives_whole(gemini: FakeGemini, name: str) -> None:
    """Code, status, message and typed details of each well-known error reach the program."""
    fault = _FAULTS[name]
    gemini.queue(fault)
    client = gemini.client()

    with pytest.raises(APIError) as caught:
        client.models.generate_content(model=MODEL, contents="x")

    error: Any = caught.value
    assert (error.code, error.status, error.message) == (fault.code, fault.status, fault.message)
    assert error.details["error"].get("details", []) == list(fault.details)


def test_an_error_in_every_shape(gemini: FakeGemini, ask: Ask) -> None:
    """A 4xx is a ClientError, whether an answer or a stream was asked for."""
    gemini.queue(Reply.error(429, "RESOURCE_EXHAUSTED", "Slow down."))
    client = gemini.client()

    with pytest.raises(ClientError, match=r"429 RESOURCE_EXHAUSTED.*Slow down\."):
        ask(client)


def test_an_error_for_any_request(gemini: FakeGemini) -> None:
    """An error answers counting and embedding as well."""
    gemini.queue(faults.overloaded(), faults.internal())
    client = gemini.client()

    with pytest.raises(ServerError, match="503"):
        client.models.count_tokens(model=MODEL, contents="x")
    with pytest.raises(ServerError, match="500"):
        client.models.embed_content(model="gemini-embedding-001", contents="x")


def test_a_quota_names_itself_and_a_delay() -> None:
    """The free tier's 429 says which quota, on which model, and when to come again."""
    fault = faults.requests_per_minute("gemini-3-pro", retry_after=4.5)

    quota, _, retry = fault.details
    assert [
        {
            "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
            "quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
            "quotaDimensions": {"location": "global", "model": "gemini-3-pro"},
            "quotaValue": "10",
        }
    ] == quota["violations"]
    assert "4.5s" == retry["retryDelay"]


def test_an_error_page_that_is_not_json(gemini: FakeGemini, ask: Ask) -> None:
    """A proxy's HTML page becomes an error with its code and its text."""
    gemini.queue(faults.bad_gateway())
    client = gemini.client()

    with pytest.raises(ServerError) as caught:
        ask(client)

    assert 502 == caught.value.code
    assert "<title>Error 502" in str(caught.value)


def test_an_answer_to_the_letter(gemini: FakeGemini, ask_whole: Ask) -> None:
    """A body can be given as it is, and its usage is in the ledger all the same."""
    gemini.queue(Reply.raw({"usageMetadata": {"promptTokenCount": 3, "brandNewTokenCount": 9}}))

    (answer,) = ask_whole(gemini.client())

    assert answer.candidates is None
    assert {"promptTokenCount": 3, "brandNewTokenCount": 9} == gemini.served[0].usage


@pytest.mark.parametrize("body", ['{"responseId": "r"}', b'{"responseId": "r"}'])
def test_text_and_bytes_to_the_letter(
    gemini: FakeGemini, ask_whole: Ask, body: str | bytes
) -> None:
    """A body can be text or bytes as well."""
    gemini.queue(Reply.raw(body))

    (answer,) = ask_whole(gemini.client())

    assert "r" == answer.response_id


def test_a_retry_that_succeeds(gemini: FakeGemini, ask: Ask) -> None:
    """With the SDK's retries on, an error is followed by another attempt."""
    gemini.queue(faults.overloaded(), "Here I am.")
    retries = HttpRetryOptions(attempts=2, initial_delay=0.01, max_delay=0.02)
    client = gemini.client(http_options=HttpOptions(retry_options=retries))

    answers = ask(client)

    assert "Here I am." == said(answers)
    assert [503, 200] == [served.status for served in gemini.served]


def test_errors_are_not_billed(gemini: FakeGemini) -> None:
    """An error adds nothing to the totals."""
    gemini.queue(faults.overloaded())
    client = gemini.client()

    with pytest.raises(ServerError):
        client.models.generate_content(model=MODEL, contents="x")

    assert 0 == sum(gemini.totals().values())


def test_a_handler_that_raises_is_seen(gemini: FakeGemini, ask: Ask) -> None:
    """A mistake in a handler comes back as an error that names it."""

    def answer(_: object) -> str:
        raise LookupError("no such script")

    gemini.respond(answer)
    client = gemini.client()

    with pytest.raises(ServerError, match="LookupError: no such script"):
        ask(client)


def test_a_handler_with_the_wrong_answer_is_seen(gemini: FakeGemini) -> None:
    """An answer of another kind than the request comes back as an error that says so."""
    gemini.respond(lambda _: Reply("not a count"))
    client = gemini.client()

    with pytest.raises(ServerError, match="Reply does not answer count_tokens"):
        client.models.count_tokens(model=MODEL, contents="x")


def test_an_answer_of_an_unknown_kind_is_seen(gemini: FakeGemini) -> None:
    """An answer the server has no form for comes back as an error that lists the forms."""
    gemini.queue(Answer())
    client = gemini.client()

    with pytest.raises(ServerError, match="not an answer FakeGemini can send: give one of Reply"):
        client.models.generate_content(model=MODEL, contents="x")


def test_what_cannot_be_served_is_refused(gemini: FakeGemini) -> None:
    """A script takes answers and texts only, and says so at once."""
    with pytest.raises(TypeError, match="42 cannot be served: give a str, a Reply"):
        gemini.queue(42)  # type: ignore[arg-type]  # the mistake under test


def test_every_ready_made_error_is_listed() -> None:
    """`faults.ALL` has every public maker, so that a table over it is complete."""
    makers = {name for name in dir(faults) if name.islower() and callable(getattr(faults, name))}

    assert makers == set(faults.ALL)
    assert {"ALL", *faults.ALL} == set(faults.__all__)
