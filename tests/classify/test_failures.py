"""Failures of the server: bodies from public reports."""

from typing import Any

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import Meaning, assert_means, case, fault
from tests.classify.conftest import Respond


CASES = [
    case(
        "python-genai#2506: the server saw the connection end",
        fault(499, "CANCELLED", "The operation was cancelled."),
        "cancelled",
        "closes connections early",
        retryable=True,
    ),
    case(
        "js-genai#650: internal",
        fault(500, "INTERNAL", "An internal error has occurred. Please retry or report in"),
        "internal",
        "shorten the context",
        retryable=True,
    ),
    case(
        "cookbook#425: overloaded",
        fault(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
        "overloaded",
        "another model",
        retryable=True,
    ),
    case(
        "OpenKB#164: high demand",
        fault(503, "UNAVAILABLE", "This model is currently experiencing high demand."),
        "overloaded",
        "another model",
        retryable=True,
    ),
    case(
        "python-genai#1808: a deadline as 503",
        fault(503, "UNAVAILABLE", "Deadline expired before operation could complete."),
        "deadline_exceeded",
        "HttpOptions.timeout",
        retryable=True,
    ),
    case(
        "deprecated-generative-ai-python#294: a deadline as 504",
        fault(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
        "deadline_exceeded",
        "HttpOptions.timeout",
        retryable=True,
    ),
]


@pytest.mark.parametrize(("body", "meaning"), CASES)
def test_reported_body(respond: Respond, body: dict[str, Any], meaning: Meaning) -> None:
    """A body from a public report gets its class, delay, quota and advice."""
    assert_means(body, meaning, classify(respond(body["error"]["code"], body)))


def test_body_in_a_list_of_one(respond: Respond) -> None:
    """The array of one that the stream's endpoint answers with is read like its only entry."""
    body = fault(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")

    actual = classify(respond(503, [body]))

    assert classify(respond(503, body)) == actual
