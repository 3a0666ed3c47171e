"""Which of several quotas governs, and which ones are never shown."""

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import (
    OVER_QUOTA,
    REQUESTS_PER_MINUTE,
    TOKENS_PER_MINUTE,
    failure,
    fault,
    info,
    violation,
)
from tests.classify.conftest import Respond


def test_first_of_equal_windows_governs(respond: Respond) -> None:
    """Of two violations over the same window the first is reported."""
    body = fault(
        429, "RESOURCE_EXHAUSTED", OVER_QUOTA, failure(TOKENS_PER_MINUTE, REQUESTS_PER_MINUTE)
    )

    quota = classify(respond(429, body)).quota

    assert quota is not None
    assert quota.limit == "GenerateContentInputTokensPerModelPerMinute-FreeTier"


@pytest.mark.parametrize(
    "key", ["AIzaSyA1234567890abcdefghijklmnopqrstuvw", "AQ.Ab8RN6K1234567890"]
)
@pytest.mark.parametrize("place", ["quotaId", "quotaMetric", "message"])
def test_key_in_the_place_of_a_quota(respond: Respond, place: str, key: str) -> None:
    """What looks like a key is no name of a quota, and is not repeated."""
    message = f"Quota exceeded for metric: x.googleapis.com/{key}, limit: 5"
    details = () if place == "message" else (failure({place: key}),)

    actual = classify(respond(429, fault(429, "RESOURCE_EXHAUSTED", message, *details)))

    assert actual.quota is None
    assert key.lower() not in repr(actual).lower()


def test_quota_of_an_error_of_another_class(respond: Respond) -> None:
    """A quota that an error merely mentions is not reported."""
    about = info("API_KEY_INVALID", quota_metric="x.googleapis.com/requests")

    actual = classify(respond(400, fault(400, "INVALID_ARGUMENT", "Bad key.", about)))

    assert actual.quota is None


def test_window_longer_than_a_day(respond: Respond) -> None:
    """A quota over a month is exhausted, and its window is none of the two that have a name."""
    monthly = failure(violation("spend", "SpendPerMonthPerProject"))

    actual = classify(respond(429, fault(429, "RESOURCE_EXHAUSTED", "", monthly)))

    assert actual.error_class == "quota_exhausted"
    assert actual.quota is not None
    assert actual.quota.window is None
