"""Responses as servers report them, and as they never should."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from gemini_otel.pricing import Consumption, Grounding, Media, Usage


Counted = TypeVar("Counted", Usage, Grounding)

BAND_END: Final = 200_000
"""The longest prompt that counts as short, on models that have bands."""

MODALITIES: Final = ("text", "image", "audio", "video", "document")

_FLAT: Final = ("gemini-3.8-flash", "gemini-2.5-flash", "gemini-4-argon", "gemini-3.8-live")
_BANDED: Final = ("gemini-2.5-pro", "gemini-3.1-pro-preview")
_OTHERS: Final = (
    "gemini-3-pro-image",
    "gemini-3.8-flash-tts",
    "gemini-embedding-2",
    "veo-3.1-generate-preview",
    "lyria-3.5",
    "gemini-flash-latest",
    "gemini-9",
    "models/gemini-3.8-flash-001",
    "",
)
_TIERS: Final = ("standard", "batch", "flex", "priority", "turbo", "", None)
_PREPAID: Final = "PROVISIONED_THROUGHPUT"
_TRAFFIC: Final = ("ON_DEMAND", "ON_DEMAND_OFFPEAK", _PREPAID, "", None)
_LOCATIONS: Final = ("global", "us", "us-central1", "nowhere", "", None)
_DAY: Final = date(2026, 11, 20)
_FIRST, _LAST = date(2024, 1, 1), date(2028, 1, 1)

_tokens = st.integers(0, 50_000)
_prompts = _tokens | st.integers(BAND_END - 9, BAND_END + 9)
_wild = st.one_of(_tokens, st.integers(-(10**30), 10**30))
_zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
_times = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=_zones)  # noqa: DTZ001 - Hypothesis adds the zones
_quantities = st.one_of(
    st.integers(-5, 10**9),
    st.decimals(min_value=0, max_value=10**6, places=6),
    st.decimals(),
)


@st.composite
def _split(draw: st.DrawFn, total: int) -> tuple[tuple[str, int], ...]:
    """Details of a count: none, some of it or all."""
    details: list[tuple[str, int]] = []
    for modality in draw(st.lists(st.sampled_from(MODALITIES), unique=True, max_size=3)):
        tokens = draw(st.integers(0, total - sum(count for _, count in details)))
        details.append((modality, tokens))
    return tuple(details)


@st.composite
def sound_usages(draw: st.DrawFn) -> Usage:
    """Counts that can be, none of them with cached input of another modality than the prompt."""
    prompt, tool_use, candidates, thoughts = (
        draw(_prompts) + 1,
        *(draw(_tokens) for _ in range(3)),
    )
    return Usage(
        prompt=prompt,
        cached=draw(st.integers(0, prompt)),
        tool_use=tool_use,
        candidates=candidates,
        thoughts=thoughts,
        prompt_details=draw(_split(prompt)),
        tool_use_details=draw(_split(tool_use)),
        candidates_details=draw(_split(candidates)),
    )


_details = st.lists(
    st.tuples(st.sampled_from((*MODALITIES, "unknown", "smell")), _wild), max_size=4
).map(tuple)

_wild_usages = st.builds(
    Usage,
    prompt=_wild,
    cached=_wild,
    tool_use=_wild,
    candidates=_wild,
    thoughts=_wild,
    unknown=st.one_of(st.just(0), _wild),
    prompt_details=_details,
    cached_details=_details,
    tool_use_details=_details,
    candidates_details=_details,
    faults=st.lists(st.sampled_from(("prompt", "candidates", "total", "other"))).map(tuple),
)

_queries = st.integers(0, 20)
groundings = st.builds(
    Grounding,
    web_queries=_queries,
    image_queries=_queries,
    retrieval_queries=_queries,
    maps_chunks=_queries,
    maps_queries=st.one_of(st.none(), _queries),
    sources=_queries,
    other_tools=st.booleans(),
    is_enterprise=st.booleans(),
    is_own_data=st.booleans(),
)
_wild_groundings = st.builds(
    Grounding,
    web_queries=_wild,
    image_queries=_wild,
    retrieval_queries=_wild,
    maps_chunks=_wild,
    maps_queries=st.one_of(st.none(), _wild),
    sources=_wild,
    other_tools=st.booleans(),
    is_enterprise=st.booleans(),
    is_own_data=st.booleans(),
)

_units = st.sampled_from(("image", "second", "song", "clip", "token_hour", "opera"))
_sizes = st.sampled_from((None, "720p", "4k", "huge"))
_media = st.lists(
    st.builds(Media, _units, _quantities, _sizes, st.none() | st.booleans()), max_size=3
)


def sound_responses() -> st.SearchStrategy[Consumption]:
    """Responses of known models with counts that can be; some have gaps all the same."""
    return st.builds(
        Consumption,
        st.sampled_from((*_FLAT, *_BANDED)),
        st.sampled_from(("gemini_api", "vertex")),
        st.just(_DAY),
        sound_usages(),
        location=st.sampled_from(_LOCATIONS),
        tier=st.sampled_from(("standard", "batch", "flex", "priority")),
        traffic_type=st.none(),
        requested_tier=st.none(),
        grounding=st.none() | groundings,
        media=st.just(()),
        is_complete=st.just(True),
        is_model_assumed=st.just(False),
    )


def any_responses() -> st.SearchStrategy[Consumption]:
    """Responses with anything in any place, of the types that the place has."""
    return st.builds(
        Consumption,
        st.sampled_from((*_FLAT, *_BANDED, *_OTHERS)),
        st.sampled_from(("gemini_api", "vertex", "bedrock")),
        st.one_of(st.just(_DAY), st.dates(_FIRST, _LAST), _times),
        st.one_of(st.none(), sound_usages(), _wild_usages),
        location=st.sampled_from(_LOCATIONS),
        tier=st.sampled_from(_TIERS),
        traffic_type=st.sampled_from(_TRAFFIC),
        requested_tier=st.sampled_from(_TIERS),
        grounding=st.one_of(st.none(), groundings, _wild_groundings),
        media=_media,
        is_complete=st.booleans(),
        is_model_assumed=st.booleans(),
    )


_COUNTS: Final = ("prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")
_SPLITS: Final = (
    ("prompt", "prompt_details"),
    ("cached", "cached_details"),
    ("tool_use", "tool_use_details"),
    ("candidates", "candidates_details"),
)
_below = st.integers(-(10**30), -1)
_above = st.integers(1, 10**30)
_no_quantities: st.SearchStrategy[int | Decimal] = st.sampled_from(
    (-1, Decimal("NaN"), Decimal("-0.5"), Decimal("Infinity"))
)


@st.composite
def _wrong_usages(draw: st.DrawFn) -> Usage:
    """Counts of which one cannot be."""
    usage = draw(sound_usages())
    total, details = draw(st.sampled_from(_SPLITS))
    modality, excess = draw(st.sampled_from(MODALITIES)), draw(_above)
    loose = ((modality, getattr(usage, total) + excess),)
    wrong = (
        change(usage, draw(st.sampled_from(_COUNTS)), draw(_below)),
        change(usage, "cached", usage.prompt + excess),
        change(usage, details, loose),
        change(usage, details, ((modality, -excess),)),
        change(usage, "unknown", excess),
        change(usage, "faults", (draw(st.sampled_from((*_COUNTS, "total"))),)),
    )
    return draw(st.sampled_from(wrong))


@st.composite
def wrong_responses(draw: st.DrawFn) -> Consumption:
    """Sound responses in which one thing is missing or cannot be."""
    response = draw(sound_responses())
    name = draw(st.sampled_from(("web_queries", "image_queries", "maps_queries", "maps_chunks")))
    wrong = (
        response._replace(usage=None),
        response._replace(usage=draw(_wrong_usages())),
        response._replace(usage=draw(_wrong_usages()), tier=None, traffic_type=_PREPAID),
        response._replace(grounding=change(Grounding(), name, draw(_below))),
        response._replace(media=(Media("token_hour", draw(_no_quantities)),)),
        response._replace(is_complete=False),
        response._replace(is_model_assumed=True),
    )
    return draw(st.sampled_from(wrong))


def change(one: Counted, name: str, value: Any) -> Counted:
    """The same, but for one field."""
    return one._replace(**{name: value})
