"""Makes this process one that is worth examining."""

import contextlib
import importlib
import os
import sys
from pathlib import Path
from typing import Any

from gemini_otel._capture._targets import TARGETS
from gemini_otel._switch import find_circumstances


def is_instrumented() -> bool:
    """Whether somebody instrumented this process already, as `opentelemetry-instrument` does."""
    return find_circumstances() is not None


def instrument_as_usual() -> None:
    """Does what `opentelemetry-instrument` does in front of a program, then imports the SDK."""
    loader: Any = importlib.import_module("opentelemetry.instrumentation.auto_instrumentation")
    loader.initialize()
    import_sdk()


def reach_this_folder() -> None:
    """Lets modules of the current folder be imported, as `opentelemetry-instrument` does."""
    folder = str(Path.cwd())
    if not {"", folder} & set(sys.path):
        sys.path.append(folder)


def import_sdk() -> None:
    """Imports what is wrapped, as far as it is there."""
    for module in dict.fromkeys(target.module for target in TARGETS):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)


def reach_this_machine() -> None:
    """Lets no proxy of the environment come between this process and itself."""
    for name in ("NO_PROXY", "no_proxy"):
        spared = os.environ.get(name)
        os.environ[name] = f"{spared},127.0.0.1" if spared else "127.0.0.1"
