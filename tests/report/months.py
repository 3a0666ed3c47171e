"""A month as a small company might have it: the same one every time, with something of all."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from tests.report.ledgers import Billed


FIRST = date(2026, 10, 1)
LAST = date(2026, 11, 21)
NOW = "2026-11-21T15:20:00-08:00"

_MODELS = {
    "gemini-3.8-flash": (250, 1500, 6),
    "gemini-3.5-pro": (1250, 10_000, 2),
    "gemini-2.5-flash-lite": (100, 400, 9),
    "gemini-embedding-001": (150, 0, 4),
    "gemini-3.1-flash-image": (300, 2500, 1),
}
_OUTCOMES = (("answered", 92), ("truncated", 3), ("abandoned", 2), ("blocked", 2), ("failed", 1))
_OWNERS = (
    ("acme", "search"),
    ("acme", "support"),
    ("globex", "search"),
    ("initech", "summaries"),
    (None, "search"),
    ("umbrella", "translation"),
)


def list_billed(a_day: int = 40) -> Iterator[Billed]:
    """Every response of it."""
    chance = random.Random(5)  # noqa: S311 - not a secret
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        weekend = day.weekday() >= 5
        for _ in range(a_day // 3 if weekend else a_day + n // 3):
            yield _make(day, chance)
    yield Billed(at=f"{LAST} 09:00", model="gemini-4-preview", bill=None, reasons="unknown_model")


def _make(day: date, chance: random.Random) -> Billed:
    [model] = chance.choices([*_MODELS], [weight for _, _, weight in _MODELS.values()])
    [outcome] = chance.choices([name for name, _ in _OUTCOMES], [n for _, n in _OUTCOMES])
    hour = chance.randint(7, 14)
    tenant, feature = chance.choice(_OWNERS)
    rate_in, rate_out, _ = _MODELS[model]
    uncached, cached = chance.randint(200, 9_000), chance.choice((0, 0, 4_096))
    candidates = 0 if not rate_out or outcome == "blocked" else chance.randint(50, 2_000)
    thoughts = chance.choice((0, 800, 2_400)) if rate_out > 1_000 else 0
    queries = int(chance.random() < 0.04)
    bill = {
        "input": uncached * rate_in,
        "cached_input": cached * rate_in // 10,
        "output": candidates * rate_out,
        "thinking": thoughts * rate_out,
        "grounding": queries * 14_000_000,
    }
    return Billed(
        at=f"{day} {hour:02}:00",
        bill={component: nano for component, nano in bill.items() if nano},
        model=model,
        tier=chance.choice(("standard", "standard", "standard", "flex", "batch")),
        platform=chance.choice(("gemini_api", "gemini_api", "vertex")),
        outcome=outcome,
        attempts=1 + (chance.random() < 0.03),
        tenant=tenant,
        feature=feature,
        operation="embeddings" if not rate_out else "generate_content",
        service=chance.choice(("web", "worker")),
        environment="production",
        uncached=uncached,
        cached=cached,
        candidates=candidates,
        thoughts=thoughts,
        savings=cached * rate_in * 9 // 10,
        queries=queries,
    )
