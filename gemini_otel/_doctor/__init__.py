"""Examines a running program: what is observed, what is exported, what is in the way."""

from gemini_otel._doctor._examination import doctor
from gemini_otel._doctor._finding import Diagnosis, Finding


__all__ = ["Diagnosis", "Finding", "doctor"]
