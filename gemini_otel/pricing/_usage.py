"""What one response consumed, as plain values."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple


MOST: Final = 10**12
"""More is no count: totals of such would not fit into the 64 bits they travel in."""

Details = tuple[tuple[str, int], ...]
"""Token counts by lower-case modality, as a server reported them."""


class Usage(NamedTuple):
    """Tokens as a server reported them; `prompt` includes `cached`.

    Attributes:
        prompt: Everything the model read but what its tools brought.
        cached: The part of it that came from a cache.
        tool_use: What tools brought into the prompt.
        candidates: What the model answered.
        thoughts: What it thought before, which is not in `candidates`.
        unknown: What the server's total has beyond all of these.
        prompt_details: `prompt` by modality, as far as it was reported; so the next three.
        cached_details: `cached` by modality.
        tool_use_details: `tool_use` by modality.
        candidates_details: `candidates` by modality.
        faults: The counts that were no counts, such as negative ones, or contradict one another.
    """

    prompt: int = 0
    cached: int = 0
    tool_use: int = 0
    candidates: int = 0
    thoughts: int = 0
    unknown: int = 0
    prompt_details: Details = ()
    cached_details: Details = ()
    tool_use_details: Details = ()
    candidates_details: Details = ()
    faults: tuple[str, ...] = ()

    @property
    def input_tokens(self) -> int:
        """Everything the model read, cached and tool-use prompt included."""
        return self.prompt + self.tool_use

    @property
    def output_tokens(self) -> int:
        """Everything the model wrote, thinking included."""
        return self.candidates + self.thoughts

    @property
    def total(self) -> int:
        """All tokens, each counted once."""
        return self.prompt + self.tool_use + self.candidates + self.thoughts + self.unknown


class Grounding(NamedTuple):
    """What was looked up for one answer.

    Attributes:
        web_queries: Searches of the web.
        image_queries: Searches for images.
        retrieval_queries: Queries of a store, such as File Search.
        maps_chunks: Places that Google Maps brought.
        maps_queries: Queries of Google Maps, where the server counts them.
        sources: Web pages and images that searches brought.
        own_sources: What stores of the user's own brought.
        other_tools: Whether URL context, code execution or a store added to the prompt too.
        is_enterprise: Whether the searches were Web Grounding for Enterprise.
        is_own_data: Whether the user's own data on Vertex AI was searched.
        is_maps_only: Whether Google Maps was the only tool that may search.
    """

    web_queries: int = 0
    image_queries: int = 0
    retrieval_queries: int = 0
    maps_chunks: int = 0
    maps_queries: int | None = None
    sources: int = 0
    own_sources: int = 0
    other_tools: bool = False
    is_enterprise: bool = False
    is_own_data: bool = False
    is_maps_only: bool = False


class Media(NamedTuple):
    """Something billed by the piece or by time: images, seconds, songs, token-hours of a cache.

    Attributes:
        unit: `image`, `second`, `song`, `clip` or `token_hour`.
        quantity: How many.
        size: The size of an image or the resolution of a video, such as `1K` or `1080p`.
        audio: Whether a video has sound; `None` where nobody said.
    """

    unit: str
    quantity: int | Decimal
    size: str | None = None
    audio: bool | None = None


class Consumption(NamedTuple):
    """One billed response: who answered, where, when, on which tier, and what it took.

    Attributes:
        model: The model that answered, or where the server does not say the one asked for.
        platform: `gemini_api` for the Gemini Developer API, `vertex` for Vertex AI.
        at: When: a Pacific calendar day, or a time with its zone.
        usage: The tokens; `None` where the server did not report them.
        location: The location of Vertex AI; `None` stands for the global endpoint.
        tier: The service tier that the server says it served, such as `flex`.
        traffic_type: What Vertex AI says instead, such as `ON_DEMAND_PRIORITY`.
        requested_tier: The tier that was asked for, which holds where the server is silent.
        grounding: What was looked up.
        media: What is billed by the piece or by time.
        is_complete: Whether the usage is final, and not that of a stream which was left early.
        is_model_assumed: Whether `model` is what was asked for, the server being silent.
    """

    model: str
    platform: str
    at: date | datetime
    usage: Usage | None = None
    location: str | None = None
    tier: str | None = None
    traffic_type: str | None = None
    requested_tier: str | None = None
    grounding: Grounding | None = None
    media: Sequence[Media] = ()
    is_complete: bool = True
    is_model_assumed: bool = False
