"""The scenes of the demo in their order: what the program does, and what it is answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from google.genai import Client

from gemini_otel.demo import _program as program
from gemini_otel.demo import _script as script
from gemini_otel.testing import Answer


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing the program does.

    Attributes:
        title: In a few words; no two scenes share one.
        play: The part of the program.
        answers: What FakeGemini is told.
        model: The model it needs; without one, the model of the demo.
        not_live: Why it is not played against the real API, empty where it is.
    """

    title: str
    play: Callable[[Client, str], program.Outcome]
    answers: Sequence[Answer]
    model: str | None = None
    not_live: str = ""


_UNPROVOKED: Final = "no request provokes it for sure"

SCENES: Final = (
    Scene("sync call", program.ask, script.CAPITAL),
    Scene("async call", program.ask_async, script.CAPITAL_ASYNC),
    Scene("stream that thinks before it answers", program.stream, script.THINKING),
    Scene(
        "cache hit",
        program.ask_handbook,
        script.CACHE_HIT,
        model=script.CHEAPER_MODEL,
        not_live="storing a cache costs money by the hour",
    ),
    Scene("prompt with a picture", program.describe_picture, script.PICTURE),
    Scene("tool loop: 2 functions, 3 turns", program.use_tools, script.TOOLS),
    Scene(
        "answer grounded on 2 searches",
        program.search,
        script.GROUNDED,
        not_live="searches are charged one by one",
    ),
    Scene("blocked prompt", program.ask_for_harm, script.BLOCKED, not_live=_UNPROVOKED),
    Scene("recitation", program.ask_for_lyrics, script.RECITED, not_live=_UNPROVOKED),
    Scene("output budget eaten by thinking", program.think_too_long, script.THOUGHT_TOO_LONG),
    Scene(
        "truncated answer that repeats itself",
        program.repeat_forever,
        script.REPETITIVE,
        not_live=_UNPROVOKED,
    ),
    Scene(
        "429, then a retry that succeeds", program.retry, script.RATE_LIMITED, not_live=_UNPROVOKED
    ),
    Scene("404 of a retired model", program.ask, script.RETIRED, model=script.RETIRED_MODEL),
    Scene("quota of the day used up", program.ask, script.USED_UP, not_live=_UNPROVOKED),
    Scene(
        "stream left half-way",
        program.leave_half_way,
        script.HALF_A_STORY,
        not_live="the server may charge for more than was read",
    ),
    Scene(
        "embeddings",
        program.embed,
        script.VECTORS,
        model=script.EMBEDDING_MODEL,
        not_live="most versions of the SDK hand over no token counts to compare with",
    ),
    Scene(
        "model that is in no price list",
        program.ask,
        script.UNPRICED,
        model=script.UNPRICED_MODEL,
        not_live="the real API has no such model",
    ),
)
