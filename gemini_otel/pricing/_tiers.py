"""Settles which service tier a response was served on."""

import functools
from typing import Final, NamedTuple

from gemini_otel.pricing._names import (
    FLEX,
    PRIORITY,
    PROVISIONED,
    STANDARD,
    TIERS,
    UNKNOWN_TIER,
)


_TRAFFIC: Final = {
    "on_demand": STANDARD,
    "on_demand_flex": FLEX,
    "on_demand_priority": PRIORITY,
    "provisioned_throughput": PROVISIONED,
}
_SILENT: Final = ("", "unspecified", "service_tier_unspecified", "traffic_type_unspecified")


class Tier(NamedTuple):
    """A service tier, and whether the server left it open.

    Attributes:
        name: `standard`, `batch`, `flex`, `priority`, `provisioned` or `unknown`.
        said: What was said of it.
        is_assumed: Whether it is what was asked for, because the server did not say what it
            served: a priority request may have been served as standard.
    """

    name: str
    said: str = ""
    is_assumed: bool = False


@functools.lru_cache(maxsize=1_024)
def settle_tier(served: str | None, traffic_type: str | None, requested: str | None) -> Tier:
    """The tier that was served: as the server says, else as it was asked for, else standard."""
    for said, known in ((served, None), (traffic_type, _TRAFFIC)):
        name = _normalise(said)
        if name:
            return Tier(_find(name, known), str(said))
    asked = _normalise(requested)
    if not asked:
        return Tier(STANDARD)
    return Tier(_find(asked, None), str(requested), is_assumed=asked != STANDARD)


def _normalise(said: str | None) -> str:
    name = said.strip().lower() if said else ""
    return "" if name in _SILENT else name.removeprefix("service_tier_")


def _find(name: str, known: dict[str, str] | None) -> str:
    if known is not None:
        return known.get(name, UNKNOWN_TIER)
    return name if name in (*TIERS, PROVISIONED) else UNKNOWN_TIER
