"""Tells the lines of batch output from other records, and which tier they were served on."""

from gemini_otel._extract._values import read_field
from gemini_otel._raw._answered import Answered
from gemini_otel._raw._json import Body
from gemini_otel.pricing._names import BATCH, STANDARD
from gemini_otel.pricing._tiers import settle_tier


def is_batch_line(outer: Body) -> bool:
    """Whether a record has the shape of a line of batch output.

    The Gemini API writes a `key` beside the response; Vertex AI writes `processed_time`, `status`
    and the request. A request alone is how programs log their own calls.
    """
    return "response" in outer and (
        outer.get("key") is not None
        or read_field(outer, "processed_time") is not None
        or ("request" in outer and outer.get("status") is not None)
    )


def is_batch(asked: str | None) -> bool:
    """Whether the tier that was asked for is that of batches."""
    return settle_tier(None, None, asked).name == BATCH


def names_tier(asked: str | None, one: Answered) -> bool:
    """Whether the user or the server names a tier.

    On demand is what the server says of the traffic of batches too: it names none.
    """
    said = settle_tier(one.tier, None, asked).said
    return bool(said) or settle_tier(None, one.traffic_type, None).name != STANDARD
