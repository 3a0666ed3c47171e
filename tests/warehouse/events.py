"""Usage events of every kind, as a program sends them."""

import json
import random
from collections.abc import Iterator
from typing import Any

from gemini_otel_exporters._ledger._lines import FORM, Line


FIRST_NS = 1_793_530_800 * 10**9
"""2026-11-01, the first Pacific hour of it."""

_ENDS: tuple[dict[str, Any], ...] = (
    {"gen_ai.response.finish_reasons": ("STOP",)},
    {"gen_ai.response.finish_reasons": ("STOP",), "gemini.stream.end": "exhausted"},
    {"gen_ai.response.finish_reasons": ("MAX_TOKENS", "STOP"), "gemini.outcome": "truncated"},
    {
        "gen_ai.response.finish_reasons": ("SAFETY",),
        "gemini.block.reason": "SAFETY",
        "gemini.outcome": "blocked",
    },
    {"gen_ai.response.finish_reasons": ("LANGUAGE",), "gemini.outcome": "unusable"},
    {"gemini.stream.end": "closed", "gemini.outcome": "abandoned"},
    {"error.type": "500", "gemini.outcome": "failed"},
    {},
)


def list_lines(count: int) -> list[Line]:
    """So many events, the same ones every time."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    return [_make(number, chance) for number in range(count)]


def _make(number: int, chance: random.Random) -> Line:
    told: dict[str, Any] = {
        "log.record.uid": f"{number * 7919 + 1:032x}",
        "gen_ai.operation.name": chance.choice(("generate_content", "embeddings")),
        "gen_ai.provider.name": chance.choice(("gcp.gemini", "gcp.vertex_ai")),
        "gen_ai.request.model": chance.choice(("gemini-3.8-flash", "gemini-3.5-pro", "<b>'\"\\é")),
        "gemini.call.duration_s": chance.choice((0.25, 1.5)),
        "gemini.usage.complete": chance.random() < 0.9,
        "gemini.usage.tokens.uncached_prompt.text": chance.randint(1, 9_000),
        "gemini.usage.tokens.candidates.text": chance.randint(0, 900),
        **chance.choice(_ENDS),
        **dict(_list_optional(chance)),
        **_make_bill(chance),
    }
    service = chance.choice(("web", None))
    time_ns = FIRST_NS + chance.randrange(21 * 24 * 3600) * 10**9 + number
    return Line(FORM, time_ns, f"{number:032x}", None, (service, "production", None), 0, told)


def _list_optional(chance: random.Random) -> Iterator[tuple[str, Any]]:
    optional: dict[str, Any] = {
        "gen_ai.response.model": "gemini-3.8-flash-001",
        "gemini.cost.model": "gemini-3.8-flash",
        "gemini.service_tier": "flex",
        "gemini.cost.service_tier": "batch",
        "gemini.usage.tokens.candidates.image": chance.randint(1, 99),
        "gemini.usage.tokens.cached.audio": chance.randint(1, 99),
        "gemini.usage.tokens.tool_use.text": chance.randint(1, 99),
        "gemini.usage.tokens.thoughts.text": chance.randint(1, 999),
        "gemini.usage.tokens.unknown.unknown": 3,
        "gemini.usage.tokens.dreams.text": 5,
        "gemini.grounding.web_queries": 2,
        "gemini.grounding.image_queries": 1,
        "gemini.grounding.retrieval_queries": 1,
        "gemini.attempts": 3,
        "gemini.attribution.tenant": chance.choice(("acme", "globex")),
        "gemini.attribution.feature": "search",
        "gemini.attribution.region": "eu",
        "gemini.cost.cache_savings_nano_usd": chance.randint(1, 10**6),
    }
    return ((name, value) for name, value in optional.items() if chance.random() < 0.3)


def _make_bill(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice(("whole", "whole", "whole", "part", "none"))
    gaps = {"gemini.unpriced.reasons": ("unknown_model", "no_usage")} if kind != "whole" else {}
    if kind == "none":
        return {"gemini.cost.complete": False, **gaps}
    names = chance.sample(("input", "cached_input", "output", "thinking", "grounding"), 3)
    items: list[dict[str, Any]] = [
        {
            "component": name,
            "modality": "text",
            "unit": "token",
            "quantity": chance.choice((120, "0.125")),
            "nano_usd": chance.randint(0, 10**12),
            "rate_usd": "0.3",
            "per": 1_000_000,
            "price_id": "gemini-3.8-flash/2026-01-01",
        }
        for name in names
    ]
    return {
        "gemini.cost.complete": kind == "whole",
        "gemini.cost.nano_usd": sum(item["nano_usd"] for item in items),
        "gemini.cost.components": json.dumps(items, separators=(",", ":")),
        **gaps,
    }
