"""How old prices are, whose they are, and what in use has none or leaves."""

from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from google.genai import Client

import gemini_otel
from gemini_otel._doctor._price_state import judge_age
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.doctor.examining import examine, find


_CHECKED = date(2026, 11, 20)
_OWN = """
schema = 1

[[models]]
id = "house-model"
generation = "3"

[[prices]]
model = "house-model"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
unit = "1M tokens"
usd = "2"
from = "2026-01-01"

[[discounts]]
id = "contract"
percent = "20"

[[lifecycle]]
model = "house-model"
platform = "gemini_api"
stage = "ga"
shutdown = "2099-06-30"
replacement = "gemini-3.5-flash"
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A file with one price, one discount and a model that leaves."""
    file = tmp_path / "prices.toml"
    file.write_text(_OWN, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("checked", "today", "status"),
    [
        (_CHECKED, date(2026, 11, 21), "ok"),
        (_CHECKED, date(2027, 1, 19), "ok"),  # 60 days
        (_CHECKED, date(2027, 1, 20), "warning"),
        (None, date(2027, 1, 20), "warning"),
    ],
)
def test_age(checked: date | None, today: date, status: str) -> None:
    """Prices that nobody checked for more than 60 days are a warning."""
    assert status == judge_age(checked, today).status


def test_prices_of_the_package() -> None:
    """Without a file of one's own, prices are those of the package."""
    assert ("ok", "Prices are those of the package.") == (
        examine("prices.own_file").status,
        find("prices.own_file").seen,
    )


def test_own_file(own: str) -> None:
    """A file of one's own is told with how much it adds."""
    found = examine("prices.own_file", prices=own)

    assert ("ok", f"{own} adds 1 price and 1 discount.") == (found.status, found.seen)


def test_empty_file(tmp_path: Path) -> None:
    """A file that adds nothing is a note."""
    file = tmp_path / "prices.toml"
    file.write_text("schema = 1\n", encoding="utf-8")

    assert "note" == examine("prices.own_file", prices=str(file)).status


def test_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read is a problem, where it keeps us from being switched on."""
    monkeypatch.setenv("GEMINI_OTEL_PRICES", str(tmp_path / "none.toml"))

    found = find("prices.own_file")
    assert ("problem", True) == (found.status, "none.toml" in found.seen)


def test_a_file_with_several_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a finding and a line of its own, and nothing stands in the place of a line's end."""
    file = tmp_path / "prices.toml"
    file.write_text('schema = 2\n[[discounts]]\nid = "x"\npercent = "150"\n', encoding="utf-8")
    monkeypatch.setenv("GEMINI_OTEL_PRICES", str(file))

    first, second = gemini_otel.doctor().find("prices.own_file")
    assert ("problem", "problem") == (first.status, second.status)
    assert f"{file}, line 1, schema: got the number 2" in first.seen
    assert f"{file}, line 4, discounts[0].percent: got" in second.seen
    assert "?" not in f"{first}{second}"


def test_models_without_a_price(gemini: FakeGemini) -> None:
    """Models in use without a price are told, with the reason and how many calls."""
    client = gemini.client()
    with record_telemetry():
        client.models.generate_content(model="gemini-3.5-flash", contents="Hello?")
        assert "ok" == find("prices.unpriced").status
        for _ in range(2):
            client.models.generate_content(model="gemini-9-neon", contents="Hello?")
        found = find("prices.unpriced")

    assert "warning" == found.status
    assert "gemini-9-neon (unknown_model) 2." in found.seen
    assert "Add a price to a file of your own" in str(found.advice)


@pytest.fixture
def client(gemini: FakeGemini) -> Generator[Client]:
    """A client whose calls are recorded."""
    with record_telemetry():
        yield gemini.client()


def _ask(client: Client, gemini: FakeGemini, **reply: Any) -> None:
    gemini.queue(Reply("a", **reply))
    client.models.generate_content(model="gemini-3.5-flash", contents="Hello?")


def test_a_stream_that_was_left(gemini: FakeGemini, client: Client) -> None:
    """Its model has a price: no price is missing, and the note says what would know the rest."""
    gemini.queue(Reply("a b c", chunks=3))
    stream = client.models.generate_content_stream(model="gemini-3.5-flash", contents="Hello?")
    next(stream)
    cast("Generator[Any]", stream).close()

    left = find("prices.streams")
    assert ("ok", "ok") == (find("prices.unpriced").status, find("prices.unreported").status)
    assert ("note", True) == (left.status, "gemini-3.5-flash (incomplete_usage) 1." in left.seen)
    assert "Read streams to their end" in str(left.advice)
    assert "price" not in str(left.advice)


def test_a_usage_that_says_too_little(gemini: FakeGemini, client: Client) -> None:
    """No price of one's own mends what the server does not report, and none is asked for."""
    _ask(client, gemini, usage=None)

    found = find("prices.unreported")
    assert ("ok", "ok") == (find("prices.unpriced").status, find("prices.streams").status)
    assert ("warning", True) == (found.status, "gemini-3.5-flash (no_usage) 1." in found.seen)
    assert "Add a price" not in str(found.advice)


def test_a_tier_that_nobody_knows(gemini: FakeGemini, client: Client) -> None:
    """A price of one's own cannot be of a tier that is newer than we are: an upgrade can."""
    _ask(client, gemini, headers={"x-gemini-service-tier": "turbo"})

    found = find("prices.unpriced")
    assert ("warning", True) == (found.status, "gemini-3.5-flash (unknown_tier) 1." in found.seen)
    assert "Upgrade gemini-otel." == found.advice


def test_nothing_is_unpriced(gemini: FakeGemini, client: Client) -> None:
    """A call that is priced in full is good in every respect."""
    _ask(client, gemini)

    codes = ("prices.unpriced", "prices.unreported", "prices.streams")
    assert {"ok"} == {find(code).status for code in codes}


def test_models_that_leave(gemini: FakeGemini, own: str) -> None:
    """Models in use that are shut down are told, with the day."""
    client = gemini.client()
    with record_telemetry(prices=own):
        assert "ok" == find("prices.shutdowns").status
        client.models.generate_content(model="house-model", contents="Hello?")
        found = find("prices.shutdowns")

    assert ("warning", "Models in use that are shut down: house-model on 2099-06-30.") == (
        found.status,
        found.seen,
    )
