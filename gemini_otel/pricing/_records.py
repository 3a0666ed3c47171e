"""The records a catalog is made of: prices, uplifts, fees, lives of models, discounts."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


def _is_within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


class Source(NamedTuple):
    """Where a price was read, and when."""

    id: str
    title: str
    url: str
    read: str


class Model(NamedTuple):
    """A model that can be priced; `generation` decides how its grounding is billed."""

    id: str
    generation: Decimal | None = None


class Alias(NamedTuple):
    """Another name of a model; without a model it moves without notice and has no price."""

    alias: str
    model: str | None


class Price(NamedTuple):
    """One price of one model: so much a unit, in these circumstances, on these Pacific days.

    Attributes:
        model: The model's id in the catalog.
        platform: `gemini_api` or `vertex`.
        tier: `standard`, `batch`, `flex` or `priority`.
        direction: `input`, `output` or `storage`.
        unit: `1M tokens`, `1M token-hours`, `image`, `second`, `song` or `clip`.
        usd: US dollars for one unit.
        since: The first day it holds, in Pacific time.
        until: The last day, or `None`.
        modalities: What it is the price of, in lower case.
        cached: Whether it is the price of cached input.
        location: `any`, or `global` for the global endpoint only.
        band: `all`, or the prompts it is for, such as `<=200000` or `>200000` tokens.
        size: The size of an image or the resolution of a video, where the price depends on it.
        audio: Whether it is for videos with sound only, without only, or for both (`None`).
        sources: Ids of the catalog's sources, of which the last decides.
        read: The day, or the month, the sources were read.
        confidence: `high`, `medium` or `low`.
        note: What else a reader of the price should know.
        is_users: Whether it comes from the user's own file.
    """

    model: str
    platform: str
    tier: str
    direction: str
    unit: str
    usd: Decimal
    since: date
    until: date | None = None
    modalities: tuple[str, ...] = ()
    cached: bool = False
    location: str = "any"
    band: str = "all"
    size: str | None = None
    audio: bool | None = None
    sources: tuple[str, ...] = ()
    read: str = ""
    confidence: str = ""
    note: str = ""
    is_users: bool = False

    @property
    def id(self) -> str:
        """The name of this price; unique in a catalog, and stable."""
        parts = [self.model, self.platform, self.tier, self.direction]
        parts += ["cached"] if self.cached else []
        parts.append(self.modalities[0] if self.modalities else self.unit)
        parts += [self.size] if self.size else []
        parts += [] if self.audio is None else ["with_audio" if self.audio else "without_audio"]
        parts += [self.band] if self.band != "all" else []
        parts += [self.location] if self.location != "any" else []
        return f"{'user:' if self.is_users else ''}{'/'.join(parts)}@{self.since}"

    def holds_on(self, day: date) -> bool:
        """Whether it is the price on a Pacific day."""
        return _is_within(day, self.since, self.until)


class Uplift(NamedTuple):
    """What the models of a platform cost more away from its global endpoint."""

    id: str
    platform: str
    models: frozenset[str]
    multiplier: Decimal
    since: date
    until: date | None = None
    sources: tuple[str, ...] = ()
    read: str = ""
    confidence: str = ""
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is due on a Pacific day."""
        return _is_within(day, self.since, self.until)


class Fee(NamedTuple):
    """What a tool of Google's costs beside the tokens.

    Attributes:
        id: Its name.
        tool: `google_search`, `google_maps`, `web_grounding_for_enterprise` or
            `grounding_with_your_data`.
        platform: `gemini_api` or `vertex`.
        unit: `query`, or `prompt` or `request`, which are due once a response.
        usd: US dollars for one unit.
        since: The first Pacific day it is due.
        until: The last, or `None`.
        generation_from: The first generation of models it is due for, or `None`.
        generation_until: The last, or `None`.
        needs_sources: Whether it is due only if the tool brought sources back.
        bills_retrieved_tokens: Whether what the tool brought is billed as input too.
        free: What is free of charge, account-wide, and so unknown to a single call.
    """

    id: str
    tool: str
    platform: str
    unit: str
    usd: Decimal
    since: date
    until: date | None = None
    generation_from: Decimal | None = None
    generation_until: Decimal | None = None
    needs_sources: bool = False
    bills_retrieved_tokens: bool = True
    free: str = ""
    sources: tuple[str, ...] = ()
    read: str = ""
    confidence: str = ""
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is due on a Pacific day."""
        return _is_within(day, self.since, self.until)


class Life(NamedTuple):
    """When a model came to a platform, and when it leaves: the earliest announced date."""

    model: str
    platform: str
    stage: str
    release: date | None = None
    shutdown: date | None = None
    replacement: str | None = None
    routed_to: str | None = None
    sources: tuple[str, ...] = ()
    read: str = ""
    confidence: str = ""
    note: str = ""


class Discount(NamedTuple):
    """What a user pays less than the list price; an empty set stands for all."""

    id: str
    percent: Decimal
    models: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is granted on a Pacific day."""
        return _is_within(day, self.since, self.until)

    def covers(self, model: str, platform: str, tier: str) -> bool:
        """Whether it is granted for such a response."""
        return (
            (not self.models or model in self.models)
            and (not self.platforms or platform in self.platforms)
            and (not self.tiers or tier in self.tiers)
        )


class Records(NamedTuple):
    """Everything one file says."""

    checked: date | None = None
    sources: tuple[Source, ...] = ()
    models: tuple[Model, ...] = ()
    aliases: tuple[Alias, ...] = ()
    prices: tuple[Price, ...] = ()
    uplifts: tuple[Uplift, ...] = ()
    fees: tuple[Fee, ...] = ()
    lives: tuple[Life, ...] = ()
    discounts: tuple[Discount, ...] = ()
