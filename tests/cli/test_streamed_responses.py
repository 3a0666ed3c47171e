"""The chunks of a streamed response are priced as one response."""

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
