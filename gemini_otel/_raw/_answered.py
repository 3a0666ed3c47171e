"""What a raw response tells by itself."""

from datetime import date, datetime
from typing import NamedTuple

from gemini_otel.pricing import Grounding, Usage


class Answered(NamedTuple):
    """One billed response, as far as it tells.

    Attributes:
        model: The model that answered.
        usage: The tokens; `None` where the server did not report them.
        grounding: What was looked up.
        tier: The service tier that was served.
        traffic_type: What Vertex AI says instead.
        at: When it was made.
        is_complete: Whether the usage is final.
    """

    model: str | None = None
    usage: Usage | None = None
    grounding: Grounding | None = None
    tier: str | None = None
    traffic_type: str | None = None
    at: date | datetime | None = None
    is_complete: bool = True
