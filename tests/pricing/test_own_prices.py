"""A user's own prices and discounts go before the package's."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gemini_otel.pricing import Catalog, Consumption, Grounding, Media, Usage, load_catalog, price
from tests.pricing.cases import TODAY, developer, vertex


_ALL = ["text", "image", "video", "document", "audio"]
_IN_JUNE = date(2026, 6, 1)


def _load(where: Path, **said: object) -> Catalog:
    path = where / "prices.json"
    path.write_text(json.dumps({"schema": 1, **said}), encoding="utf-8")
    return load_catalog(path)


def _row(model: str, direction: str, unit: str, usd: str, **more: Any) -> dict[str, Any]:
    return {
        "model": model,
        "platform": "gemini_api",
        "tier": "standard",
        "direction": direction,
        "unit": unit,
        "usd": usd,
        "from": "2026-01-01",
        **more,
    }


_TOKENS = _row("gemini-2.5-pro", "input", "1M tokens", "1", modality=_ALL)
_OVERRIDES = [
    # 1,000 x $1/M
    pytest.param(_TOKENS, developer("gemini-2.5-pro", Usage(1_000)), 1_000_000, id="tokens"),
    # 300,000 x $1/M: the user's price is for prompts of any length
    pytest.param(
        _TOKENS, developer("gemini-2.5-pro", Usage(300_000)), 300_000_000, id="a long prompt"
    ),
    # 4 x $0.03
    pytest.param(
        _row("imagen-4.0-generate-001", "output", "image", "0.03"),
        developer("imagen-4.0-generate-001", at=_IN_JUNE, media=(Media("image", 4),)),
        120_000_000,
        id="images",
    ),
    # 8 x $0.30
    pytest.param(
        _row("veo-3.1-generate-preview", "output", "second", "0.30", size="720p"),
        developer("veo-3.1-generate-preview", at=_IN_JUNE, media=(Media("second", 8, "720p"),)),
        2_400_000_000,
        id="seconds of one size",
    ),
    # 2 x $0.05
    pytest.param(
        _row("lyria-3.5", "output", "song", "0.05", **{"from": "2026-09-03"}),
        developer("lyria-3.5", media=(Media("song", 2),)),
        100_000_000,
        id="songs",
    ),
    # 1,000 x $4/M
    pytest.param(
        _row("gemini-2.5-pro", "storage", "1M token-hours", "4"),
        developer("gemini-2.5-pro", media=(Media("token_hour", 1_000),)),
        4_000_000,
        id="storage",
    ),
]


@pytest.mark.parametrize(("row", "took", "nano"), _OVERRIDES)
def test_a_users_price_goes_before_the_packages(
    tmp_path: Path, row: dict[str, Any], took: Consumption, nano: int
) -> None:
    """Where a user has a price of their own, it holds, and its row says whose it is."""
    cost = price(took, _load(tmp_path, prices=[row]))

    assert nano == cost.nano
    assert cost.is_complete
    assert ["user"] == [charge.rate.price_id.split(":")[0] for charge in cost.charges]


@pytest.mark.parametrize(
    ("at", "nano"),
    [
        pytest.param(date(2026, 11, 19), 1_250_000, id="before"),  # 1,000 x $1.25/M
        pytest.param(date(2026, 11, 20), 1_000_000, id="first day"),  # 1,000 x $1/M
        pytest.param(date(2026, 11, 21), 1_000_000, id="last day"),
        pytest.param(date(2026, 11, 22), 1_250_000, id="after"),
    ],
)
def test_a_users_price_holds_on_its_days(tmp_path: Path, at: date, nano: int) -> None:
    """Outside the days of a user's price the package's holds."""
    row = {**_TOKENS, "from": "2026-11-20", "until": "2026-11-21"}

    cost = price(developer("gemini-2.5-pro", Usage(1_000), at), _load(tmp_path, prices=[row]))

    assert nano == cost.nano


_FLASH = "gemini-3.8-flash"
_BATCHES = {"id": "batches", "percent": "15", "models": [_FLASH], "tiers": ["batch"]}
_DISCOUNTED = [
    # 1,000 x 375 x 0.85
    pytest.param(developer(_FLASH, Usage(1_000), tier="batch"), 318_750, id="what it names"),
    # 3 x 37.5 x 0.85 = 95.625
    pytest.param(developer(_FLASH, Usage(3, cached=3), tier="batch"), 96, id="rounded once"),
    # 1,000 x 375 x 1.1 x 0.85
    pytest.param(
        vertex(_FLASH, Usage(1_000), location="us", tier="batch"), 350_625, id="with an uplift"
    ),
    # 1,000 x 750
    pytest.param(developer(_FLASH, Usage(1_000)), 750_000, id="another tier"),
    # 1,000 x 150
    pytest.param(
        developer("gemini-3.5-flash-lite", Usage(1_000), tier="batch"), 150_000, id="another model"
    ),
]


@pytest.mark.parametrize(("took", "nano"), _DISCOUNTED)
def test_a_discount_is_taken_off_what_it_names(
    tmp_path: Path, took: Consumption, nano: int
) -> None:
    """A discount of 15 % leaves 85 % of what it names, and all of anything else."""
    assert nano == price(took, _load(tmp_path, discounts=[_BATCHES])).nano


def test_savings_are_what_a_user_saves(tmp_path: Path) -> None:
    """With half off, cached tokens save half as much."""
    half = {"id": "half", "percent": "50"}

    cost = price(
        developer("gemini-2.5-pro", Usage(1_000, cached=1_000)), _load(tmp_path, discounts=[half])
    )

    # 1,000 x 125 / 2, and 1,000 x (1,250 - 125) / 2
    assert (62_500, 562_500) == (cost.nano, cost.savings_nano)


def test_a_users_model_has_only_the_users_price(tmp_path: Path) -> None:
    """A model that only the user knows is priced as far as the user says."""
    row = _row("acme-tuned", "input", "1M tokens", "0.5", modality=["text"])
    took = developer(
        "acme-tuned", Usage(1_000, candidates=10), TODAY, grounding=Grounding(sources=1)
    )

    cost = price(took, _load(tmp_path, models=[{"id": "acme-tuned"}], prices=[row]))

    assert 500_000 == cost.nano  # 1,000 x $0.50/M
    assert [("output", "modality_not_priced")] == [(gap.component, gap.reason) for gap in cost.gaps]
