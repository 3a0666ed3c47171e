"""Whatever an exception is made of, there is an answer, and no secret is in it."""

import dataclasses
import json
from typing import Any

import pytest
from google.genai import errors
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel._classification import ERROR_CLASSES, Classification
from gemini_otel._classify import classify


KEYS = [
    "AIzaSyA1234567890abcdefghijklmnopqrstuvw",
    "AQ.Ab8RN6K1234567890abcdefghijklmnopqrstuvwxyz",
    "ya29.a0AfH6SMBx1234567890abcdefghij",
]
NAMES = [
    "error",
    "code",
    "status",
    "message",
    "details",
    "@type",
    "reason",
    "metadata",
    "violations",
    "quotaId",
    "quotaMetric",
    "quotaValue",
    "retryDelay",
    "seconds",
    "nanos",
    "fieldViolations",
    "field",
    "description",
    "quota_limit",
]
WORDS = [
    "RESOURCE_EXHAUSTED",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "models/gemini-2.0-flash is not found for API version v1, or",
    "models/{key} is no longer available, use models/{key}",
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
    "Quota exceeded for metric: x.googleapis.com/{key}, limit: 0",
    "27s",
    "{key}",
    "Function call is missing a thought_signature",
    "quota_exceeded",
]


def _planted(word: str, key: str) -> str:
    return word.replace("{key}", key)


scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from([200, 400, 404, 429, 503, 1008, "429", "0", -1]),
    st.builds(_planted, st.sampled_from(WORDS), st.sampled_from(KEYS)),
)
names = st.sampled_from(NAMES) | st.text(max_size=8)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6)


shapes: st.SearchStrategy[Any] = st.recursive(scalars, _nested, max_leaves=30)
MALFORMED: list[Any] = [
    None,
    [],
    [{}],
    [[[]]],
    {"error": None},
    {"error": "invalid_grant"},
    {"error": []},
    {"error": {"details": "none"}},
    {"error": {"details": [None, 1, "x", [], {}]}},
    {"error": {"details": [{"violations": [None, 1, {"quotaId": 5}]}]}},
    {"error": {"details": [{"metadata": []}], "code": "429", "status": 429}},
    "You exceeded your current quota",
    b"bytes",
    json.dumps({"error": {"code": 429}}),
]


def _assert_an_answer(actual: Classification) -> None:
    assert actual.error_class in ERROR_CLASSES
    assert actual.hint.endswith(".")
    assert actual.retry_after_s is None or actual.retry_after_s >= 0
    assert actual.retry_after_s is None or actual.retryable


def _api_error(code: Any, details: Any, response: Any = None) -> errors.APIError:
    # Past the constructor, which fails on many of the shapes that a pickle can hold.
    error = errors.APIError.__new__(errors.APIError)
    error.code, error.details, error.response = code, details, response
    return error


@given(code=scalars, details=shapes)
def test_any_shape_of_details(code: Any, details: Any) -> None:
    """Any code with any nested JSON gives an answer of the closed set."""
    _assert_an_answer(classify(_api_error(code, details)))


@given(code=st.sampled_from([400, 401, 403, 404, 429, 500, 1008]), details=shapes)
def test_no_secret_in_the_answer(code: int, details: Any) -> None:
    """A key planted anywhere in the body is in no field of the answer."""
    answer = repr(dataclasses.asdict(classify(_api_error(code, details)))).lower()

    assert not any(key.lower() in answer for key in KEYS)


@given(details=shapes)
def test_any_shape_in_the_constructor(details: Any) -> None:
    """What the SDK's own constructor accepts gives an answer too."""
    try:
        error = errors.ClientError(429, details)
    except Exception:  # noqa: BLE001 - then the program never sees it either
        return

    _assert_an_answer(classify(error))


@pytest.mark.parametrize("details", MALFORMED, ids=repr)
def test_known_malformations(details: Any) -> None:
    """Malformed details fall back to what the code says."""
    assert classify(_api_error(429, details)).error_class == "rate_limited"


def test_code_as_a_string() -> None:
    """A code written as a string counts as the number."""
    actual = classify(_api_error("503", None))

    assert (actual.error_class, actual.http_status) == ("overloaded", 503)


def test_code_of_thousands_of_digits() -> None:
    """A number too long to be printed is no code."""
    actual = classify(_api_error(10**5000, None))

    assert (actual.error_class, actual.error_type) == (
        "unknown",
        "google.genai.errors.APIError",
    )


def test_huge_message() -> None:
    """Of a message of 10 MB only the beginning is looked at."""
    body = {"error": {"message": "x" * 10_000_000 + "thought_signature"}}

    assert classify(_api_error(400, body)).error_class == "invalid_argument"


def test_endless_details() -> None:
    """Of a million details only the first are looked at."""
    empty: dict[str, str] = {}
    late = [empty] * 1_000_000 + [{"reason": "API_KEY_INVALID"}]

    assert classify(_api_error(400, {"error": {"details": late}})).error_class == "invalid_argument"


class _Hostile(Exception):  # noqa: N818 - named for what it does
    """An exception on which everything fails."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_exception_on_which_everything_fails() -> None:
    """An exception whose text and attributes raise is unknown."""
    assert classify(_Hostile()).error_class == "unknown"


class _HostileAPIError(errors.APIError):
    """An API error whose every attribute but the code fails."""

    def __init__(self) -> None:
        self.code = 503

    @property
    def response(self) -> Any:  # type: ignore[override] # on purpose
        raise RuntimeError("response")

    @property
    def details(self) -> Any:
        raise RuntimeError("details")

    @property
    def status(self) -> Any:  # type: ignore[override] # on purpose
        raise RuntimeError("status")


def test_api_error_whose_attributes_fail() -> None:
    """What can be read still counts."""
    assert classify(_HostileAPIError()).error_class == "overloaded"


class _HostileHeaders(dict[str, str]):
    """Headers that cannot be read."""

    def __getitem__(self, name: str) -> str:
        raise RuntimeError(name)

    def __contains__(self, name: object) -> bool:
        return True


def test_headers_that_cannot_be_read() -> None:
    """Headers that fail give no delay."""

    class Response:
        headers = _HostileHeaders()

    actual = classify(_api_error(503, None, Response()))

    assert (actual.error_class, actual.retry_after_s) == ("overloaded", None)
