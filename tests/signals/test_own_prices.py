"""A user's own file of prices: new models, negotiated rates, discounts, and what is wrong in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import gemini_otel
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.shapes import Caller
from tests.signals.money import assert_cost, lines_of


USAGE = {"prompt": 1_000, "candidates": 100}

HOUSE_MODEL = """
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
usd = "2.5"
from = "2020-01-01"

[[prices]]
model = "house-model"
platform = "gemini_api"
tier = "standard"
direction = "output"
modality = ["text"]
unit = "1M tokens"
usd = "10"
from = "2020-01-01"
"""
DISCOUNT = """
schema = 1

[[discounts]]
id = "contract"
percent = "20"
models = ["gemini-3.5-flash"]
from = "2020-01-01"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Writes a file of prices, and says where it is."""

    def write(text: str, name: str = "prices.toml") -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def test_a_new_model_has_the_price_it_was_given(
    gemini: FakeGemini, call: Caller, write: Callable[[str], str]
) -> None:
    """1,000 x 2,500 and 100 x 10,000 nano-dollars."""
    gemini.queue(Reply(usage=USAGE))
    with record_telemetry(prices=write(HOUSE_MODEL)) as telemetry:
        call.ask(gemini.client(), model="house-model")

        assert_cost(telemetry, {"input": 2_500_000, "output": 1_000_000})
        lines = lines_of(telemetry.event("gemini.usage"))
        assert all(line["price_id"].startswith("user:house-model/") for line in lines)


def test_the_variable_names_the_file_too(
    gemini: FakeGemini,
    call: Caller,
    write: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without any code, an environment variable is enough."""
    monkeypatch.setenv("GEMINI_OTEL_PRICES", write(HOUSE_MODEL))
    gemini.queue(Reply(usage=USAGE))
    with record_telemetry() as telemetry:
        call.ask(gemini.client(), model="house-model")

        assert_cost(telemetry, {"input": 2_500_000, "output": 1_000_000})


def test_a_discount_is_taken_off(
    gemini: FakeGemini, call: Caller, write: Callable[[str], str]
) -> None:
    """A fifth less: $1.20 in and $7.20 out; the line of the bill names the discount."""
    gemini.queue(Reply(usage=USAGE))
    with record_telemetry(prices=write(DISCOUNT)) as telemetry:
        call.ask(gemini.client(), model="gemini-3.5-flash")

        assert_cost(telemetry, {"input": 1_200_000, "output": 720_000})
        lines = lines_of(telemetry.event("gemini.usage"))
        assert all(["discount:contract"] == line["adjustments"] for line in lines)


def test_a_broken_file_fails_where_it_is_named(write: Callable[[str], str]) -> None:
    """The message has the line, the field, what was given and the setting."""
    broken = write(HOUSE_MODEL.replace('usd = "2.5"', "usd = 2.5"))

    with pytest.raises(gemini_otel.ConfigurationError) as caught:
        gemini_otel.instrument(prices=broken)

    assert "line 14" in str(caught.value)
    assert "usd" in str(caught.value)
    assert "2.5" in str(caught.value)
    assert "GEMINI_OTEL_PRICES" in str(caught.value)


def test_a_missing_file_fails_where_it_is_named(tmp_path: Path) -> None:
    """A typing error in a path is no silent fall-back to list prices."""
    with pytest.raises(gemini_otel.ConfigurationError, match=r"no-such-file\.toml"):
        gemini_otel.instrument(prices=tmp_path / "no-such-file.toml")
