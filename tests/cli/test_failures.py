"""Requests that failed and counts of tokens are not billed, and say so."""

import pytest

from tests.cli.pricing import AT, answer, price


_FREE = {"amount": "0", "currency": "USD", "complete": True}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"error": {"code": 400, "status": "INVALID_ARGUMENT"}}, "(400 INVALID_ARGUMENT)"),
        ({"key": "a", "error": {"code": 429, "message": "secret"}}, "(429)"),
        ({"key": "a", "response": None, "error": {"code": 13}}, "(13)"),
        ({"key": "a", "status": {"code": 3, "message": "secret"}}, "(3)"),
        ({"error": "secret"}, "the request failed"),
        (
            {
                "status": 'Bad Request: {"error": "secret"}',
                "processed_time": "2026-11-20T00:00:00Z",
                "request": {"contents": "secret"},
                "response": {},
            },
            "the request failed",
        ),
        ([{"error": {"code": 503, "status": "secret words"}}], "(503)"),
    ],
)
def test_failures(record: object, why: str) -> None:
    """An error costs nothing; its code is told, and never the server's words."""
    document = price(record)

    assert _FREE == document["cost"]
    assert document["not_billed"].endswith(why)
    assert "secret" not in str(document)


@pytest.mark.parametrize(
    "record",
    [
        {"totalTokens": 31, "promptTokensDetails": []},
        {"response": {"total_tokens": 31}, "model": "gemini-3.8-flash"},
        {**answer({"promptTokenCount": 31}), "operation": "count_tokens"},
    ],
)
def test_token_counts(record: object) -> None:
    """To count tokens is free of charge."""
    document = price(record)

    assert (_FREE, "counting tokens is free of charge") == (
        document["cost"],
        document["not_billed"],
    )


@pytest.mark.parametrize("status", ["", "ok", 200, {"code": 0}])
def test_status_of_success(status: object) -> None:
    """A status beside an answer that was counted does not make it free."""
    line = {"key": "a", "status": status, "response": answer({"promptTokenCount": 1000}), **AT}

    # As a batch: 1000 x 0.375 = 375 millionths.
    assert "0.000375" == price(line)["cost"]["amount"]


@pytest.mark.parametrize("status", ["", "ok", 200, {"code": 0}])
def test_success_without_usage(status: object) -> None:
    """An answer that counts nothing is not taken for a failure."""
    line = {"key": "a", "status": status, "response": answer(None), **AT}

    assert price(line)["cost"]["amount"] is None
