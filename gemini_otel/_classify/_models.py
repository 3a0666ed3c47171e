"""Which model an error is about, whether Google has shut it down, and which one to go to."""

import re
from datetime import datetime, timezone

from gemini_otel._classify._shutdowns import SHUTDOWNS


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
    known = SHUTDOWNS.get(model or "")
    # A routed model is still answered for: what lacks it is the method, the version or the place.
    return known is not None and not known.is_routed and not served_elsewhere and _is_gone(model)


def successor(model: str | None, message: str) -> str | None:
    """The model to go to: what the server advises, else the next announced that is served."""
    advised = _ADVISED.search(message)
    if advised and advised[1] != model:
        return advised[1]
    announced = _successor_of(model)
    while _is_gone(announced):
        announced = _successor_of(announced)
    return announced


def find_today() -> str:
    """The day that it is in UTC, as `2026-12-01`."""
    return datetime.now(timezone.utc).date().isoformat()


def _is_gone(model: str | None) -> bool:
    known = SHUTDOWNS.get(model or "")
    return known is not None and known.day <= find_today()


def _successor_of(model: str | None) -> str | None:
    known = SHUTDOWNS.get(model or "")
    return known.successor if known else None
