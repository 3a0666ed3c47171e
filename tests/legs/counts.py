"""How many tests passed, failed and were skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET


if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Counts:
    """A tally of test outcomes; tallies add up."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def of_check(*, succeeded: bool) -> Counts:
    """Return the tally of a check without tests of its own: it counts as one."""
    return Counts(passed=int(succeeded), failed=int(not succeeded))


def of_pytest(report: Path, exit_code: int) -> Counts:
    """Return the tally of a pytest run from its JUnit report and its exit code.

    A run that wrote no report, that executed no test, or that failed outside of any test counts
    as one failure, so that silence never reads as success.
    """
    counts = _reported(report) if report.exists() else Counts()
    silent = not (counts.passed or counts.failed)
    unexplained = exit_code != 0 and not counts.failed
    return counts + Counts(failed=int(silent or unexplained))


def _reported(report: Path) -> Counts:
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314  # our own report

    def total(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return Counts(max(0, total("tests") - failed - skipped), failed, skipped)
