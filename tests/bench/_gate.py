"""The regression gate: instruction counts are compared with those kept beside this file."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.bench import _plan
from tests.bench._counting import Counts


TOLERANCE: Final = 0.05
"""A scenario may become dearer by this part before the gate closes."""

GATED: Final = (_plan.QUIET, _plan.FULL)
SCENARIOS: Final = (
    _plan.SHORT,
    _plan.SHORT_ASYNC,
    _plan.STREAM_10,
    _plan.LONG_PROMPT,
    _plan.LIMITED,
)

_FILE: Final = Path(__file__).with_name("gate.json")
_DISTRIBUTIONS: Final = ("google-genai", "opentelemetry-sdk", "wrapt")

Kept = Mapping[str, Mapping[str, float]]
"""Thousand instructions a call beyond the bare SDK, by variant and scenario."""


def summarise(counts: Counts) -> dict[str, dict[str, float]]:
    """What the gate keeps of a count."""
    bare = counts[_plan.BARE]
    return {
        variant: {name: round((n - bare[name]) / 1000) for name, n in counts[variant].items()}
        for variant in GATED
    }


def describe_surroundings() -> dict[str, str]:
    """What the counts depend on beside our own code."""
    python = ".".join(platform.python_version_tuple()[:2])
    versions = {name: version(name) for name in _DISTRIBUTIONS}
    return {"python": python, "machine": platform.machine(), **versions}


def accept(found: Kept) -> None:
    """Keeps these counts as the ones to compare with."""
    kept = {"surroundings": describe_surroundings(), "k_instructions": found}
    _FILE.write_text(json.dumps(kept, indent=2) + "\n")


def judge(found: Kept) -> tuple[bool, list[str]]:
    """Compares counts with the kept ones.

    Returns:
        Whether the gate is open, and a line for each count.
    """
    kept = json.loads(_FILE.read_text())
    if kept["surroundings"] != describe_surroundings():
        return False, [
            (
                f"kept counts are of {kept['surroundings']}, these of {describe_surroundings()}: "
                "run the gate there, or take new counts with --accept"
            )
        ]
    lines = list[str]()
    is_open = True
    for variant, scenarios in found.items():
        for scenario, now in scenarios.items():
            before = kept["k_instructions"][variant][scenario]
            change = now / before - 1
            is_open = is_open and change <= TOLERANCE
            verdict = "dearer" if change > TOLERANCE else "ok"
            lines.append(
                f"{verdict:<7}{variant:<7}{scenario:<12}{before:>7,.0f}k -> {now:>7,.0f}k "
                f"({change:+.1%})"
            )
    return is_open, lines
