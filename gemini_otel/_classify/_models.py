"""Which models Google has shut down, and what it names as their successors.

Source: "Gemini deprecations" (ai.google.dev/gemini-api/docs/deprecations) as of 2026-10-05, and the
announcement of 2026-11-10 for the 2.5 models. Only shutdowns up to 2026-12-01 are listed: a 404 on
a model that is still served means something else. The successor is the one Google announced, so a
chain of them has to be followed to its end.
"""

import re
from collections.abc import Mapping
from typing import Final


SUCCESSORS: Final[Mapping[str, str]] = {
    "antigravity-preview-05-2026": "antigravity-preview-09-2026",
    "gemini-2.0-flash": "gemini-3.6-flash",
    "gemini-2.0-flash-001": "gemini-3.6-flash",
    "gemini-2.0-flash-lite": "gemini-3.1-flash-lite",
    "gemini-2.0-flash-lite-001": "gemini-3.1-flash-lite",
    "gemini-2.0-flash-lite-preview-02-05": "gemini-2.5-flash-lite",
    "gemini-2.0-flash-live-001": "gemini-3.8-live",
    "gemini-2.0-flash-preview-image-generation": "gemini-2.5-flash-image",
    "gemini-2.5-flash": "gemini-3.5-flash-lite",
    "gemini-2.5-flash-image": "gemini-3.1-flash-image-preview",
    "gemini-2.5-flash-image-preview": "gemini-2.5-flash-image",
    "gemini-2.5-flash-lite-preview-09-2025": "gemini-3.1-flash-lite",
    "gemini-2.5-flash-preview-05-20": "gemini-3.6-flash",
    "gemini-2.5-flash-preview-09-2025": "gemini-3.6-flash",
    "gemini-2.5-pro": "gemini-3.8-flash",
    "gemini-2.5-pro-preview-03-25": "gemini-3.1-pro-preview",
    "gemini-2.5-pro-preview-05-06": "gemini-3.1-pro-preview",
    "gemini-2.5-pro-preview-06-05": "gemini-3.1-pro-preview",
    "gemini-3-pro-image-preview": "gemini-3-pro-image",
    "gemini-3-pro-preview": "gemini-3.1-pro-preview",
    "gemini-3.1-flash-image-preview": "gemini-3.1-flash-image",
    "gemini-3.1-flash-lite-preview": "gemini-3.1-flash-lite",
    "gemini-embedding-2-preview": "gemini-embedding-2",
    "gemini-live-2.5-flash-preview": "gemini-3.8-live",
    "gemini-omni-flash-preview": "gemini-omni-1.1-flash",
    "gemini-robotics-er-1.5-preview": "gemini-robotics-er-1.6-preview",
    "gemini-robotics-er-1.6-preview": "gemini-robotics-er-2-preview",
    "imagen-3.0-generate-002": "imagen-4.0-generate-001",
    "imagen-4.0-fast-generate-001": "gemini-3.1-flash-image",
    "imagen-4.0-generate-001": "gemini-3.1-flash-image",
    "imagen-4.0-ultra-generate-001": "gemini-3.1-flash-image",
    "text-embedding-004": "gemini-embedding-2",
    "veo-2.0-generate-001": "veo-3.1-generate-preview",
    "veo-3.0-fast-generate-001": "veo-3.1-fast-generate-preview",
    "veo-3.0-fast-generate-preview": "veo-3.1-fast-generate-preview",
    "veo-3.0-generate-001": "veo-3.1-generate-preview",
    "veo-3.0-generate-preview": "veo-3.1-generate-preview",
    "veo-3.1-fast-generate-preview": "gemini-omni-1.1-flash",
    "veo-3.1-generate-preview": "gemini-omni-1.1-flash",
    "veo-3.1-lite-generate-preview": "gemini-omni-1.1-flash",
}

# The family has to be known: a program that passes its key as the model gets it back in the error.
_ID = (
    r"((?:gemini|gemma|imagen|veo|lyria|text-embedding|deep-research|antigravity)"
    r"-[a-z0-9.\-]{0,47}[a-z0-9])"
)
_ASKED = re.compile(rf"models/{_ID}")
_ADVISED = re.compile(rf"\buse (?:models/)?{_ID}")


def model_in(message: str) -> str | None:
    """The model that a message in lower case is about."""
    match = _ASKED.search(message)
    return match[1] if match else None


def names_retired(message: str) -> bool:
    """Whether a message in lower case is about a model that Google has shut down."""
    model = model_in(message)
    # The dates are those of the Developer API; Vertex AI serves its Imagen and Veo models longer.
    served_elsewhere = "publisher model" in message and not str(model).startswith("gemini-")
    return model in SUCCESSORS and not served_elsewhere


def successor(model: str | None, message: str) -> str | None:
    """The model to go to: what the server advises, else the end of the announced chain."""
    advised = _ADVISED.search(message)
    if advised and advised[1] != model:
        return advised[1]
    announced = SUCCESSORS.get(model or "")
    while (following := SUCCESSORS.get(announced or "")) is not None:
        announced = following
    return announced
