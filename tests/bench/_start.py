"""What a process pays once, measured in a fresh one: the import, the prices, instrument()."""

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from tests.bench import _plan
from tests.bench._pipelines import set_up


IMPORT: Final = "import"
LOAD: Final = "load"
LOAD_AGAIN: Final = "load_again"
INSTRUMENT: Final = "instrument"
IS_SAME: Final = "is_same"

PRICES: Final = "prices"
WHOLE: Final = "whole"

KINDS: Final = (PRICES, WHOLE)
"""The kinds of fresh process: one that only loads prices, and one that instruments."""

_LOADED_BEFORE: Final = (
    "google.genai",
    "opentelemetry._logs",
    "opentelemetry.context",
    "opentelemetry.metrics",
    "opentelemetry.trace",
)
_PACKAGE: Final = "gemini_otel"

R = TypeVar("R")


def _time(function: Callable[[], R]) -> tuple[float, R]:
    """CPU seconds, and what the function returns."""
    before = time.process_time()
    result = function()
    return time.process_time() - before, result


def _import_package() -> tuple[float, Any]:
    for name in _LOADED_BEFORE:
        importlib.import_module(name)
    if _PACKAGE in sys.modules:
        raise RuntimeError(f"{_PACKAGE} was imported before its import could be timed")
    return _time(lambda: importlib.import_module(_PACKAGE))


def _start_prices() -> dict[str, float]:
    imported, _ = _import_package()
    from gemini_otel.pricing import load_catalog

    loaded, first = _time(load_catalog)
    loaded_again, second = _time(load_catalog)
    return {IMPORT: imported, LOAD: loaded, LOAD_AGAIN: loaded_again, IS_SAME: first is second}


def _start_whole() -> dict[str, float]:
    """With a pipeline to make instruments in."""
    set_up(_plan.SDK)
    _, package = _import_package()
    started, _ = _time(package.instrument)
    return {INSTRUMENT: started}


def main() -> None:
    """Prints what was measured."""
    start = {PRICES: _start_prices, WHOLE: _start_whole}[sys.argv[1]]
    print(json.dumps(start()))


if __name__ == "__main__":
    main()
