"""Writes one value of the user's, such as a tool's argument or result, as JSON for a span."""

import json

from gemini_otel._content._copier import Copier
from gemini_otel._content._limits import Limits
from gemini_otel._content._shape import Frame


def encode_value(value: object, limits: Limits) -> str:
    """Writes a bounded and scrubbed copy of a value as compact JSON."""
    copy = Copier(limits).frame(Frame(value=value)).get("value")
    return json.dumps(copy, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
