"""Every line of advice by its key: the error class, then the case where a class has several."""

from collections.abc import Mapping
from typing import Final

from gemini_otel._classify._advice_on_requests import ACCESS, REQUEST
from gemini_otel._classify._advice_on_services import FAILURES, LIMITS, RESOURCES
from gemini_otel._classify._remedy import Remedy


ADVICE: Final[Mapping[str, Remedy]] = {**REQUEST, **ACCESS, **RESOURCES, **LIMITS, **FAILURES}
