"""What a response does not tell is taken from beside it, from the options, or assumed aloud."""

from datetime import date

import pytest

from gemini_otel._raw import Context
from tests.cli.pricing import AT, answer, price


_USAGE = {"promptTokenCount": 1_000_000, "totalTokenCount": 1_000_000}
_VERTEX = {"platform": "vertex", "location": "global"}


@pytest.mark.parametrize(
    ("at", "amount"),
    [
        ("2026-12-31", "0.75"),
        ("2027-01-01", "1.5"),
        # Midnight in Los Angeles is 08:00 in UTC.
        ("2027-01-01T07:59:59Z", "0.75"),
        ("2027-01-01T08:00:00Z", "1.5"),
        ("2027-01-01T08:00:00.123456789Z", "1.5"),
        ("2026-12-31T23:59:59-08:00", "0.75"),
        ("2027-01-01T09:00:00+01:00", "1.5"),
    ],
)
def test_days(at: str, amount: str) -> None:
    """3.8 Flash costs $0.75 a million until the Pacific day 2026-12-31, and then $1.50."""
    document = price({"response": answer(_USAGE), "at": at, "platform": "gemini_api"})

    assert amount == document["cost"]["amount"]


@pytest.mark.parametrize(
    "at", ["yesterday", "2026-11-20T10:00:00", "2026-13-01", 20261120, "0001-01-01T00:00:00Z", ""]
)
def test_no_time(at: object) -> None:
    """What is neither a day nor a time with a zone is refused, with what would be one."""
    error = price({"response": answer(_USAGE), "at": at})["error"]

    assert "no ISO date and no time with a zone" in error["message"]
    assert "2026-11-20T09:30:00Z" in error["fix"]


def test_create_time() -> None:
    """A response's own time is taken where its line has none."""
    response = answer(_USAGE, createTime="2027-01-01T08:00:00.5Z")

    document = price({"response": response, "platform": "gemini_api"})

    assert ("1.5", []) == (document["cost"]["amount"], document["assumptions"])


def test_nothing_said() -> None:
    """The day and the platform are assumed aloud where nobody says them."""
    assert ["platform", "at"] == price(answer(_USAGE))["assumptions"]


def test_own_context_wins() -> None:
    """What a line says of itself goes before the options, which fill in the rest."""
    options = Context(platform="gemini_api", location="global", service_tier="priority")

    document = price({"response": answer(_USAGE), "at": "2027-01-01", **_VERTEX}, options)

    # Priority on Vertex AI from 2027-01-01: $2.70 a million.
    assert ("vertex", "priority", "2.7") == (
        document["platform"],
        document["tier"],
        document["cost"]["amount"],
    )


def test_option_over_create_time() -> None:
    """The option of the day asks what all lines would have cost then."""
    response = answer(_USAGE, createTime="2027-01-01T08:00:00Z")

    document = price(response, Context(at=date(2026, 11, 20), platform="gemini_api"))

    assert "0.75" == document["cost"]["amount"]


def test_region() -> None:
    """A region of Vertex AI costs a tenth more than the global endpoint."""
    # 0.75 x 1.1 = 0.825 a million.
    place = {"platform": "vertex", "location": "europe-west4", "at": "2026-11-20"}
    document = price({"response": answer(_USAGE), **place})

    assert "0.825" == document["cost"]["amount"]
    assert ["vertex-regional"] == document["components"][0]["adjustments"]


def test_region_not_said() -> None:
    """Of Vertex AI without a location, the global endpoint is assumed aloud."""
    document = price({"response": answer(_USAGE), "platform": "vertex", "at": "2026-11-20"})

    assert ("0.75", ["location"]) == (document["cost"]["amount"], document["assumptions"])


def test_full_name() -> None:
    """The full name of a model tells that it was Vertex AI, and where."""
    name = "projects/p/locations/us-central1/publishers/google/models/gemini-3.8-flash"
    response = {"usageMetadata": _USAGE}

    document = price({"response": response, "model": name, "at": "2026-11-20"})

    assert ("vertex", "0.825") == (document["platform"], document["cost"]["amount"])


def test_traffic_type() -> None:
    """A traffic type tells that it was Vertex AI, and the tier: priority at $1.35 a million."""
    usage = {**_USAGE, "trafficType": "ON_DEMAND_PRIORITY"}

    document = price({"response": answer(usage), "location": "global", "at": "2026-11-20"})

    assert ("vertex", "priority", "1.35", []) == (
        document["platform"],
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )


@pytest.mark.parametrize(
    "response",
    [
        answer(_USAGE, serviceTier="flex"),
        answer({**_USAGE, "serviceTier": "flex"}),
        answer(_USAGE, sdk_http_response={"headers": {"x-gemini-service-tier": "flex"}}),
        answer(_USAGE, sdkHttpResponse={"headers": {"X-Gemini-Service-Tier": "flex"}}),
    ],
    ids=["response", "usage", "header", "header in capitals"],
)
def test_served_tier(response: dict[str, object]) -> None:
    """The tier that was served goes before the one that was asked for: Flex at $0.375."""
    document = price({"response": response, "service_tier": "priority", **AT})

    assert ("flex", "0.375", []) == (
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )


def test_requested_tier() -> None:
    """Where the server is silent, the tier that was asked for is assumed aloud."""
    document = price({"response": answer(_USAGE), "service_tier": "priority", **AT})

    assert ("1.35", ["service_tier"]) == (document["cost"]["amount"], document["assumptions"])


def test_requested_model() -> None:
    """The model that answered decides; the one that was asked for only where no other is named."""
    answered = price({"response": answer(_USAGE), "model": "gemini-2.5-pro", **AT})
    asked = price({"response": {"usageMetadata": _USAGE}, "model": "gemini-2.5-pro", **AT})

    assert ("gemini-3.8-flash", []) == (answered["model"], answered["assumptions"])
    assert ("gemini-2.5-pro", ["model"]) == (asked["model"], asked["assumptions"])


def test_no_model() -> None:
    """A line that names no model is refused, with where to name it."""
    error = price({"response": {"usageMetadata": _USAGE}, **AT})["error"]

    assert 'add "model" beside the response, or give --model' == error["fix"]


@pytest.mark.parametrize(
    ("model", "reason"),
    [("gemini-9-neon", "unknown_model"), ("gemini-flash-latest", "moving_alias")],
)
def test_unknown_model(model: str, reason: str) -> None:
    """A model that is in no price list has no cost, and says why."""
    document = price({"response": answer(_USAGE, model), **AT})

    assert {"amount": None, "currency": "USD", "complete": False} == document["cost"]
    assert [(reason, model)] == [(one["reason"], one["what"]) for one in document["unpriced"]]


def test_unknown_platform() -> None:
    """A platform that is none has no cost, and says why."""
    document = price({"response": answer(_USAGE), "platform": "azure", "at": "2026-11-20"})

    assert "unknown_platform" == document["unpriced"][0]["reason"]


@pytest.mark.parametrize("name", ["platform", "location", "model", "operation", "service_tier"])
def test_no_word(name: str) -> None:
    """Context that is no string is refused by its name."""
    error = price({"response": answer(_USAGE), name: {"a": 1}})["error"]

    assert error["message"].startswith(f"{name} is")
