"""A line of a bill has the same members on the command line and in the event of a call."""

import json
from decimal import Decimal
from typing import Any

import pytest

from gemini_otel._call import Answer
from gemini_otel._raw import Context, read_record
from gemini_otel._semconv import COST_COMPONENTS
from gemini_otel._signals._billing import itemise_cost
from gemini_otel.pricing import Cost, load_catalog
from gemini_otel.pricing import price as price_consumption
from tests.cli.pricing import AT, answer, price


_RECORDS: list[dict[str, Any]] = [
    {"response": answer({"promptTokenCount": 1000, "candidatesTokenCount": 10}), **AT},
    {
        "response": answer({"promptTokenCount": 1000}),
        "platform": "vertex",
        "location": "us-central1",
        "at": "2026-11-20",
    },
    {
        "model": "veo-3.1-generate-001",
        "platform": "vertex",
        "at": "2026-11-01",
        "usage": {"seconds": 7.5, "resolution": "4k", "audio": True},
    },
]


def _charge(record: dict[str, Any]) -> Cost:
    return price_consumption(read_record(record, Context()).consumptions[0], load_catalog())


@pytest.mark.parametrize("record", _RECORDS, ids=["tokens", "region", "seconds"])
def test_members(record: dict[str, Any]) -> None:
    """The command line adds the amount in dollars, and nothing else."""
    event = json.loads(str(itemise_cost(_charge(record), Answer())[COST_COMPONENTS]))
    printed = price(record)["components"]
    amounts = [one.pop("amount") for one in printed]

    assert event == printed
    assert [one["nano_usd"] for one in event] == [int(Decimal(one) * 10**9) for one in amounts]


def test_adjustments() -> None:
    """What changed a price is listed where there is any, and the id is that of its row alone."""
    # A region costs a tenth more: 0.75 x 1.1 = 0.825.
    (line,) = price(_RECORDS[1])["components"]

    assert ("0.825", ["vertex-regional"]) == (line["rate_usd"], line["adjustments"])
    assert "gemini-3.8-flash/vertex/standard/input/text/global@2026-09-02" == line["price_id"]
    assert all("adjustments" not in one for one in price(_RECORDS[0])["components"])
