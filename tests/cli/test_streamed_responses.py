"""The chunks of a streamed response are priced as one response."""

from typing import Any, Final

import pytest

from gemini_otel._raw import Context
from tests.cli.pricing import AT, answer, price, read_gaps


def test_stream() -> None:
    """The chunks of a stream are one response, whose last report counts."""
    # 10 x 0.75 = 7.5; 30 x 3.75 = 112.5; 5 x 3.75 = 18.75; together 138.75 millionths.
    chunks = [
        answer({"promptTokenCount": 10, "candidatesTokenCount": 4, "thoughtsTokenCount": 5}),
        answer({"promptTokenCount": 10, "candidatesTokenCount": 12, "totalTokenCount": 27}),
        answer({"promptTokenCount": 10, "candidatesTokenCount": 30, "totalTokenCount": 45}),
    ]

    assert "0.00013875" == price({"response": chunks, **AT})["cost"]["amount"]


def test_stream_of_the_sdk() -> None:
    """What a later chunk dumps as null does not undo what an earlier one counted."""
    # 10 x 0.75 = 7.5; 20 x 3.75 = 75; 5 x 3.75 = 18.75; together 101.25 millionths.
    first = {"prompt_token_count": 10, "thoughts_token_count": 5, "candidates_token_count": None}
    last = {"prompt_token_count": 10, "thoughts_token_count": None, "candidates_token_count": 20}
    chunks = [
        {"model_version": "gemini-3.8-flash", "usage_metadata": usage} for usage in (first, last)
    ]

    assert "0.00010125" == price({"response": chunks, **AT})["cost"]["amount"]


def test_bare_array() -> None:
    """An array on its own is one streamed response."""
    chunks = [answer({"promptTokenCount": 1000}), answer({"promptTokenCount": 1000})]

    assert "0.00075" == price(chunks, Context(platform="gemini_api"))["cost"]["amount"]


def test_array_of_responses() -> None:
    """An array of several responses is refused, for all but one would go unpriced."""
    responses = [answer({"promptTokenCount": 1}, responseId=name) for name in ("a", "b")]

    error = price(responses)["error"]

    assert error["message"].startswith("the array has chunks of 2 responses")
    assert "jq -c '.[]'" in error["fix"]


def _answer_anonymously(usage: object, **candidate: object) -> dict[str, object]:
    """A response without an id, as a log may have it."""
    whole = answer(usage)
    content = {"role": "model", "parts": [{"text": "Hello."}]}
    return {
        "candidates": [{"content": content, "finishReason": "STOP", **candidate}],
        "usageMetadata": usage,
        "modelVersion": whole["modelVersion"],
    }


@pytest.mark.parametrize(
    "second",
    [
        _answer_anonymously({"promptTokenCount": 2000}),
        _answer_anonymously({"promptTokenCount": 2000}, index=0),
        _answer_anonymously({"promptTokenCount": 2000}, finishReason=None),
        _answer_anonymously({"promptTokenCount": 2000}, content=None),
        {**_answer_anonymously({"promptTokenCount": 2000}), "responseId": "b"},
    ],
    ids=["whole", "with its index", "unfinished", "without content", "with an id"],
)
def test_array_of_anonymous_responses(second: dict[str, object]) -> None:
    """A candidate that begins again after its end is that of another response."""
    responses = [_answer_anonymously({"promptTokenCount": 1000}), second]

    error = price({"response": responses, **AT})["error"]

    assert error["message"].startswith("the array has chunks of several responses")
    assert "jq -c '.[]'" in error["fix"]


def test_array_of_embeddings() -> None:
    """Embeddings are never streamed, so that an array of them is several responses."""
    embedding = {"embedding": {"values": [0.1]}, "usageMetadata": {"promptTokenCount": 1000}}

    error = price([embedding, embedding], Context(model="gemini-embedding-001"))["error"]

    assert error["message"].startswith("the array has chunks of several responses")


@pytest.mark.parametrize(
    "candidates",
    [
        [],
        [{"groundingMetadata": {"webSearchQueries": []}}],
        [{"content": {"role": "model", "parts": [{"text": ""}]}}],
    ],
    ids=["usage", "sources", "empty text"],
)
def test_report_after_the_end(candidates: list[Any]) -> None:
    """What a stream adds after its answer ended is a part of it."""
    usage = {"promptTokenCount": 1000}
    chunks = [_answer_anonymously(usage), {"candidates": candidates, "usageMetadata": usage}]

    document = price({"response": chunks, **AT})

    assert ("0.00075", True) == (document["cost"]["amount"], document["cost"]["complete"])


def test_candidates_end_one_by_one() -> None:
    """Another candidate may go on after one has ended."""
    usage = {"promptTokenCount": 1000}
    chunks = [
        _answer_anonymously(usage),
        _answer_anonymously(usage, index=1, finishReason=None),
        _answer_anonymously(usage, index=1),
    ]

    assert "0.00075" == price({"response": chunks, **AT})["cost"]["amount"]


_PART: Final = _answer_anonymously({"promptTokenCount": 1000}, finishReason=None)
"""The first chunk of a response: no reason says that it ended."""


def test_stream_of_one_chunk() -> None:
    """A stream that was cut after its first chunk is charged for what is known, not complete."""
    document = price({"response": [_PART], **AT})

    assert ("0.00075", False) == (document["cost"]["amount"], document["cost"]["complete"])
    assert [("response", "incomplete_usage")] == read_gaps(document)


def test_object_without_an_end() -> None:
    """A response that is no stream is whole, also without a reason why it ended."""
    document = price({"response": _PART, **AT})

    assert ("0.00075", True) == (document["cost"]["amount"], document["cost"]["complete"])


def test_stream_without_an_end() -> None:
    """A stream that was cut is charged for what is known, and not complete."""
    part = {"candidates": [{"content": {"parts": [{"text": "He"}]}}]}
    chunks = [{**part, **AT}, {**part, "usageMetadata": {"promptTokenCount": 1000}}]

    document = price({"response": chunks, "model": "gemini-3.8-flash", **AT})

    assert "0.00075" == document["cost"]["amount"]
    assert document["cost"]["complete"] is False
    assert [("response", "incomplete_usage")] == read_gaps(document)


def test_stream_that_broke() -> None:
    """A stream that ends with an error is charged for what is known, and not complete."""
    chunks = [answer({"promptTokenCount": 1000}), {"error": {"code": 503}}]

    document = price({"response": chunks, **AT})

    assert "0.00075" == document["cost"]["amount"]
    assert [("response", "incomplete_usage")] == read_gaps(document)
