"""OpenTelemetry instrumentation and cost tracking for Google's google-genai SDK."""

from typing import TYPE_CHECKING

from gemini_otel._classification import Classification, ErrorClass, Quota
from gemini_otel._classify import classify
from gemini_otel._config import ConfigurationError
from gemini_otel._switch import instrument, uninstrument
from gemini_otel.attribution import attribution, carry


if TYPE_CHECKING:
    from gemini_otel._doctor import Diagnosis, Finding, doctor
    from gemini_otel._instrumentor import GeminiInstrumentor

__all__ = [
    "Classification",
    "ConfigurationError",
    "Diagnosis",
    "ErrorClass",
    "Finding",
    "GeminiInstrumentor",
    "Quota",
    "attribution",
    "carry",
    "classify",
    "doctor",
    "instrument",
    "uninstrument",
]


_OF_DOCTOR = ("Diagnosis", "Finding", "doctor")


def __getattr__(name: str) -> object:
    """Loads what few programs ask for when it is asked for; it is dear."""
    if name == "GeminiInstrumentor":
        from gemini_otel._instrumentor import GeminiInstrumentor

        return GeminiInstrumentor
    if name in _OF_DOCTOR:
        from gemini_otel import _doctor

        return getattr(_doctor, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
