"""The package's own file is held to more than a user's: sources, known models, no gap."""

from typing import Any

import pytest

from gemini_otel.pricing._files._schema import check_packaged


_ROW: dict[str, Any] = {
    "model": "acme",
    "platform": "vertex",
    "tier": "standard",
    "direction": "input",
    "modality": ["text"],
    "unit": "1M tokens",
    "usd": "1",
    "from": "2026-01-01",
    "until": "2026-06-30",
    "sources": ["page"],
    "read": "2026-01",
    "confidence": "high",
}
_DOCUMENT: dict[str, Any] = {
    "schema": 1,
    "sources": {"page": {"title": "A page", "url": "", "read": "2026-01"}},
    "models": [{"id": "acme", "generation": None}],
}


def _find_faults(*prices: dict[str, Any], **more: Any) -> list[str]:
    document = {**_DOCUMENT, "prices": list(prices), **more}
    return [fault.field for fault in check_packaged(document)]


def test_right() -> None:
    """A cited price of a known model is right."""
    assert [] == _find_faults(_ROW)


@pytest.mark.parametrize("field", ["sources", "read", "confidence"])
def test_citation(field: str) -> None:
    """A price without its source, the day that was read, or how sure it is, is refused."""
    row = {name: value for name, value in _ROW.items() if name != field}

    assert [f"prices[0].{field}"] == _find_faults(row)


def test_unknown_source() -> None:
    """A source that is not listed is refused."""
    assert ["prices[0].sources[1]"] == _find_faults({**_ROW, "sources": ["page", "rumour"]})


def test_unknown_model() -> None:
    """A price of a model that is not listed is refused."""
    assert ["prices[0].model"] == _find_faults({**_ROW, "model": "acme-2"})


def test_discounts() -> None:
    """Discounts are the users' own."""
    assert ["discounts"] == _find_faults(_ROW, discounts=[])


@pytest.mark.parametrize(
    ("second", "fields"),
    [
        ({"from": "2026-07-01"}, []),
        ({"from": "2026-07-02"}, ["prices[1].from"]),
        ({"from": "2026-07-02", "gap_before": "It was not offered."}, []),
        ({"from": "2026-07-02", "tier": "batch"}, []),
        ({"from": "2026-07-02", "modality": ["audio", "text"]}, ["prices[1].from"]),
        ({"from": "2026-06-30"}, ["prices[1].from"]),
    ],
)
def test_gap(second: dict[str, Any], fields: list[str]) -> None:
    """A price follows the one before it on the next day, or says why there was none between."""
    assert fields == _find_faults(_ROW, {**_ROW, "until": None, **second})
