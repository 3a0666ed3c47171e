"""Embeddings in the shape each platform and path asks for."""

import http.client
import json
from typing import Any

import pytest
from google.genai.types import EmbedContentResponse

from gemini_otel.testing import Embedding, FakeGemini, Reply
from tests.testing.asking import run


_KEEPS_USAGE = "usage_metadata" in EmbedContentResponse.model_fields


def _vectors(answer: EmbedContentResponse) -> list[list[float]]:
    return [embedding.values or [] for embedding in answer.embeddings or []]


@pytest.mark.parametrize("model", ["gemini-embedding-001", "text-embedding-005"])
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_scripted_vectors_arrive(
    gemini: FakeGemini, platform: dict[str, Any], model: str, *, is_async: bool
) -> None:
    """A vector arrives whichever shape the platform and the model have on the wire."""
    gemini.queue(Reply.embedding([[0.5, -0.25]]))
    client = gemini.client(**platform)

    if is_async:
        answer = run(client, client.aio.models.embed_content(model=model, contents="x"))
    else:
        answer = client.models.embed_content(model=model, contents="x")

    assert [[0.5, -0.25]] == _vectors(answer)


def test_vectors_are_made_up(gemini: FakeGemini, platform: dict[str, Any]) -> None:
    """Without a script each content gets a vector of its own, of 8 numbers."""
    client = gemini.client(**platform)

    answer = client.models.embed_content(model="text-embedding-005", contents=list[Any](["a", "b"]))

    first, second = _vectors(answer)
    assert len(first) == len(second) == 8
    assert first != second


@pytest.mark.parametrize("model", ["gemini-embedding-001", "text-embedding-005"])
def test_vectors_have_the_length_asked_for(
    gemini: FakeGemini, platform: dict[str, Any], model: str
) -> None:
    """A request for vectors of some length gets them."""
    client = gemini.client(**platform)

    answer = client.models.embed_content(
        model=model, contents="a", config={"output_dimensionality": 3}
    )

    assert [3] == [len(vector) for vector in _vectors(answer)]


_ASKED: dict[str, Any] = {"outputDimensionality": 5}


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("batchEmbedContents", {"requests": [_ASKED]}),
        ("batchEmbedContents", {"requests": [{"embedContentConfig": _ASKED}]}),
        ("embedContent", _ASKED),
        ("embedContent", {"embedContentConfig": _ASKED}),
        ("predict", {"instances": [{"content": "x"}], "parameters": _ASKED}),
    ],
)
def test_every_place_a_length_is_asked_for_in(
    gemini: FakeGemini, verb: str, body: dict[str, Any]
) -> None:
    """The wanted length stands in another place in each form of the request."""
    connection = http.client.HTTPConnection(gemini.url.removeprefix("http://"))
    connection.request("POST", f"/v1/models/embedding:{verb}", json.dumps(body))
    answer = connection.getresponse().read()
    connection.close()

    assert 5 == len(_numbers(json.loads(answer)))


def _numbers(answer: Any) -> list[float]:
    """The first list under the name `values`, wherever it is."""
    if "values" in answer:
        return list(answer["values"])
    inner = next(iter(answer.values()))
    return _numbers(inner[0] if isinstance(inner, list) else inner)


@pytest.mark.skipif(not _KEEPS_USAGE, reason="this SDK drops usage (google-genai before 3.1)")
def test_the_developer_api_reports_usage(gemini: FakeGemini) -> None:
    """The Developer API sends usage beside the vectors."""
    gemini.queue(Reply.embedding(usage={"prompt": 11, "prompt_details": {"TEXT": 11}}))
    client = gemini.client()

    answer = client.models.embed_content(model="gemini-embedding-001", contents="x")

    assert answer.usage_metadata
    assert {
        "prompt_token_count": 11,
        "prompt_tokens_details": [{"modality": "TEXT", "token_count": 11}],
        "total_token_count": 11,
    } == answer.usage_metadata.model_dump(mode="json", exclude_none=True)


def test_vertex_predict_reports_statistics(gemini: FakeGemini) -> None:
    """Vertex AI's `:predict` reports the tokens of each content, which sum to the usage."""
    gemini.queue(Reply.embedding(usage={"prompt": 11}))
    client = gemini.client(vertexai=True)

    answer = client.models.embed_content(model="text-embedding-005", contents=list[Any](["a", "b"]))

    (request,) = gemini.requests
    assert "predict" == request.verb
    counts = [one.statistics.token_count for one in answer.embeddings or [] if one.statistics]
    assert [6, 5] == counts
    assert 11 == gemini.totals()["uncached_prompt"]


def test_embeddings_without_usage(gemini: FakeGemini, platform: dict[str, Any]) -> None:
    """A server can report no tokens at all for an embedding."""
    gemini.queue(Embedding(reports_usage=False))
    client = gemini.client(**platform)

    client.models.embed_content(model="text-embedding-005", contents="a")

    (served,) = gemini.served
    assert (200, None) == (served.status, served.usage)


def test_embeddings_are_billed(gemini: FakeGemini, platform: dict[str, Any]) -> None:
    """Embedding counts as prompt tokens: 4 for each content where nothing is scripted."""
    client = gemini.client(**platform)

    client.models.embed_content(model="text-embedding-005", contents=list[Any](["a", "b", "c"]))

    assert {
        "uncached_prompt": 12,
        "cached": 0,
        "tool_use": 0,
        "candidates": 0,
        "thoughts": 0,
    } == gemini.totals()
