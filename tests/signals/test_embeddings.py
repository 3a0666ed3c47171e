"""Embeddings are billed by what they read; counting tokens is not billed at all."""

from typing import Any

import pytest
from google.genai.errors import APIError

from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._answers import Embedding
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.tokens import counted, counted_split, told, told_split


_PATHS = [
    pytest.param({}, "gemini-embedding-001", id="developer"),
    pytest.param({"vertexai": True}, "text-embedding-005", id="vertex-predict"),
    pytest.param({"vertexai": True}, "gemini-embedding-2", id="vertex-embed-content"),
]


@pytest.mark.parametrize(("options", "model"), _PATHS)
def test_embedding_tokens_are_counted(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, options: Any, model: str
) -> None:
    """Wherever a platform reports them, on an SDK that drops them too."""
    gemini.queue(Reply.embedding(dimensions=5, usage={"prompt": 11}))

    whole_call.use(gemini.client(**options), "embed_content", model=model, contents="Hello?")

    span = telemetry.span(f"embeddings {model}")
    assert 11 == span.attributes["gen_ai.usage.input_tokens"]
    assert 5 == span.attributes["gen_ai.embeddings.dimension.count"]
    assert {"uncached_prompt": {"unknown": 11}} == counted_split(telemetry)
    assert {"uncached_prompt": {"unknown": 11}} == told_split(telemetry.event("gemini.usage"))
    assert gemini.totals() == counted(telemetry) == told(telemetry)


@pytest.mark.parametrize(("options", "model"), _PATHS[:2])
def test_many_contents_are_one_bill(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, options: Any, model: str
) -> None:
    """The tokens of all contents of a request are counted together."""
    gemini.queue(Reply.embedding(usage={"prompt": 31}))

    whole_call.use(gemini.client(**options), "embed_content", model=model, contents=["a", "b", "c"])

    assert 31 == telemetry.total("gemini.client.tokens")
    assert 1 == telemetry.total("gemini.client.calls")


@pytest.mark.parametrize(("options", "model"), _PATHS)
def test_embeddings_write_nothing(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, options: Any, model: str
) -> None:
    """There are no output tokens on the span, nor in the histogram of tokens."""
    whole_call.use(gemini.client(**options), "embed_content", model=model, contents="Hello?")

    said = telemetry.span("embeddings").attributes
    assert not {name for name in said if "output_tokens" in name}
    (read,) = telemetry.points("gen_ai.client.token.usage")
    assert "input" == read.attributes["gen_ai.token.type"]


@pytest.mark.parametrize(("options", "model"), _PATHS)
def test_an_embedding_without_usage_is_incomplete(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, options: Any, model: str
) -> None:
    """Tokens that nobody reports are not made up; the event says that they are missing."""
    gemini.queue(Embedding(reports_usage=False))

    whole_call.use(gemini.client(**options), "embed_content", model=model, contents="Hello?")

    event = telemetry.event("gemini.usage")
    assert event.attributes["gemini.usage.complete"] is False
    assert [] == telemetry.points("gemini.client.tokens")
    assert "gen_ai.usage.input_tokens" not in telemetry.span("embeddings").attributes


def test_modalities_of_an_embedding_are_counted(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, client: Any
) -> None:
    """A multimodal embedding model tells what it read."""
    details = {"TEXT": 4, "IMAGE": 258}
    gemini.queue(Reply.embedding(usage={"prompt": 262, "prompt_details": details}))

    whole_call.use(client, "embed_content", model="gemini-embedding-2", contents="Hello?")

    assert {"uncached_prompt": {"text": 4, "image": 258}} == counted_split(telemetry)


def test_a_failed_embedding_is_told_and_not_billed(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, client: Any
) -> None:
    """It has an error on span and metrics, and no usage event."""
    gemini.queue(faults.requests_per_minute())

    with pytest.raises(APIError):
        whole_call.use(client, "embed_content", model="gemini-embedding-001", contents="Hello?")

    assert "429" == telemetry.span("embeddings").attributes["error.type"]
    assert [] == telemetry.events("gemini.usage")
    assert 1 == telemetry.total("gemini.client.calls", **{"error.type": "429"})


@pytest.mark.parametrize("options", [{}, {"vertexai": True}])
def test_counting_tokens_is_not_billed(
    gemini: FakeGemini, telemetry: Telemetry, whole_call: Caller, options: Any
) -> None:
    """It has a span and is a call; it has no usage, no tokens and no usage event."""
    gemini.queue(Reply.tokens(1234))
    client = gemini.client(**options)

    whole_call.use(client, "count_tokens", model="gemini-3.5-flash", contents="Hello?")

    said = telemetry.span("count_tokens gemini-3.5-flash").attributes
    assert not {name for name in said if "usage" in name}
    assert [] == telemetry.events()
    assert [] == telemetry.points("gemini.client.tokens")
    assert 1 == telemetry.total("gemini.client.calls", **{"gen_ai.operation.name": "count_tokens"})
