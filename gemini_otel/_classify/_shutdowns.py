"""When Google shuts models of the Developer API down, and what it names as their successors.

Source: "Gemini deprecations" (ai.google.dev/gemini-api/docs/deprecations) as of 2026-10-05, the
announcement of 2026-11-10 for the 2.5 models, and days that only a library has; they are those of
the packaged prices, and a test holds the two together. A table of its own, because `classify()`
reads no file.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Shutdown(NamedTuple):
    """The end of a model.

    Attributes:
        day: The first day without it, as `2026-12-01`.
        successor: The model that Google names instead, which may have an end as well.
        is_routed: Whether the successor answers requests for the model from then on.
    """

    day: str
    successor: str | None = None
    is_routed: bool = False


SHUTDOWNS: Final[Mapping[str, Shutdown]] = {
    "antigravity-preview-05-2026": Shutdown("2026-10-05", "antigravity-preview-09-2026"),
    "deep-research-pro-preview-12-2025": Shutdown("2026-10-23"),
    "gemini-1.5-flash": Shutdown("2025-09-29"),
    "gemini-1.5-flash-8b": Shutdown("2025-09-29"),
    "gemini-1.5-pro": Shutdown("2025-09-29"),
    "gemini-2.0-flash": Shutdown("2026-06-01", "gemini-3.6-flash"),
    "gemini-2.0-flash-001": Shutdown("2026-06-01", "gemini-3.6-flash"),
    "gemini-2.0-flash-lite": Shutdown("2026-06-01", "gemini-3.1-flash-lite"),
    "gemini-2.0-flash-lite-001": Shutdown("2026-06-01", "gemini-3.1-flash-lite"),
    "gemini-2.0-flash-lite-preview-02-05": Shutdown("2025-12-09", "gemini-2.5-flash-lite"),
    "gemini-2.0-flash-live-001": Shutdown("2025-12-09", "gemini-3.8-live"),
    "gemini-2.0-flash-preview-image-generation": Shutdown("2025-11-14", "gemini-2.5-flash-image"),
    "gemini-2.5-computer-use-preview-10-2025": Shutdown("2026-07-28"),
    "gemini-2.5-flash": Shutdown("2026-12-01", "gemini-3.5-flash-lite", is_routed=True),
    "gemini-2.5-flash-image": Shutdown("2026-10-02", "gemini-3.1-flash-image-preview"),
    "gemini-2.5-flash-image-preview": Shutdown("2026-01-15", "gemini-2.5-flash-image"),
    "gemini-2.5-flash-lite-preview-09-2025": Shutdown("2026-03-31", "gemini-3.1-flash-lite"),
    "gemini-2.5-flash-native-audio-preview-12-2025": Shutdown("2026-11-17", "gemini-3.8-live"),
    "gemini-2.5-flash-preview-05-20": Shutdown("2025-11-18", "gemini-3.6-flash"),
    "gemini-2.5-flash-preview-09-2025": Shutdown("2026-02-17", "gemini-3.6-flash"),
    "gemini-2.5-flash-preview-tts": Shutdown("2026-11-17", "gemini-3.8-flash-tts"),
    "gemini-2.5-pro": Shutdown("2026-12-01", "gemini-3.8-flash", is_routed=True),
    "gemini-2.5-pro-preview-03-25": Shutdown("2025-12-02", "gemini-3.1-pro-preview"),
    "gemini-2.5-pro-preview-05-06": Shutdown("2025-12-02", "gemini-3.1-pro-preview"),
    "gemini-2.5-pro-preview-06-05": Shutdown("2025-12-02", "gemini-3.1-pro-preview"),
    "gemini-2.5-pro-preview-tts": Shutdown("2026-11-17", "gemini-3.8-flash-tts"),
    "gemini-3-pro-image-preview": Shutdown("2026-06-25", "gemini-3-pro-image"),
    "gemini-3-pro-preview": Shutdown("2026-03-09", "gemini-3.1-pro-preview"),
    "gemini-3.1-flash-image-preview": Shutdown("2026-06-25", "gemini-3.1-flash-image"),
    "gemini-3.1-flash-lite": Shutdown("2027-05-07", "gemini-3.5-flash-lite"),
    "gemini-3.1-flash-lite-preview": Shutdown("2026-05-25", "gemini-3.1-flash-lite"),
    "gemini-3.1-flash-live-preview": Shutdown("2026-11-17", "gemini-3.8-live"),
    "gemini-3.1-flash-tts-preview": Shutdown("2026-11-17", "gemini-3.8-flash-tts"),
    "gemini-embedding-001": Shutdown("2028-05-14", "gemini-embedding-2"),
    "gemini-embedding-2-preview": Shutdown("2026-08-10", "gemini-embedding-2"),
    "gemini-live-2.5-flash-preview": Shutdown("2025-12-09", "gemini-3.8-live"),
    "gemini-omni-flash-preview": Shutdown("2026-09-30", "gemini-omni-1.1-flash"),
    "gemini-robotics-er-1.5-preview": Shutdown("2026-04-30", "gemini-robotics-er-1.6-preview"),
    "gemini-robotics-er-1.6-preview": Shutdown("2026-08-31", "gemini-robotics-er-2-preview"),
    "imagen-3.0-generate-002": Shutdown("2025-11-10", "imagen-4.0-generate-001"),
    "imagen-4.0-fast-generate-001": Shutdown("2026-08-17", "gemini-3.1-flash-image"),
    "imagen-4.0-generate-001": Shutdown("2026-08-17", "gemini-3.1-flash-image"),
    "imagen-4.0-ultra-generate-001": Shutdown("2026-08-17", "gemini-3.1-flash-image"),
    "text-embedding-004": Shutdown("2026-01-14", "gemini-embedding-2"),
    "veo-2.0-generate-001": Shutdown("2026-06-30", "veo-3.1-generate-preview"),
    "veo-3.0-fast-generate-001": Shutdown("2026-06-30", "veo-3.1-fast-generate-preview"),
    "veo-3.0-fast-generate-preview": Shutdown("2025-11-12", "veo-3.1-fast-generate-preview"),
    "veo-3.0-generate-001": Shutdown("2026-06-30", "veo-3.1-generate-preview"),
    "veo-3.0-generate-preview": Shutdown("2025-11-12", "veo-3.1-generate-preview"),
    "veo-3.1-fast-generate-preview": Shutdown("2026-10-22", "gemini-omni-1.1-flash"),
    "veo-3.1-generate-preview": Shutdown("2026-10-22", "gemini-omni-1.1-flash"),
    "veo-3.1-lite-generate-preview": Shutdown("2026-10-22", "gemini-omni-1.1-flash"),
}
