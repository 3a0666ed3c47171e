"""The benchmark compares equal work, prices what it says it prices, and guards what it keeps."""

from pathlib import Path
from typing import Final

import pytest

from gemini_otel.pricing import Consumption, load_catalog, price
from tests.bench import _gate, _plan
from tests.bench._bills import MIXED, PLAIN
from tests.bench._crew import ENGINE, hire, make_commands
from tests.bench._estimates import Estimate
from tests.bench._machine import Load
from tests.bench._plan import Scenario
from tests.bench._readings import Reading


PAIR: Final = (_plan.FLOOR, _plan.QUIET)


def _emit(scenario: Scenario) -> dict[str, tuple[int, int]]:
    """Spans and their attributes, by variant."""
    with hire(make_commands(PAIR, _plan.SDK)) as crew:
        emitted = {worker.name: worker.examine(scenario.name) for worker in crew}
    return {name: (counts["spans"], counts["attributes"]) for name, counts in emitted.items()}


@pytest.mark.parametrize(
    "scenario", [_plan.SHORT, _plan.STREAM_10, _plan.LIMITED], ids=lambda one: str(one.name)
)
def test_floor_has_our_attributes(scenario: Scenario) -> None:
    """The hand-written floor makes one span with as many attributes as ours."""
    floor, own = _emit(scenario).values()

    assert 1 == floor[0]
    assert floor == own


@pytest.mark.parametrize(
    ("consumption", "nano_usd", "lines"),
    [
        # 9 x 1,500 + 2 x 9,000 + 20 x 9,000
        (PLAIN, 211_500, 3),
        # 4,000 x 1,500 + 8,000 x 150 + 300 x 0 + 900 x 9,000 + 1,200 x 9,000 + 3 x 14,000,000:
        # three modalities uncached, two cached, tool use, answer, thinking, searches
        (MIXED, 68_100_000, 9),
    ],
    ids=["plain", "mixed"],
)
def test_bills_are_priced_in_full(consumption: Consumption, nano_usd: int, lines: int) -> None:
    """The bills that the engine is timed with have a price for every line."""
    cost = price(consumption, load_catalog())

    assert () == cost.gaps
    assert nano_usd == cost.nano
    assert lines == len(cost.charges)


def test_gate_without_counts_says_how_to_keep_some(tmp_path: Path) -> None:
    """A gate that has nothing to compare with names the option that keeps counts."""
    with pytest.raises(_gate.NothingKeptError, match="--accept"):
        _gate.recall(tmp_path / "gate.json")


def test_gate_recalls_what_it_accepted(tmp_path: Path) -> None:
    """Accepted counts are those that the next run is compared with."""
    found = {ENGINE: {"plain": 100.0}}
    _gate.accept(found, tmp_path / "gate.json")

    assert found == _gate.recall(tmp_path / "gate.json")


@pytest.mark.parametrize(
    ("found", "is_open"),
    [(105.0, True), (105.1, False), (50.0, True)],
    ids=["as_dear_as_may_be", "dearer", "cheaper"],
)
def test_gate_closes_beyond_its_tolerance(found: float, is_open: bool) -> None:
    """A bill may become 5 % dearer, and no more."""
    (verdict,) = _gate.judge({ENGINE: {"plain": found}}, {ENGINE: {"plain": 100.0}})

    assert is_open == verdict.is_open


def test_gate_keeps_bills_apart_from_calls() -> None:
    """Calls are kept beyond the bare SDK, bills of the engine as they are."""
    calls = {_plan.BARE: 8_000_000.0, _plan.QUIET: 8_500_000.0, _plan.FULL: 8_700_000.0}
    counts = {name: {_plan.SHORT.name: count} for name, count in calls.items()}
    kept = _gate.summarise({**counts, ENGINE: {"plain": 95_640.0, "mixed": 349_710.0}})

    assert {
        _plan.QUIET: {_plan.SHORT.name: 500},
        _plan.FULL: {_plan.SHORT.name: 700},
        ENGINE: {"plain": 95.6, "mixed": 349.7},
    } == kept


def test_gate_is_closed_for_what_was_never_kept() -> None:
    """A count that has nothing to be compared with does not pass."""
    (verdict,) = _gate.judge({ENGINE: {"plain": 1.0}}, {})

    assert not verdict.is_open


@pytest.mark.parametrize(
    ("load", "is_noisy"),
    [(Load(1.5, 1.5, 2), False), (Load(1.6, 0.5, 2), True), (Load(0.5, 3.1, 4), True)],
    ids=["just_quiet", "noisy_before", "noisy_after"],
)
def test_busy_machine_makes_a_noisy_run(load: Load, is_noisy: bool) -> None:
    """A run is marked as noisy when the load average is above 1.5 for two cores."""
    assert is_noisy == load.is_noisy
    assert is_noisy == ("NOISY" in str(load))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(8.0, 15.0, "met"), (15.1, 20.0, "missed"), (14.0, 16.0, "not resolved")],
    ids=["below", "above", "around"],
)
def test_goal_is_met_only_beyond_doubt(low: float, high: float, verdict: str) -> None:
    """A goal inside the interval of a figure is neither met nor missed."""
    reading = Reading("one", "us", Estimate(15.0, low, high), 15.0, goal=15.0)

    assert verdict == reading.verdict
