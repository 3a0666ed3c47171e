"""The ways a program calls Gemini in a soak, and what each leaves in the books, by hand."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final


Figures = Mapping[str, int]
"""Totals by what they count."""

MODEL: Final = "gemini-soak"
UNKNOWN_MODEL: Final = "gemini-soak-without-a-price"
EMBEDDING_MODEL: Final = "gemini-soak-embedding"

PRICES: Final = """
schema = 1
models = [
    {id = "gemini-soak", generation = "3.5"},
    {id = "gemini-soak-embedding"},
]
[[prices]]
model = "gemini-soak"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
unit = "1M tokens"
usd = "2.00"
from = 2026-01-01
[[prices]]
model = "gemini-soak"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
cached = true
unit = "1M tokens"
usd = "0.50"
from = 2026-01-01
[[prices]]
model = "gemini-soak"
platform = "gemini_api"
tier = "standard"
direction = "output"
modality = ["text"]
unit = "1M tokens"
usd = "10.00"
from = 2026-01-01
[[prices]]
model = "gemini-soak-embedding"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text"]
unit = "1M tokens"
usd = "0.20"
from = 2026-01-01
"""
"""Of our own, so that what a soak costs can be told beforehand and never changes."""

_INPUT: Final = 2_000
_CACHED: Final = 500
_OUTPUT: Final = 10_000
_SEARCH: Final = 14_000_000
"""Nano-dollars: of a token, and of a search by the packaged prices, for generation 3.5."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One way.

    Attributes:
        name: What the server knows it by.
        share: How many of a hundred calls take it.
        figures: What each call that takes it adds to the totals.
        is_async: Whether a coroutine makes the call.
    """

    name: str
    share: int
    figures: Figures
    is_async: bool = False


def _answer(
    *,
    prompt: int,
    cached: int = 0,
    thoughts: int = 0,
    candidates: int = 0,
    searches: int = 0,
    **others: int,
) -> Counter[str]:
    """What one answer of the priced model adds, where nothing else is said."""
    nano = prompt * _INPUT + cached * _CACHED + (thoughts + candidates) * _OUTPUT
    figures: dict[str, int] = {
        "requests": 1,
        "calls": 1,
        "spans": 1,
        "usage events": 1,
        "uncached_prompt": prompt,
        "cached": cached,
        "thoughts": thoughts,
        "candidates": candidates,
        "searches": searches,
        "nano-USD": nano + searches * _SEARCH,
        "nano-USD saved": cached * (_INPUT - _CACHED),
    }
    return Counter(figures | others)


_WHOLE: Final = _answer(prompt=9, thoughts=20, candidates=2)
_STREAM: Final = _answer(prompt=25, cached=15, thoughts=9, candidates=12)
_HALF: Final = _answer(prompt=25, cached=15, thoughts=9, candidates=4, unpriced=1)
_CACHED_PROMPT: Final = _answer(prompt=200, cached=800, candidates=5)
_TOOLS: Final = _answer(prompt=10, candidates=3) + _answer(prompt=21, candidates=5)
_LOOP: Final = Counter({"spans": 2})
"""The workflow and the run of its tool, beside the two turns."""
_REFUSAL: Final = {"requests": 1, "retries": 1}
_FAILURE: Final = {"requests": 1, "calls": 1, "spans": 1, "failed calls": 1}
_EMBEDDING: Final = {**_answer(prompt=4), "nano-USD": 4 * 200}
_UNKNOWN: Final = {**_WHOLE, "nano-USD": 0, "unpriced": 1}

PATHS: Final = (
    Path("whole", 26, _WHOLE),
    Path("stream", 8, _STREAM),
    Path("half", 4, _HALF),
    Path("dropped", 4, _HALF),
    Path("tools", 3, _TOOLS + _LOOP),
    Path("embedding", 3, _EMBEDDING),
    Path("retried", 2, _WHOLE + Counter(_REFUSAL)),
    Path("missing", 3, _FAILURE),
    Path("blocked", 3, _answer(prompt=12, blocked=1)),
    Path("truncated", 3, _answer(prompt=9, thoughts=64)),
    Path("cached", 3, _CACHED_PROMPT),
    Path("grounded", 3, _answer(prompt=9, candidates=2, searches=2)),
    Path("unknown", 3, _UNKNOWN),
    Path("whole", 16, _WHOLE, is_async=True),
    Path("stream", 5, _STREAM, is_async=True),
    Path("half", 3, _HALF, is_async=True),
    Path("dropped", 3, _HALF, is_async=True),
    Path("tools", 2, _TOOLS + _LOOP, is_async=True),
    Path("retried", 1, _WHOLE + Counter(_REFUSAL), is_async=True),
    Path("missing", 2, _FAILURE, is_async=True),
)


def _shuffle(paths: Iterable[Path]) -> tuple[Path, ...]:
    hundred = [path for path in paths for _ in range(path.share)]
    random.Random(0).shuffle(hundred)  # noqa: S311 - nothing is secret here
    return tuple(hundred)


HUNDRED: Final = _shuffle(PATHS)
"""A hundred calls in an order that mixes them."""


def find_path(serial: int) -> Path:
    """The path of the call with this number."""
    return HUNDRED[serial % len(HUNDRED)]


def expect(first: int, calls: int) -> Counter[str]:
    """What so many calls add to the totals, beginning with this number."""
    rounds, rest = divmod(calls, len(HUNDRED))
    taken = Counter({path: path.share * rounds for path in PATHS})
    taken.update(find_path(first + n) for n in range(rest))
    return sum_up((path.figures, times) for path, times in taken.items())


def sum_up(figures: Iterable[tuple[Figures, int]]) -> Counter[str]:
    """The sum of figures, each so many times."""
    total: Counter[str] = Counter()
    for one, times in figures:
        for name, amount in one.items():
            total[name] += amount * times
    return total


def find_figures(name: str) -> Figures:
    """What a call of the path with this name adds to the totals."""
    return next(path.figures for path in PATHS if path.name == name)
