"""A program that makes every kind of call once a round, against prices of its own."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from gemini_otel.attribution import attribution
from gemini_otel.testing import Embedding, FakeGemini, Reply, faults, parts


MODEL: Final = "gemini-3.5-flash"
LEAVING_MODEL: Final = "gemini-embedding-001"
"""Its shutdown is announced for 2028-05-14."""
CHANGING_MODEL: Final = "house-model"
"""Its price doubles in 2099."""
UNKNOWN_MODEL: Final = "gemini-nobody-knows"
TENANTS: Final = ("acme", "globex", "initech")
SERVICE: Final = "shop"

PRICES: Final = """
schema = 1
[[models]]
id = "house-model"
""" + "".join(
    f"""
[[prices]]
model = "{model}"
platform = "gemini_api"
tier = "standard"
{direction}
modality = ["text", "audio"]
unit = "1M tokens"
usd = "{usd}"
from = {days}
"""
    for model, direction, usd, days in (
        (MODEL, 'direction = "input"', "1.50", "2025-01-01"),
        (MODEL, 'direction = "input"\ncached = true', "0.15", "2025-01-01"),
        (MODEL, 'direction = "output"', "9.00", "2025-01-01"),
        (LEAVING_MODEL, 'direction = "input"', "0.15", "2025-01-01"),
        (CHANGING_MODEL, 'direction = "input"', "1.00", "2025-01-01\nuntil = 2098-12-31"),
        (CHANGING_MODEL, 'direction = "output"', "5.00", "2025-01-01\nuntil = 2098-12-31"),
        (CHANGING_MODEL, 'direction = "input"', "2.00", "2099-01-01"),
        (CHANGING_MODEL, 'direction = "output"', "10.00", "2099-01-01"),
    )
)
"""US dollars a million tokens; a search costs its list price, 0.014."""

NANO_USD_A_ROUND: Final = {
    "acme": 6_000_000  # 1,000 x 1,500 + 500 x 9,000 nano-dollars
    + 1_875_000  # 500 x 1,500 + 1,500 x 150 + 100 x 9,000
    + 9_150_000  # 100 x 1,500 + (800 + 200) x 9,000
    + 3_150_000  # 300 x 1,500 + 300 x 9,000
    + 240_000  # 100 x 1,500 + 10 x 9,000
    + 2 * 81_000  # two turns of 12 x 1,500 + 7 x 9,000
    + 150_000,  # 1,000 x 150
    "globex": 15_200_000  # 200 x 1,500 + 100 x 9,000 + 14,000,000
    + 726_000  # 100 x 1,500 + 64 x 9,000
    + 18_000  # 12 x 1,500
    + 81_000
    + 81_000
    + 1_050_000  # 400 x 1,500 + 50 x 9,000: left when half was written
    + 1_000_000,  # 1,000 x 1,000
    "initech": 2 * 81_000,
}
"""What a round costs each tenant, worked out by hand."""

WASTE_NANO_USD_A_ROUND: Final = 726_000 + 18_000 + 81_000 + 81_000 + 1_050_000
SAVED_NANO_USD_A_ROUND: Final = 1_500 * 1_350
CALLS_A_ROUND: Final = 25
FAILURES_A_ROUND: Final = 7

_RETRIED: Final = {"retry_options": {"attempts": 2, "initial_delay": 0.001, "max_delay": 0.001}}
_ASKED: Final = "Say something."


def write_prices(folder: Path) -> Path:
    """The file for `instrument(prices=...)`."""
    file = folder / "prices.toml"
    file.write_text(PRICES, encoding="utf-8")
    return file


def look_up(city: str) -> str:
    """Looks a city up."""
    return city.upper()


class Workload:
    """The program: it has its clients, and a server that answers as each scene wants.

    Args:
        gemini: The server.
    """

    def __init__(self, gemini: FakeGemini) -> None:
        self._gemini = gemini
        self._once = gemini.client()
        self._again = gemini.client(http_options=_RETRIED)
        self._vertex = gemini.client(vertexai=True)

    def run_round(self) -> None:
        """Makes every kind of call once, for three tenants."""
        for tenant, scene in zip(TENANTS, (_acme, _globex, _initech), strict=True):
            with attribution(tenant=tenant):
                scene(self)

    def ask(self, *answers: Any, model: str = MODEL, client: Any = None, **config: Any) -> None:
        """One call, whose failure is the program's to bear."""
        self._gemini.queue(*answers, model=model)
        asked: Any = client or self._once
        with contextlib.suppress(Exception):
            asked.models.generate_content(model=model, contents=_ASKED, config=config or None)

    def stream(self, answer: Reply, pieces: int | None = None) -> None:
        """One streamed call, left after some pieces or read to its end."""
        self._gemini.queue(answer, model=MODEL)
        reader = self._once.models.generate_content_stream(model=MODEL, contents=_ASKED)
        for _ in itertools.islice(reader, pieces):
            pass
        reader.close()  # type: ignore[attr-defined]  # it is a generator

    def embed(self) -> None:
        """One embedding of 1,000 tokens."""
        self._gemini.queue(Embedding(usage={"prompt": 1_000}), model=LEAVING_MODEL)
        self._once.models.embed_content(model=LEAVING_MODEL, contents=_ASKED)

    def ask_async(self) -> None:
        """One call of 12 and 7 tokens by the asynchronous client."""

        async def ask() -> None:
            client = self._gemini.client()
            await client.aio.models.generate_content(model=MODEL, contents=_ASKED)
            await client.aio.aclose()

        self._gemini.queue(Reply(), model=MODEL)
        asyncio.run(ask())

    def retry(self) -> None:
        """An overloaded server, and an answer at the second attempt."""
        self.ask(faults.overloaded(), Reply(), client=self._again)

    def ask_vertex(self, answer: Any) -> None:
        """One call to Vertex AI."""
        self.ask(answer, client=self._vertex)


def _acme(program: Workload) -> None:
    """Answers: plain, cached, thought about, streamed, spoken to, with tools; an embedding."""
    program.ask(_reply(prompt=1_000, candidates=500))
    program.ask(_reply(prompt=2_000, cached=1_500, candidates=100))
    program.ask(_reply(prompt=100, thoughts=800, candidates=200))
    program.stream(_reply(prompt=300, candidates=300))
    spoken = {"TEXT": 10, "AUDIO": 90}
    program.ask(_reply(prompt=100, candidates=10, prompt_details=spoken))
    call = parts.function_call("look_up", {"city": "Paris"})
    program.ask(Reply(call), Reply("PARIS"), tools=[look_up])
    program.embed()


def _globex(program: Workload) -> None:
    """Grounded; truncated, blocked twice, recited and abandoned; a model with a new price ahead."""
    searched = {"web_search_queries": ["q"]}
    program.ask(Reply("a", usage={"prompt": 200, "candidates": 100}, grounding=searched))
    cut = {"prompt": 100, "candidates": 64}
    program.ask(Reply("abc", usage=cut, finish_reason="MAX_TOKENS"))
    program.ask(Reply.blocked("SAFETY"))
    rating = {"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True}
    program.ask(Reply(None, finish_reason="SAFETY", safety_ratings=[rating]))
    program.ask(Reply(None, finish_reason="RECITATION"))
    left = {"prompt": 400, "candidates": 100}
    program.stream(Reply("abcdef", usage=left, chunks=2), pieces=1)
    program.ask(_reply(prompt=1_000), model=CHANGING_MODEL)


def _initech(program: Workload) -> None:
    """Refused for each kind of quota; overloaded, retried; without a price."""
    refusals: tuple[Callable[[], Any], ...] = (
        faults.requests_per_minute,
        faults.tokens_per_minute,
        faults.requests_per_day,
        faults.spending_cap,
        faults.overloaded,
        faults.api_key_invalid,
    )
    for refuse in refusals:
        program.ask(refuse())
    program.ask_vertex(faults.vertex_capacity())
    program.retry()
    program.ask_async()
    program.ask(_reply(prompt=50, candidates=5), model=UNKNOWN_MODEL)


def _reply(**usage: Any) -> Reply:
    return Reply("Hello from here.", usage=usage)
