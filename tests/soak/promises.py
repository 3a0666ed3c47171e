"""Judges a leg: what we promise, what was found, and whether the promise held."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.soak.books import Entry, compare, compare_server
from tests.soak.memory import find_grown
from tests.soak.names import MOST_SERIES, NAMES
from tests.soak.outcome import Outcome


MOST_GROWTH_MIB: Final = 5.0
MOST_OWN_GROWTH_KIB: Final = 64.0
MOST_SLOWDOWN: Final = 1.25
"""Our part at the end against our part at the start: timings of a minute differ by so much."""

MOST_REMEMBERED: Final = 10_000
"""Above the 4,096 rate cards and the 900 sets of a few series each that are kept."""

_KIBI: Final = 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """One promise in one leg."""

    leg: str
    promise: str
    found: str
    is_kept: bool


def judge(outcome: Outcome) -> Iterator[Verdict]:
    """Every promise that this leg can try."""
    yield judge_totals(outcome)
    if outcome.server is not None:
        yield _judge_server(outcome)
    yield _judge_names(outcome) if outcome.name == NAMES else judge_leftovers(outcome)
    if outcome.last.get("traced"):
        yield _judge_traced(outcome)
    elif outcome.points and outcome.points[0].rss:
        yield judge_rss(outcome)
    if outcome.timings:
        yield judge_pace(outcome)
    yield judge_series(outcome)


def judge_totals(outcome: Outcome) -> Verdict:
    """Whether every signal told what was served."""
    entries = compare(outcome.served, outcome.last["told"])
    return _judge_entries(outcome, "totals are exact", entries)


def _judge_server(outcome: Outcome) -> Verdict:
    entries = list(compare_server(outcome.served, outcome.server or {}))
    return _judge_entries(outcome, "the server's ledger agrees with the plan", entries)


def _judge_entries(outcome: Outcome, promise: str, entries: list[Entry]) -> Verdict:
    wrong = [one for one in entries if not one.is_right]
    found = f"{len(entries)} of {len(entries)} figures"
    if wrong:
        told = (f"{one.signal} {one.figure} {one.told:,} for {one.served:,}" for one in wrong)
        found = "; ".join(told)
    return Verdict(outcome.name, promise, found, not wrong)


def judge_leftovers(outcome: Outcome) -> Verdict:
    """Whether nothing of a finished call is still there."""
    grown = find_grown(Counter(outcome.warm["alive"]), Counter(outcome.last["alive"]))
    left = {**grown, **{what: n for what, n in outcome.last["waiting"].items() if n}}
    found = ", ".join(f"{n:,} {what}" for what, n in left.items()) or "none"
    return Verdict(outcome.name, "no object of ours outlives its call", found, not left)


def _judge_names(outcome: Outcome) -> Verdict:
    """Whether what is remembered of names has an end; how much that is goes up and down below."""
    alive: dict[str, int] = outcome.last["alive"]
    name, most = max(alive.items(), key=lambda one: one[1])
    promise = f"fewer than {MOST_REMEMBERED:,} objects of any class of ours"
    return Verdict(outcome.name, promise, f"at most {most:,} ({name})", most < MOST_REMEMBERED)


def judge_rss(outcome: Outcome) -> Verdict:
    """Whether memory stayed where it was."""
    early, late = outcome.read_rss()
    growth = late - early
    found = f"{early:.1f} to {late:.1f} MiB, {growth:+.2f}"
    promise = f"memory grows by less than {MOST_GROWTH_MIB:g} MiB once warm"
    return Verdict(outcome.name, promise, found, growth < MOST_GROWTH_MIB)


def _judge_traced(outcome: Outcome) -> Verdict:
    early, late = (one["traced"]["own"] / _KIBI for one in (outcome.warm, outcome.last))
    found = f"{early:.1f} to {late:.1f} KiB, {late - early:+.2f}"
    promise = f"our own files' memory grows by less than {MOST_OWN_GROWTH_KIB:g} KiB"
    return Verdict(outcome.name, promise, found, late - early < MOST_OWN_GROWTH_KIB)


def judge_pace(outcome: Outcome) -> Verdict:
    """Whether our part is as large at the end as at the start, beside a bare SDK.

    A machine that others begin to use makes both slower.
    """
    early, late = outcome.read_pace()
    first, last = outcome.read_ratio()
    found = f"{early:.0f} to {late:.0f} us a call, {first:.2f} to {last:.2f} times the bare SDK"
    promise = f"our part, against the bare SDK, grows by less than {MOST_SLOWDOWN - 1:.0%}"
    return Verdict(outcome.name, promise, found, last - 1 < (first - 1) * MOST_SLOWDOWN)


def judge_series(outcome: Outcome) -> Verdict:
    """Whether no instrument has too many series."""
    series: dict[str, int] = outcome.last["series"]
    name, most = max(series.items(), key=lambda one: one[1])
    promise = f"every instrument has fewer than {MOST_SERIES:,} series"
    return Verdict(outcome.name, promise, f"at most {most:,} ({name})", most < MOST_SERIES)
