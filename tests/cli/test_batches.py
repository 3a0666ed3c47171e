"""Lines of batch output are priced as what they are: a batch, which costs half."""

import pytest

from gemini_otel._raw import Context
from tests.cli.pricing import AT, answer, price, read_gaps


_USAGE = {"promptTokenCount": 1_000_000, "totalTokenCount": 1_000_000}
"""Of 3.8 Flash until 2026-12-31: $0.75; as a batch and as flex $0.375, as priority $1.35."""

_TIME = "2026-11-20T08:00:00.000+00:00"


def test_batch() -> None:
    """A batch costs half, whatever its answers say of their traffic."""
    usage = {**_USAGE, "trafficType": "ON_DEMAND"}
    batch = Context(platform="gemini_api", service_tier="batch")

    document = price({"key": "a", "response": answer(usage), "at": "2026-11-20"}, batch)

    assert ("batch", "0.375", []) == (
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )


@pytest.mark.parametrize(
    "beside",
    [
        {"key": "a"},
        {"key": "a", "request": {"contents": "Hello?"}},
        {"processed_time": _TIME},
        {"processedTime": _TIME},
        {"request": {"contents": "Hello?"}, "status": ""},
    ],
    ids=["key", "key and request", "time", "time in camel case", "request and status"],
)
@pytest.mark.parametrize("traffic", [{}, {"trafficType": "ON_DEMAND"}], ids=["silent", "traffic"])
def test_shape(beside: dict[str, object], traffic: dict[str, str]) -> None:
    """What has the shape of a line of batch output costs half, and says that this is assumed."""
    document = price({**beside, "response": answer({**_USAGE, **traffic}), **AT})

    assert ("batch", "0.375", ["service_tier"]) == (
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )
    assert document["cost"]["complete"] is True


@pytest.mark.parametrize(
    "beside",
    [{"request": {"contents": "Hello?"}}, {"status": 200}, {"key": None, "processed_time": None}],
    ids=["request", "status", "nulls"],
)
def test_logged_call(beside: dict[str, object]) -> None:
    """A request or a status beside a response is how programs log calls, which cost in full."""
    document = price({**beside, "response": answer(_USAGE), **AT})

    assert ("standard", "0.75", []) == (
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )


@pytest.mark.parametrize("tier", ["standard", "priority"])
def test_tier_of_the_user(tier: str) -> None:
    """The tier that the user gives goes before the shape of the line."""
    line = {"key": "a", "response": answer(_USAGE), **AT}

    assert tier == price(line, Context(service_tier=tier))["tier"]
    assert tier == price({**line, "service_tier": tier})["tier"]


@pytest.mark.parametrize(
    ("response", "tier", "amount"),
    [
        (answer(_USAGE, serviceTier="standard"), "standard", "0.75"),
        (answer({**_USAGE, "serviceTier": "flex"}), "flex", "0.375"),
        (answer({**_USAGE, "trafficType": "ON_DEMAND_PRIORITY"}), "priority", "1.35"),
    ],
)
def test_tier_of_the_server(response: dict[str, object], tier: str, amount: str) -> None:
    """A tier that the server names goes before the shape of the line."""
    document = price({"key": "a", "response": response, **AT})

    assert (tier, amount, []) == (
        document["tier"],
        document["cost"]["amount"],
        document["assumptions"],
    )


def test_model_without_batches() -> None:
    """A model that has no price for batches has none, and not the standard one."""
    usage = {"promptTokenCount": 1000, "totalTokenCount": 1000}

    document = price({"key": "a", "response": answer(usage, "gemini-3.8-live"), **AT})

    assert document["cost"]["amount"] is None
    assert [("response", "tier_not_priced")] == read_gaps(document)


def test_batch_of_vertex() -> None:
    """A line of a batch of Vertex AI tells its platform and its time."""
    line = {
        "status": "",
        "processed_time": "2027-01-01T08:00:00.000+00:00",
        "request": {"contents": "Hello?"},
        "response": answer(_USAGE),
    }

    document = price(line, Context(location="global", service_tier="batch"))

    # Batch from 2027-01-01: $0.75 a million.
    assert ("vertex", "0.75", []) == (
        document["platform"],
        document["cost"]["amount"],
        document["assumptions"],
    )
