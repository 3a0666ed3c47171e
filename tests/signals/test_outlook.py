"""What is ahead of the models in use: shutdowns and changes of prices, told in time."""

from pathlib import Path
from typing import Final

import pytest

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import Caller


USAGE: Final = {"prompt": 1_000, "candidates": 0}


# $1 for 1 M tokens until the end of 2098, and $3 from the next day on.
RISING: Final = """
schema = 1

[[models]]
id = "house-model"

[[prices]]
model = "house-model"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
unit = "1M tokens"
usd = "1"
from = "2020-01-01"
until = "2098-12-31"

[[prices]]
model = "house-model"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
unit = "1M tokens"
usd = "3"
from = "2099-01-01"

[[lifecycle]]
model = "house-model"
platform = "gemini_api"
stage = "ga"
shutdown = "2099-06-30"
replacement = "gemini-3.5-flash"
"""


@pytest.fixture
def prices(tmp_path: Path) -> str:
    """A file with a model whose price rises, and which is shut down later."""
    file = tmp_path / "prices.toml"
    file.write_text(RISING, encoding="utf-8")
    return str(file)


def _ask(gemini: FakeGemini, call: Caller, model: str = "house-model") -> None:
    gemini.queue(Reply(usage=USAGE))
    call.ask(gemini.client(), model=model)


def test_a_price_change_is_told_with_what_the_call_will_cost(
    gemini: FakeGemini, call: Caller, prices: str
) -> None:
    """1,000 tokens cost 1,000,000 nano-dollars now, and three times as much from 2099 on."""
    with record_telemetry(prices=prices) as telemetry:
        _ask(gemini, call)

        said = telemetry.event("gemini.price.change").attributes
        assert 1_000_000 == said["gemini.cost.nano_usd"]
        assert 3_000_000 == said["gemini.price.change.cost.nano_usd"]
        assert (0.003, 3.0) == (
            said["gemini.price.change.cost.amount"],
            said["gemini.price.change.factor"],
        )
        assert "2099-01-01" == said["gemini.price.change_date"]
        assert "$0.003000000 instead of $0.001000000" in said["gemini.advice"]


def test_the_day_of_a_change_is_a_gauge(gemini: FakeGemini, call: Caller, prices: str) -> None:
    """2099-01-01 begins 4,070,908,800 seconds after 1970 in UTC."""
    with record_telemetry(prices=prices) as telemetry:
        _ask(gemini, call)

        (point,) = telemetry.points("gemini.price.change.time")
        assert (4_070_908_800, "house-model") == (
            point.value,
            point.attributes["gen_ai.response.model"],
        )


def test_a_shutdown_is_told_with_what_to_move_to(
    gemini: FakeGemini, call: Caller, prices: str
) -> None:
    """The event has the date and the successor."""
    with record_telemetry(prices=prices) as telemetry:
        _ask(gemini, call)

        said = telemetry.event("gemini.model.deprecated").attributes
        assert ("2099-06-30", "gemini-3.5-flash") == (
            said["gemini.model.shutdown_date"],
            said["gemini.model.replacement"],
        )


def test_the_end_of_a_discount_is_a_change(
    gemini: FakeGemini, call: Caller, tmp_path: Path
) -> None:
    """Half off until the end of 2098: 1,000 x 750 nano-dollars, and twice as much from then on."""
    file = tmp_path / "discount.toml"
    file.write_text(
        'schema = 1\n[[discounts]]\nid = "half"\npercent = "50"\nuntil = "2098-12-31"\n',
        encoding="utf-8",
    )
    with record_telemetry(prices=str(file)) as telemetry:
        _ask(gemini, call, "gemini-3.5-flash")

        said = telemetry.event("gemini.price.change").attributes
        assert ("2099-01-01", 750_000, 1_500_000) == (
            said["gemini.price.change_date"],
            said["gemini.cost.nano_usd"],
            said["gemini.price.change.cost.nano_usd"],
        )


def test_a_change_of_another_price_does_not_hide_the_one_that_matters(
    gemini: FakeGemini, call: Caller, tmp_path: Path
) -> None:
    """The price of cached input changes first, and this call has none."""
    cached = RISING.replace('usd = "1"', 'usd = "0.1"\ncached = true').replace(
        'until = "2098-12-31"', 'until = "2097-12-31"'
    )
    earlier = cached[cached.index("[[prices]]") : cached.rindex("[[prices]]")]
    file = tmp_path / "prices.toml"
    file.write_text(RISING + earlier, encoding="utf-8")
    with record_telemetry(prices=str(file)) as telemetry:
        _ask(gemini, call)

        said = telemetry.event("gemini.price.change").attributes
        assert "2099-01-01" == said["gemini.price.change_date"]


def test_a_price_that_is_not_whole_foretells_nothing(
    gemini: FakeGemini, call: Caller, prices: str
) -> None:
    """What the call will cost cannot be said where a part of it has no price."""
    gemini.queue(Reply(usage={**USAGE, "candidates": 5}))
    with record_telemetry(prices=prices) as telemetry:
        call.ask(gemini.client(), model="house-model")

        assert [] == telemetry.events("gemini.price.change")
        assert 1 == len(telemetry.events("gemini.model.deprecated"))


def test_dates_that_no_page_has_are_no_alarm(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """A library says that 2.5 Flash-Lite left Vertex AI in October 2026; Google's pages do not."""
    gemini.queue(Reply(usage=USAGE))

    call.ask(gemini.client(vertexai=True, location="global"), model="gemini-2.5-flash-lite")

    assert [] == telemetry.events("gemini.model.deprecated")
    assert [] == telemetry.points("gemini.model.shutdown.time")


def test_each_is_told_once_a_day(gemini: FakeGemini, call: Caller, prices: str) -> None:
    """A busy program is not flooded."""
    with record_telemetry(prices=prices) as telemetry:
        for _ in range(3):
            _ask(gemini, call)

        assert 1 == len(telemetry.events("gemini.price.change"))
        assert 1 == len(telemetry.events("gemini.model.deprecated"))


def test_the_gauge_shows_when_a_model_in_use_is_shut_down(
    gemini: FakeGemini, call: Caller, prices: str
) -> None:
    """2099-06-30 begins 4,086,460,800 seconds after 1970, in UTC."""
    with record_telemetry(prices=prices) as telemetry:
        _ask(gemini, call)

        (point,) = telemetry.points("gemini.model.shutdown.time")
        assert 4_086_460_800 == point.value
        assert "house-model" == point.attributes["gen_ai.response.model"]


def test_a_model_without_an_announced_end_is_in_no_gauge(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Nothing is told of what is not announced."""
    _ask(gemini, call, "gemini-3.5-flash")

    assert [] == telemetry.points("gemini.model.shutdown.time")
    assert [] == telemetry.events("gemini.model.deprecated")


def test_what_is_ahead_is_counted_by_event(gemini: FakeGemini, call: Caller, prices: str) -> None:
    """An alert needs no log backend."""
    with record_telemetry(prices=prices) as telemetry:
        _ask(gemini, call)

        for event in ("gemini.price.change", "gemini.model.deprecated"):
            assert 1 == telemetry.total("gemini.client.incidents", **{"gemini.incident": event})


def test_the_age_of_the_prices_is_a_gauge(telemetry: Telemetry) -> None:
    """An alert on an old price list can be written before the first call."""
    (point,) = telemetry.points("gemini.prices.checked.time")

    # The price list was never checked before 2026-11-20, which began then.
    assert point.value >= 1_795_132_800
