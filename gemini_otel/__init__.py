"""OpenTelemetry instrumentation and cost tracking for Google's google-genai SDK."""

from gemini_otel._classification import Classification, ErrorClass, Quota
from gemini_otel._classify import classify
from gemini_otel._config import ConfigurationError
from gemini_otel._instrumentor import GeminiInstrumentor, instrument, uninstrument
from gemini_otel.attribution import attribution, carry


__all__ = [
    "Classification",
    "ConfigurationError",
    "ErrorClass",
    "GeminiInstrumentor",
    "Quota",
    "attribution",
    "carry",
    "classify",
    "instrument",
    "uninstrument",
]
