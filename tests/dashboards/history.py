"""Six hours of a program with four kinds of work, as a real Prometheus would have scraped them.

The program, its calls, the library and the exporter are real; what is made up is the clock: each
page the exporter gave is given a time of its own and written into the server's blocks.
"""

import asyncio
import math
import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.resources import Resource

from gemini_otel._semconv import COST_NANO_USD, EVENT_USAGE
from gemini_otel.attribution import attribution
from gemini_otel.testing import Embedding, FakeGemini, Reply, faults, parts
from gemini_otel.testing._telemetry import record_beside
from gemini_otel_exporters import LedgerProcessor
from tests.backends.workload import SERVICE, look_up


STEP_S: Final = 300
_HOLD_S: Final = 0.001
_BAD_LUCK: Final = 0.6
_RETRIED: Final = {
    "retry_options": {
        "attempts": 4,
        "initial_delay": 0.001,
        "max_delay": 0.001,
        "http_status_codes": [500],
    }
}
_SEED: Final = 6
_INSTANCE: Final = "10.0.0.7:9464"
_FLASH: Final = "gemini-3.5-flash"
_LITE: Final = "gemini-3.5-flash-lite"
_PRO: Final = "gemini-2.5-pro"
_PREVIEW: Final = "gemini-3.1-pro-preview"
_EMBEDDING: Final = "gemini-embedding-001"
_NOBODY: Final = "gemini-9-flash"
_TENANTS: Final = ("acme", "globex", "initech", "umbrella", "hooli", "stark", "wayne")
_WEIGHTS: Final = (30, 22, 14, 9, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of call.

    Attributes:
        weight: How often it is made, of all.
        model: The model asked.
        wait_s: How long the server takes, at least.
        streams: Whether the answer is streamed.
    """

    weight: int
    model: str
    wait_s: float = 0.03
    streams: bool = False


KINDS: Final = {
    "answer": Kind(40, _LITE),
    "cached": Kind(30, _FLASH),
    "thought": Kind(18, _PRO, 0.12),
    "streamed": Kind(22, _FLASH, 0.05, streams=True),
    "preview": Kind(6, _PREVIEW, 0.08),
    "grounded": Kind(4, _FLASH, 0.06),
    "heard": Kind(3, _LITE),
    "embedded": Kind(12, _EMBEDDING, 0.01),
    "truncated": Kind(3, _PRO, 0.15),
    "blocked": Kind(2, _LITE),
    "unsafe": Kind(1, _FLASH),
    "recited": Kind(1, _FLASH),
    "limited": Kind(3, _PRO),
    "used_up": Kind(1, _PRO),
    "overloaded": Kind(2, _FLASH),
    "tools": Kind(4, _LITE, 0.02),
    "repeated": Kind(5, _FLASH),
    "unknown": Kind(1, _NOBODY),
}
_HARASSED: Final = {"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True}
_REFUSALS: Final[dict[str, Callable[[], Any]]] = {
    "limited": lambda: faults.requests_per_minute(_PRO),
    "used_up": lambda: faults.requests_per_day(_PRO),
    "overloaded": faults.overloaded,
}
_ENDINGS: Final[dict[str, Any]] = {
    "blocked": {"parts": None, "prompt_feedback": {"blockReason": "SAFETY"}},
    "unsafe": {"parts": None, "finish_reason": "SAFETY", "safety_ratings": [_HARASSED]},
    "recited": {"parts": None, "finish_reason": "RECITATION"},
    "truncated": {"finish_reason": "MAX_TOKENS"},
    "grounded": {"grounding": {"web_search_queries": ["one", "two"]}},
}


class Program:
    """Makes calls, more of them in the middle of the time than at its ends."""

    def __init__(self, gemini: FakeGemini) -> None:
        self._chance = random.Random(_SEED)  # noqa: S311 - it is no secret
        self._client = gemini.client(http_options=_RETRIED)
        gemini.respond(self._answer)

    async def play(self, steps: int, after: Callable[[int], None]) -> None:
        """Makes the calls of each step, and tells after it."""
        for step in range(steps):
            busy = 0.4 + math.sin(math.pi * step / steps) ** 2
            await self._make_calls(round(14 * busy * self._chance.uniform(0.8, 1.2)))
            after(step)
        await self._client.aio.aclose()
        self._client.close()

    async def _make_calls(self, count: int) -> None:
        weights = [kind.weight for kind in KINDS.values()]
        names = self._chance.choices([*KINDS], weights, k=count)
        tenants = self._chance.choices(_TENANTS, _WEIGHTS, k=count)
        pairs = zip(names, tenants, strict=True)
        await asyncio.gather(*(self._call(*pair) for pair in pairs), return_exceptions=True)

    async def _call(self, name: str, tenant: str) -> None:
        kind = KINDS[name]
        asked: dict[str, Any] = {"model": kind.model, "contents": name}
        with attribution(tenant=tenant):
            if name == "embedded":
                await self._client.aio.models.embed_content(**asked)
            elif name == "tools":
                await self._client.aio.models.generate_content(**asked, config={"tools": [look_up]})
            elif kind.streams:
                async for _ in await self._client.aio.models.generate_content_stream(**asked):
                    pass
            else:
                await self._client.aio.models.generate_content(**asked)

    def _answer(self, request: Any) -> Any:
        name = next(name for name in KINDS if f'"{name}"' in str(request.body).replace("'", '"'))
        wait = KINDS[name].wait_s * self._chance.lognormvariate(0, 0.5)
        if name in _REFUSALS:
            return _REFUSALS[name]()
        if name == "repeated" and self._chance.random() < _BAD_LUCK:
            return faults.internal()
        if name == "tools" and b"functionResponse" not in request.raw:
            return Reply(parts.function_call("look_up", {"city": "Paris"}))
        if name == "embedded":
            return Embedding(usage={"prompt": self._chance.randint(200, 900)}, delay=wait)
        ending = {"parts": "An answer of some length.", **_ENDINGS.get(name, {})}
        streamed: dict[str, Any] = (
            {"chunks": 6, "chunk_delay": wait / 8} if KINDS[name].streams else {}
        )
        return Reply(usage=self._count(name), delay=wait, **ending, **streamed)

    def _count(self, name: str) -> dict[str, Any]:
        prompt = self._chance.randint(600, 4_000)
        counts: dict[str, Any] = {"prompt": prompt, "prompt_details": {"TEXT": prompt}}
        if name not in {"blocked", "recited", "unsafe"}:
            counts["candidates"] = self._chance.randint(80, 900)
            counts["candidates_details"] = {"TEXT": counts["candidates"]}
        if name in {"thought", "truncated", "preview"}:
            counts["thoughts"] = self._chance.randint(500, 4_000)
        if name == "cached":
            counts["cached"] = round(prompt * self._chance.uniform(0.5, 0.9))
            counts["cached_details"] = {"TEXT": counts["cached"]}
        if name == "heard":
            counts["prompt_details"] = {"TEXT": 100, "AUDIO": prompt - 100}
        return counts


class History(NamedTuple):
    """What a program did.

    Attributes:
        page: The pages of all steps with their times, as one OpenMetrics page.
        spent_usd: What all its calls cost, as the library counted it in nano-dollars.
    """

    page: str
    spent_usd: float


def write_history(end: float, steps: int) -> History:
    """Runs the program.

    Args:
        end: The time of the last, in seconds since 1970.
        steps: How many there are, one every five minutes.
    """
    registry = prometheus_client.CollectorRegistry()
    reader = PrometheusMetricReader(registry=registry)
    about = Resource.create({"service.name": SERVICE, "service.version": "1.4.0"})
    provider = MeterProvider(metric_readers=[reader], resource=about, shutdown_on_exit=False)
    settings: dict[str, Any] = {
        "meter_provider": provider,
        "metric_attribution_keys": ["tenant"],
        "first_value_hold_s": _HOLD_S,
    }
    lines = list[str]()

    with tempfile.TemporaryDirectory() as folder, FakeGemini() as gemini:
        ledger = LedgerProcessor(Path(folder) / "ledger.db")

        def scrape(step: int) -> None:
            ledger.force_flush()
            lines.extend(_scrape(registry, end - (steps - 1 - step) * STEP_S))

        with record_beside(ledger, **settings) as telemetry:
            asyncio.run(Program(gemini).play(steps, scrape))
            bills = [event.attributes for event in telemetry.events(EVENT_USAGE)]
        ledger.shutdown()
    provider.shutdown()
    nano = sum(bill.get(COST_NANO_USD, 0) for bill in bills)
    return History("\n".join([*lines, "# EOF", ""]), nano / 10**9)


def _scrape(registry: prometheus_client.CollectorRegistry, at: float) -> list[str]:
    """A page as a scrape gets it: in a thread that others follow, so that series begin at 0."""
    found = list[str]()
    thread = threading.Thread(target=lambda: found.extend(_read_page(registry, at)), daemon=True)
    thread.start()
    thread.join()
    return found


def _read_page(registry: prometheus_client.CollectorRegistry, at: float) -> Iterator[str]:
    for family in registry.collect():
        for sample in family.samples:
            labels = {**sample.labels, "job": SERVICE, "instance": _INSTANCE}
            written = ",".join(f'{key}="{value}"' for key, value in labels.items())
            yield f"{sample.name}{{{written}}} {sample.value!r} {at:.0f}"
