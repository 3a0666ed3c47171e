"""What is known of each of the other instrumentations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of them.

    Attributes:
        module: The beginning of the name under which we notice it.
        marks: Whether it marks its calls in their context, so that its span stands alone.
    """

    module: str
    marks: bool = False


_OFFICIAL: Final = Neighbour("opentelemetry.instrumentation.google_genai", marks=True)

NEIGHBOURS: Final[Mapping[str, Neighbour]] = {
    "official": _OFFICIAL,
    "logfire": _OFFICIAL,
    "openinference": Neighbour("openinference.instrumentation.google_genai"),
    "traceloop": Neighbour("opentelemetry.instrumentation.google_generativeai"),
    "openlit": Neighbour("openlit.instrumentation.google_ai_studio"),
    "sentry": Neighbour("sentry_sdk.integrations.google_genai"),
}

TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "neighbours": (
        "official",
        "logfire",
        "openinference",
        "traceloop",
        "sentry",
        "official+openinference+traceloop+sentry",
    ),
    "neighbours-sdk-3": (
        "openinference",
        "traceloop",
        "openlit",
        "sentry",
        "openinference+traceloop+openlit+sentry",
    ),
}
"""Who is in which environment, alone and all at once."""


def find(names: str) -> list[Neighbour]:
    """Those that are joined by `+`."""
    return [NEIGHBOURS[name] for name in names.split("+")]
