"""Compares two runs of the same tests, outcome by outcome."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


Outcomes = Mapping[str, list[str]]

# Only replayed tests call these, and their recordings are not published.
UNCALLED = frozenset(
    {
        "google.genai.models.Models.count_tokens",
        "google.genai.models.AsyncModels.count_tokens",
    }
)
ENOUGH_TESTS = 1000
PASSED = ["call passed"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the bare run and the instrumented run had to say."""

    bare: Outcomes
    instrumented: Outcomes
    calls: Mapping[str, int]
    faults: Mapping[str, int]

    def complaints(self) -> Iterator[str]:
        """Yield a sentence for everything that speaks against transparency, or for no proof."""
        if self.passed < ENOUGH_TESTS:
            yield f"only {self.passed} tests passed bare; expected at least {ENOUGH_TESTS}"
        if not self.calls:
            yield "no call was counted, so nothing shows that the run was instrumented"
        for test in sorted({*self.bare, *self.instrumented}):
            bare, ours = self.bare.get(test), self.instrumented.get(test)
            if bare != ours:
                yield f"{test}: bare {bare}, instrumented {ours}"
        for target, calls in self.calls.items():
            if not calls and target not in UNCALLED:
                yield f"{target}: our wrapper was never called, so this run proves nothing of it"
        for place, times in self.faults.items():
            yield f"{place}: the guard kept {times} faults of ours from the tests"

    @property
    def passed(self) -> int:
        """How many tests passed without us."""
        return sum(ends == PASSED for ends in self.bare.values())
