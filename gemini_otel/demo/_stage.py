"""Where the scenes are played: before FakeGemini, or before the real API."""

import contextlib
import os
from collections.abc import Generator, Mapping, Sequence
from typing import Final, Protocol

from google.genai import Client
from google.genai.types import GenerateContentResponseUsageMetadata, HttpOptions

from gemini_otel.demo._program import Outcome
from gemini_otel.demo._scenes import SCENES, Scene
from gemini_otel.demo._script import MODEL, WORKED_OUT
from gemini_otel.testing import FakeGemini


KEY_VARIABLES: Final = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
"""Where the SDK looks for a key; the first wins."""

_LIVE_MODEL: Final = "gemini-2.5-flash-lite"
_LIVE_TIMEOUT_MS: Final = 60_000
_PRICES_VARIABLE: Final = "GEMINI_OTEL_PRICES"


class Stage(Protocol):
    """What the demo needs of either.

    Attributes:
        about: What is about to happen, in a sentence.
        is_live: Whether the real API answers; then the SDK's hand-over is the only witness.
        model: The model of scenes that need no other.
        client: A client of the server.
        scenes: The scenes that are played here.
        by_hand: What each scene costs in nano-dollars, worked out by hand; `None` where no such
            sum holds. Scenes without a cost are not in it.
        why_not_by_hand: Why none holds.
    """

    about: str
    is_live: bool
    model: str
    client: Client
    scenes: Sequence[Scene]
    by_hand: Mapping[str, int] | None
    why_not_by_hand: str

    def prepare(self, scene: Scene) -> None:
        """Makes ready for a scene."""

    def served(self, outcomes: Sequence[Outcome]) -> dict[str, int]:
        """What was served, by kinds of tokens, as the witness says."""
        ...


class FakeStage:
    """Before a server on this machine, which keeps a ledger of what it served."""

    def __init__(self, server: FakeGemini, model: str) -> None:
        self.about = (
            f"A server on this machine plays Gemini ({model}); no key and no network are needed."
        )
        self.is_live = False
        self.model = model
        self.client = server.client()
        self.scenes: Sequence[Scene] = SCENES
        self.why_not_by_hand = _find_why_not(model)
        self.by_hand: Mapping[str, int] | None = None if self.why_not_by_hand else WORKED_OUT
        self._server = server

    def prepare(self, scene: Scene) -> None:
        """Tells the server what to answer."""
        self._server.queue(*scene.answers)

    def served(self, outcomes: Sequence[Outcome]) -> dict[str, int]:
        """What the server's ledger says."""
        del outcomes
        return self._server.totals()


class LiveStage:
    """Before the real API, where the only witness is what the SDK hands to the program."""

    def __init__(self, variable: str, model: str) -> None:
        self.about = (
            f"The real Gemini API answers ({model}), with the key in {variable}: a few short "
            "calls on your account."
        )
        self.is_live = True
        self.model = model
        # Said outright, because the environment may switch the SDK to Vertex AI.
        self.client = Client(vertexai=False, http_options=HttpOptions(timeout=_LIVE_TIMEOUT_MS))
        self.scenes: Sequence[Scene] = [scene for scene in SCENES if not scene.not_live]
        self.by_hand: Mapping[str, int] | None = None
        self.why_not_by_hand = "what the real API answers is not known before"

    def prepare(self, scene: Scene) -> None:
        """The real API needs no telling."""

    def served(self, outcomes: Sequence[Outcome]) -> dict[str, int]:
        """The counts in the responses that the program got."""
        totals: dict[str, int] = {}
        for outcome in outcomes:
            for usage in _final_usages(outcome):
                for kind, tokens in _split(usage).items():
                    totals[kind] = totals.get(kind, 0) + tokens
        return totals


@contextlib.contextmanager
def open_stage(model: str | None, *, fake: bool) -> Generator[Stage]:
    """The real API where there is a key for it and `fake` does not forbid it, else FakeGemini."""
    variable = next((name for name in KEY_VARIABLES if os.environ.get(name)), None)
    with contextlib.ExitStack() as opened:
        stage: Stage
        if variable and not fake:
            stage = LiveStage(variable, model or _LIVE_MODEL)
        else:
            _go_around_proxies()
            stage = FakeStage(opened.enter_context(FakeGemini()), model or MODEL)
        opened.callback(stage.client.close)
        yield stage


def _find_why_not(model: str) -> str:
    """Why the sum worked out by hand does not hold, which is of one model and at list prices."""
    if os.environ.get(_PRICES_VARIABLE, "").strip():
        return f"{_PRICES_VARIABLE} has prices of your own"
    return "" if model == MODEL else f"it is of {MODEL}"


def _go_around_proxies() -> None:
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1")))


def _final_usages(outcome: Outcome) -> Sequence[GenerateContentResponseUsageMetadata]:
    """One for each response: the chunks of a stream report a running total."""
    final = {
        response.response_id: response.usage_metadata
        for response in outcome.responses
        if response.usage_metadata
    }
    return list(final.values())


def _split(usage: GenerateContentResponseUsageMetadata) -> dict[str, int]:
    """Google's counts in kinds that do not overlap: its prompt count includes the cached."""
    cached = usage.cached_content_token_count or 0
    kinds = {
        "uncached_prompt": (usage.prompt_token_count or 0) - cached,
        "cached": cached,
        "tool_use": usage.tool_use_prompt_token_count or 0,
        "candidates": usage.candidates_token_count or 0,
        "thoughts": usage.thoughts_token_count or 0,
    }
    beyond = (usage.total_token_count or 0) - sum(kinds.values())
    return kinds | ({"unknown": beyond} if beyond > 0 else {})
