"""Decides which signals a call may emit, by what else observes it."""

import sys
from typing import Final, NamedTuple

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.instrumentation.utils import is_instrumentation_enabled

from gemini_otel._guard import guarded
from gemini_otel._semconv import OPERATION_EMBEDDINGS, OPERATION_GENERATE_CONTENT
from gemini_otel._signals._neighbours import tell_whose_span_stands


_OTHERS_KEYS: Final = {
    OPERATION_GENERATE_CONTENT: "opentelemetry.genai.client.inference.context",
    OPERATION_EMBEDDINGS: "opentelemetry.genai.client.embedding.context",
}
"""Where opentelemetry-util-genai notes that an instrumentation around us observes the call."""

_ADK_SCOPE: Final = "gcp.vertex.agent"
_ADK_SPAN: Final = "generate_content "
_ADK_TELEMETRY: Final = "google.adk.telemetry._instrumentation"
"""Where google-adk notes that it measures a call: a span that is not sampled has no name."""


class Emission(NamedTuple):
    """What one call emits beside its totals, which always go on: a billed answer is counted."""

    span: bool = True
    histograms: bool = True
    events: bool = True
    usage_event: bool = True


_ALL: Final = Emission()
_TOTALS_ONLY: Final = Emission(span=False, histograms=False, events=False, usage_event=False)
_BESIDE_ANOTHER: Final = Emission(span=False, histograms=False, events=False)
_INSIDE_ADK: Final = Emission(histograms=False)


def decide_emission(operation: str, current: Context) -> Emission:
    """What a call emits that begins in this context, the current one."""
    may_be_adk = "google.adk" in sys.modules
    if not (current or may_be_adk):
        return _ALL
    if not is_instrumentation_enabled():
        return _TOTALS_ONLY
    key = _OTHERS_KEYS.get(operation)
    if key and current.get(key) is not None:
        tell_whose_span_stands()
        return _BESIDE_ANOTHER
    return _INSIDE_ADK if may_be_adk and _is_measured_by_adk(current) else _ALL


@guarded
def _is_measured_by_adk(current: Context) -> bool:
    """google-adk records the standard histograms of the same call itself, sampled or not."""
    span = trace.get_current_span(current)
    scope = getattr(span, "instrumentation_scope", None)
    if scope is not None and scope.name == _ADK_SCOPE:
        return str(getattr(span, "name", "")).startswith(_ADK_SPAN)
    find_inference = getattr(sys.modules.get(_ADK_TELEMETRY), "inference_scope", None)
    inference = find_inference(current) if find_inference else None
    return getattr(inference, "span", None) is not None
