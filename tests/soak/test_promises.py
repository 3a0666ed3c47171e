"""The soak says so where a promise does not hold."""

import tracemalloc
from collections import Counter
from xml.etree import ElementTree as ET

from gemini_otel._signals._labels import Labels
from tests.soak.chart import draw
from tests.soak.memory import read_traced, start_tracing
from tests.soak.outcome import Outcome, Point, Timing
from tests.soak.promises import (
    judge_leftovers,
    judge_pace,
    judge_rss,
    judge_series,
    judge_totals,
)
from tests.soak.report import tell_broken


_MIB = 2**20


def _outcome(*, growth: int = 0, slower_us: float = 0.0) -> Outcome:
    """A leg of a hundred calls whose second half takes more memory and time."""
    outcome = Outcome("leg", 100)
    for calls in range(1, 101):
        is_late = calls > 50
        outcome.points.append(Point(calls, 80 * _MIB + is_late * growth))
        outcome.timings.append(Timing(calls, 300.0 + is_late * slower_us, 200.0))
    return outcome


def test_growth_of_memory_breaks_the_promise() -> None:
    """4 MiB more are within it, 6 MiB more are not."""
    assert judge_rss(_outcome(growth=4 * _MIB)).is_kept
    assert not judge_rss(_outcome(growth=6 * _MIB)).is_kept


def test_slower_calls_break_the_promise() -> None:
    """Our part of 100 us may become 120 us, and not 130 us."""
    assert judge_pace(_outcome(slower_us=20)).is_kept
    assert not judge_pace(_outcome(slower_us=30)).is_kept


def test_a_slower_machine_breaks_no_promise() -> None:
    """Where the bare SDK takes half as long again, our part may too."""
    outcome = Outcome("leg", 2)
    outcome.timings.extend([Timing(1, 300.0, 200.0), Timing(2, 450.0, 300.0)])

    assert judge_pace(outcome).is_kept


def test_too_many_series_break_the_promise() -> None:
    """1,999 series of an instrument are bounded, 2,000 are not."""
    outcome = _outcome()
    outcome.last = {"series": {"a": 1_999, "b": 3}}
    assert judge_series(outcome).is_kept

    outcome.last = {"series": {"a": 1_999, "b": 2_000}}
    assert not judge_series(outcome).is_kept


def test_a_lost_call_is_told_in_a_sentence() -> None:
    """Which figure of which signal differs, and by how much."""
    outcome = _outcome()
    outcome.served = Counter({"calls": 1_001, "spans": 5})
    outcome.last = {"told": {"counters": {"calls": 1_000}, "spans": {"spans": 5}}}

    verdict = judge_totals(outcome)

    assert (
        "leg: the promise that totals are exact did not hold: counters calls 1,000 for 1,001."
        == tell_broken(verdict)
    )


def test_an_object_that_stays_breaks_the_promise() -> None:
    """Both a class with more objects than once warm and an end that waits are named."""
    outcome = _outcome()
    outcome.warm = {"alive": {"gemini_otel.A": 2}}
    outcome.last = {
        "alive": {"gemini_otel.A": 5},
        "waiting": {"open streams": 0, "ends that wait": 1},
    }

    verdict = judge_leftovers(outcome)

    assert ("3 gemini_otel.A, 1 ends that wait", False) == (verdict.found, verdict.is_kept)


def test_memory_of_our_own_files_is_seen() -> None:
    """A megabyte that a line of ours allocates is found, and one of another file is not."""
    start_tracing()
    try:
        before = read_traced()["own"]
        others = [bytes(1_000) for _ in range(1_000)]
        between = read_traced()["own"]
        labels = [Labels((("model", "m"),), Counter()) for _ in range(5_000)]
        after = read_traced()["own"]
    finally:
        tracemalloc.stop()

    assert (1_000, 5_000) == (len(others), len(labels))
    assert between - before < 100_000
    assert after - between > 1_000_000


def test_the_picture_is_well_formed() -> None:
    """It has a line each for memory, for the bare SDK and for our part."""
    picture = ET.fromstring(draw(_outcome()))  # noqa: S314 - it is our own

    assert 3 == len(picture.findall("{http://www.w3.org/2000/svg}polyline"))
