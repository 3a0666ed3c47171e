"""What is in the SDK's place for each thing we wrap."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from gemini_otel._capture._targets import TARGETS, Target


def find_holder(target: Target) -> Any:
    """The class or module that has the target."""
    module = importlib.import_module(target.module)
    return getattr(module, target.owner) if target.owner else module


def read_own(target: Target) -> Any:
    """The very object that is there; an attribute access on a class would give another."""
    return find_holder(target).__dict__[target.name]


def identify_all() -> dict[str, int]:
    """Which objects are there; a wrapper is equal to what it wraps, but not the same."""
    return {target.path: id(read_own(target)) for target in TARGETS}


def find_wrapped() -> Iterator[str]:
    """What is wrapped, among what the program has imported."""
    for target in TARGETS:
        module = sys.modules.get(target.module)
        holder: Any = getattr(module, target.owner, None) if target.owner else module
        if holder is not None and hasattr(holder.__dict__.get(target.name), "__wrapped__"):
            yield target.path
