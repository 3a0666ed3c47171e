"""The ledger: what was asked, what was served, and what it adds up to."""

import threading
from typing import Any

import pytest
from google.genai.errors import ServerError
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel.testing import Break, FakeGemini, Reply
from gemini_otel.testing._totals import KINDS, by_kind, by_modality
from gemini_otel.testing._usage import to_usage
from tests.testing.asking import MODEL, Ask


def test_a_request_is_recorded_whole(gemini: FakeGemini, ask_whole: Ask) -> None:
    """Method, path, headers and body of a request are there to assert on."""
    ask_whole(gemini.client(), contents="Hello?")

    (request,) = gemini.requests
    assert ("POST", MODEL, "generateContent") == (request.method, request.model, request.verb)
    assert ("gemini", "generate_content") == (request.platform, request.operation)
    assert request.path.endswith(f"/models/{MODEL}:generateContent")
    assert "test-key" == request.headers["x-goog-api-key"]
    assert [{"text": "Hello?"}] == request.body["contents"][0]["parts"]
    assert 1 == request.number


def test_a_request_of_vertex_is_told_apart(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A request to Vertex AI names project, location and publisher, and asks for events."""
    ask_stream(gemini.client(vertexai=True))

    (request,) = gemini.requests
    assert "vertex" == request.platform
    assert "/projects/test-project/locations/us-central1/publishers/google/" in request.path
    assert (True, {"alt": "sse"}) == (request.is_stream, request.query)
    assert "Bearer test-token" == request.headers["authorization"]


def test_what_was_served(gemini: FakeGemini, ask_stream: Ask) -> None:
    """An answer is recorded with its status, its usage in the wire's names and its chunks."""
    gemini.queue(Reply("abc", usage={"prompt": 3, "candidates": 5}, chunks=2))

    ask_stream(gemini.client())

    (served,) = gemini.served
    assert (200, MODEL, "generate_content") == (served.status, served.model, served.operation)
    assert {"promptTokenCount": 3, "candidatesTokenCount": 5, "totalTokenCount": 8} == served.usage
    assert served.usage == served.usage_planned
    assert (2, True, False) == (served.chunks, served.finished, served.client_left)


def test_totals_by_kind(gemini: FakeGemini, ask: Ask) -> None:
    """Kinds do not overlap: the cached tokens are taken off the prompt."""
    usage = {"prompt": 100, "cached": 60, "tool_use": 7, "candidates": 20, "thoughts": 5}
    gemini.queue(Reply(usage=usage), Reply(usage={"prompt": 1, "candidates": 2}))

    ask(gemini.client())
    ask(gemini.client())

    assert {
        "uncached_prompt": 41,
        "cached": 60,
        "tool_use": 7,
        "candidates": 22,
        "thoughts": 5,
    } == gemini.totals()


def test_totals_of_one_model(gemini: FakeGemini, ask: Ask) -> None:
    """Totals can be had for one model alone."""
    client = gemini.client()
    ask(client)

    other = gemini.client()
    ask(other, model="gemini-2.5-pro")

    assert 12 == gemini.totals("gemini-2.5-pro")["uncached_prompt"]
    assert 0 == gemini.totals("unheard-of")["uncached_prompt"]
    assert 24 == gemini.totals()["uncached_prompt"]


def test_counting_tokens_is_free(gemini: FakeGemini) -> None:
    """Counting tokens adds nothing to the totals."""
    client = gemini.client()

    client.models.count_tokens(model=MODEL, contents="x")

    assert 0 == sum(gemini.totals().values())


def test_only_answers_to_billed_operations_count(gemini: FakeGemini) -> None:
    """Usage in an error's body, or in the answer to a token count, is not billed."""
    usage = {"usageMetadata": {"promptTokenCount": 5}}
    gemini.queue(Reply.raw(usage), Reply.raw(usage, status=500))
    client = gemini.client()

    client.models.count_tokens(model=MODEL, contents="x")
    with pytest.raises(ServerError):
        client.models.generate_content(model=MODEL, contents="x")

    assert [{"promptTokenCount": 5}] * 2 == [served.usage for served in gemini.served]
    assert 0 == sum(gemini.totals().values())


def test_a_total_beyond_its_kinds() -> None:
    """What a server reports in total and in no kind is unknown, and only then named."""
    totals = by_kind([to_usage({"prompt": 5, "candidates": 2, "total": 10})])

    assert 3 == totals["unknown"]
    assert "unknown" not in by_kind([to_usage({"prompt": 5})])


def test_totals_by_modality(gemini: FakeGemini, ask: Ask) -> None:
    """Each kind by modality: the cached are taken off their own, the rest is unknown."""
    gemini.queue(
        Reply(
            usage={
                "prompt": 100,
                "cached": 60,
                "candidates": 20,
                "thoughts": 5,
                "prompt_details": {"TEXT": 70, "IMAGE": 30},
                "cached_details": {"TEXT": 50, "IMAGE": 10},
                "candidates_details": {"TEXT": 12},
            }
        )
    )

    ask(gemini.client())

    assert {
        "uncached_prompt": {"text": 20, "image": 20},
        "cached": {"text": 50, "image": 10},
        "tool_use": {},
        "candidates": {"text": 12, "unknown": 8},
        "thoughts": {"text": 5},
    } == gemini.totals_by_modality()


_COUNT = st.integers(min_value=0, max_value=1_000)
_DETAILS = st.dictionaries(st.sampled_from(["TEXT", "IMAGE", "AUDIO"]), _COUNT)


def _usage(uncached: int, cached: int, **others: object) -> dict[str, Any]:
    return to_usage({"prompt": uncached + cached, "cached": cached, **others})


_USAGES = st.builds(
    _usage,
    _COUNT,
    _COUNT,
    tool_use=_COUNT,
    candidates=_COUNT,
    thoughts=_COUNT,
    prompt_details=_DETAILS,
    cached_details=_DETAILS,
    candidates_details=_DETAILS,
)


@given(st.lists(_USAGES, max_size=4))
def test_modalities_sum_to_their_kind(usages: list[dict[str, Any]]) -> None:
    """Whatever a server says about modalities, each kind keeps its total."""
    kinds, modalities = by_kind(usages), by_modality(usages)

    assert kinds == {kind: sum(modalities[kind].values()) for kind in KINDS}


@given(st.lists(_USAGES, max_size=4))
def test_kinds_sum_to_what_was_reported(usages: list[dict[str, Any]]) -> None:
    """The kinds of all answers sum to the totals the server reported."""
    reported = sum(usage["totalTokenCount"] for usage in usages)

    assert reported == sum(by_kind(usages).values())


def test_an_answer_in_progress_is_in_the_ledger(gemini: FakeGemini) -> None:
    """What a client has read of a stream is served already, though the stream goes on."""
    release = threading.Event()
    gemini.queue(Reply("abcd", breaks=Break.pause(release, after=3), chunks=4))
    client = gemini.client()

    stream = iter(client.models.generate_content_stream(model=MODEL, contents="x"))
    for _ in range(3):
        next(stream)
    (served,) = gemini.served
    release.set()
    list(stream)

    assert served.usage
    assert (3, 5) == (served.chunks, served.usage["candidatesTokenCount"])
    assert not served.finished


def test_waiting_for_a_request_that_goes_on(gemini: FakeGemini) -> None:
    """Waiting ends in an error that says what to do when a request does not end."""
    gemini.queue(Reply("abcd", breaks=Break.pause(threading.Event(), after=1), chunks=4))
    client = gemini.client()
    stream = iter(client.models.generate_content_stream(model=MODEL, contents="x"))
    next(stream)

    with pytest.raises(TimeoutError, match="release what holds"):
        gemini.wait_idle(0.01)


def test_the_ledger_can_begin_anew(gemini: FakeGemini, ask: Ask) -> None:
    """What was recorded can be forgotten, and counting starts from nothing."""
    gemini.queue("one", "two", "three")
    client = gemini.client()
    ask(client)

    gemini.forget()
    second = gemini.client()
    ask(second)

    assert 7 == gemini.totals()["candidates"]
    assert [1] == [request.number for request in gemini.requests]
    assert 1 == len(gemini.unserved)


def test_the_ledger_outlives_the_server() -> None:
    """A closed server can still be asked what it served."""
    with FakeGemini() as gemini:
        client = gemini.client()
        client.models.generate_content(model=MODEL, contents="x")

    assert len(gemini.requests) == len(gemini.served) == 1
    assert 7 == gemini.totals()["candidates"]
