"""How long the server asks to wait, in every form it is written."""

from typing import Any

import pytest
from google.genai import errors, types

from gemini_otel._classify import classify
from tests.classify.bodies import (
    OVER_QUOTA,
    REQUESTS_PER_DAY,
    TOKENS_PER_MINUTE,
    failure,
    fault,
    retry_info,
)
from tests.classify.conftest import Respond


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [
        ("27s", 27.0),
        ("1.5s", 1.5),
        ("0.5s", 0.5),
        ("27.960323804s", 27.960323804),
        ("0s", 0.0),
        ({"seconds": 27, "nanos": 500_000_000}, 27.5),
        ({"seconds": "27"}, 27.0),
        ("1e3s", None),
        ("-5s", None),
        ("soon", None),
        ("nans", None),
        ("999999999s", None),
        (["27s"], None),
        (None, None),
    ],
)
def test_forms_of_the_delay(respond: Respond, delay: object, seconds: float | None) -> None:
    """Each form of a protobuf duration gives seconds; what is none of them gives none."""
    body = fault(
        429, "RESOURCE_EXHAUSTED", OVER_QUOTA, failure(TOKENS_PER_MINUTE), retry_info(delay)
    )

    assert seconds == classify(respond(429, body)).retry_after_s


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "12"}, 0.25),
        ({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 0.0),
        ({"retry-after": "whenever"}, None),
        ({}, None),
    ],
)
def test_delay_in_the_headers(
    respond: Respond, headers: dict[str, str], seconds: float | None
) -> None:
    """Where no typed delay is given, the header counts, as seconds or as a date."""
    body = fault(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")

    assert seconds == classify(respond(503, body, headers)).retry_after_s


def test_delay_in_the_headers_of_a_stream() -> None:
    """The SDK's own response of a stream keeps the headers in a plain dict."""
    response: Any = types.HttpResponse(headers={"Retry-After": "4"})
    body = fault(503, "UNAVAILABLE", "The model is overloaded.")

    assert classify(errors.ServerError(503, body, response)).retry_after_s == 4.0


def test_typed_delay_before_the_header(respond: Respond) -> None:
    """The typed delay wins over the header."""
    body = fault(503, "UNAVAILABLE", "The model is overloaded.", retry_info("7s"))

    assert classify(respond(503, body, {"retry-after": "12"})).retry_after_s == 7.0


def test_no_delay_where_a_retry_is_no_use(respond: Respond) -> None:
    """The 27 seconds that come with a used-up day are not handed on."""
    body = fault(
        429, "RESOURCE_EXHAUSTED", OVER_QUOTA, failure(REQUESTS_PER_DAY), retry_info("27s")
    )

    actual = classify(respond(429, body))

    assert (actual.retryable, actual.retry_after_s) == (False, None)
