"""Switches our instrumentation on for a whole pytest run and counts the calls it sees."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider

import gemini_otel
from gemini_otel import _guard
from gemini_otel._capture import _patches
from gemini_otel._capture._targets import TARGETS, Target
from gemini_otel._capture._wrap import Watch, Wrapper, make_wrapper


VARIABLE = "CALLS_FILE"

_calls = Counter[str]({target.path: 0 for target in TARGETS})


def pytest_configure() -> None:
    """Instruments with everything switched on that would read the arguments and answers."""
    setattr(_patches, "make_wrapper", _make_counting_wrapper)  # noqa: B010
    gemini_otel.instrument(
        tracer_provider=TracerProvider(shutdown_on_exit=False),
        meter_provider=MeterProvider([InMemoryMetricReader()], shutdown_on_exit=False),
        logger_provider=LoggerProvider(shutdown_on_exit=False),
        capture_content="SPAN_AND_EVENT",
    )


def pytest_sessionfinish() -> None:
    """Writes down the calls of each target and the faults that the guard kept from the tests."""
    seen = {"calls": _calls, "faults": _guard.faults}
    Path(os.environ[VARIABLE]).write_text(json.dumps(seen), encoding="utf-8")


def _make_counting_wrapper(target: Target, watch: Watch) -> Wrapper:
    wrapper = make_wrapper(target, watch)

    def count(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        _calls[target.path] += 1
        return wrapper(wrapped, instance, args, kwargs)

    return count
