"""The regression gate: instruction counts are compared with those kept beside this file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench import _plan
from tests.bench._counting import Counts
from tests.bench._crew import ENGINE
from tests.bench._machine import describe_surroundings


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

KEPT_IN: Final = Path(__file__).with_name("gate.json")

Kept = Mapping[str, Mapping[str, float]]
"""Thousand instructions: of calls beyond the bare SDK by variant, and of the engine's bills."""


class NothingKeptError(RuntimeError):
    """There is nothing to compare with; the message says how to keep something."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one count compares with the kept one.

    Attributes:
        name: What was counted.
        kept: Thousand instructions then, if they were kept.
        found: Thousand instructions that were found.
    """

    name: str
    kept: float | None
    found: float

    @property
    def is_open(self) -> bool:
        """Whether it is no dearer than it may be."""
        return self.kept is not None and self.found <= self.kept * (1 + TOLERANCE)

    def __str__(self) -> str:
        """A line that says so."""
        if self.kept is None:
            return f"unkept {self.name:<20}{self.found:>9,.1f}k; take counts with --accept"
        word = "ok" if self.is_open else "dearer"
        change = self.found / self.kept - 1
        return (
            f"{word:<7}{self.name:<20}{self.kept:>9,.1f}k -> {self.found:>9,.1f}k ({change:+.1%})"
        )


def summarise(counts: Counts) -> dict[str, dict[str, float]]:
    """What the gate keeps of a count."""
    bare = counts[_plan.BARE]
    kept: dict[str, dict[str, float]] = {
        variant: {name: round((n - bare[name]) / 1000) for name, n in counts[variant].items()}
        for variant in GATED
    }
    kept[ENGINE] = {name: round(n / 1000, 1) for name, n in counts[ENGINE].items()}
    return kept


def accept(found: Kept, file: Path = KEPT_IN) -> None:
    """Keeps these counts as the ones to compare with."""
    kept = {"surroundings": describe_surroundings(), "k_instructions": found}
    file.write_text(json.dumps(kept, indent=2) + "\n")


def recall(file: Path = KEPT_IN) -> Kept:
    """The counts to compare with.

    Raises:
        NothingKeptError: None were kept, or they are of other versions or another machine.
    """
    if not file.exists():
        raise NothingKeptError(
            f"no counts are kept in {file.name}: take them with "
            "`python -m tests.bench --accept` and commit the file"
        )
    kept: Any = json.loads(file.read_text())
    if kept["surroundings"] != describe_surroundings():
        raise NothingKeptError(
            f"kept counts are of {kept['surroundings']}, these of {describe_surroundings()}: "
            "run the gate there, or take counts here with --accept"
        )
    return dict(kept["k_instructions"])


def judge(found: Kept, kept: Kept) -> Iterator[Verdict]:
    """Compares counts with the kept ones."""
    for process, scenarios in found.items():
        for scenario, count in scenarios.items():
            before = kept.get(process, {}).get(scenario)
            yield Verdict(f"{process} {scenario}", before, count)
