"""Writes the records of the catalog as JSON."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from gemini_otel.cli._amounts import write_amount
from gemini_otel.pricing import Catalog, Change
from gemini_otel.pricing._records import Discount, Fee, Life, Price, Uplift


def print_document(document: Any) -> None:
    """Prints one JSON document."""
    click.echo(json.dumps(document, indent=2))


def describe_price(price: Price, catalog: Catalog) -> dict[str, Any]:
    """A price with everything that is known of it."""
    return {
        "id": price.id,
        "model": price.model,
        "platform": price.platform,
        "location": price.location,
        "tier": price.tier,
        "band": price.band,
        "direction": price.direction,
        "modality": list(price.modalities),
        "cached": price.cached,
        "unit": price.unit,
        "size": price.size,
        "audio": price.audio,
        "usd": write_amount(price.usd),
        "from": _write_day(price.since),
        "until": _write_day(price.until),
        **_describe_origin(price, catalog),
    }


def describe_fee(fee: Fee, catalog: Catalog) -> dict[str, Any]:
    """What a tool of Google's costs."""
    return {
        "id": fee.id,
        "tool": fee.tool,
        "platform": fee.platform,
        "unit": fee.unit,
        "usd": write_amount(fee.usd),
        "free": fee.free,
        "from": _write_day(fee.since),
        "until": _write_day(fee.until),
        **_describe_origin(fee, catalog),
    }


def describe_uplift(uplift: Uplift, catalog: Catalog) -> dict[str, Any]:
    """What the models of a platform cost more away from its global endpoint."""
    return {
        "id": uplift.id,
        "platform": uplift.platform,
        "multiplier": write_amount(uplift.multiplier),
        "from": _write_day(uplift.since),
        "until": _write_day(uplift.until),
        **_describe_origin(uplift, catalog),
    }


def describe_discount(discount: Discount) -> dict[str, Any]:
    """What the user pays less; an empty list stands for all."""
    return {
        "id": discount.id,
        "percent": write_amount(discount.percent),
        "models": sorted(discount.models),
        "platforms": sorted(discount.platforms),
        "tiers": sorted(discount.tiers),
        "from": _write_day(discount.since),
        "until": _write_day(discount.until),
    }


def describe_change(change: Change, catalog: Catalog) -> dict[str, Any]:
    """A price that becomes another."""
    return {
        "day": _write_day(change.day),
        "old": describe_price(change.old, catalog) if change.old else None,
        "new": describe_price(change.new, catalog) if change.new else None,
        "factor": None if change.factor is None else write_amount(change.factor),
    }


def describe_life(life: Life, catalog: Catalog) -> dict[str, Any]:
    """When a model comes and goes."""
    return {
        "model": life.model,
        "platform": life.platform,
        "stage": life.stage,
        "release": _write_day(life.release),
        "shutdown": _write_day(life.shutdown),
        "replacement": life.replacement,
        "routed_to": life.routed_to,
        **_describe_origin(life, catalog),
    }


def _describe_origin(record: Price | Fee | Uplift | Life, catalog: Catalog) -> dict[str, Any]:
    return {
        "sources": list(_describe_sources(record.sources, catalog)),
        "read": record.read,
        "confidence": record.confidence,
        "note": record.note,
    }


def _describe_sources(ids: Iterable[str], catalog: Catalog) -> Iterable[dict[str, str]]:
    return (
        catalog.sources[one]._asdict() if one in catalog.sources else {"id": one} for one in ids
    )


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
