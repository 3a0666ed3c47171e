"""The legs of a soak: which processes make which calls, and what is asked of them when."""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Final

from tests.soak.crew import Process
from tests.soak.names import NAMES, expect_of_names
from tests.soak.outcome import Outcome, Point, Timing
from tests.soak.paths import expect, find_figures, sum_up
from tests.soak.worker import BARE, OWN, TRACED


Advance = Callable[[int], None]
"""Is told how many calls were made since it was told last."""

ROUNDS: Final = 100
_TIMED_EVERY: Final = 4
_TIMES: Final = 3
_TIMED: Final = 150
_MICRO: Final = 10**6


def run_wire(calls: int, advance: Advance) -> Outcome:
    """Mixed calls without a socket, timed on the way against a process without us."""
    outcome = Outcome("no socket", calls)
    with Process("worker", OWN) as own, Process("worker", BARE) as bare:
        bare.ask(do="run", first=0, calls=200)
        for number, done in enumerate(_drive(own, outcome, advance), 1):
            if number % _TIMED_EVERY == 0:
                outcome.timings.append(_time(own, bare, done))
                _add(outcome, "whole", _TIMES * _TIMED)
        outcome.last = own.ask(do="read")
    return outcome


def run_http(calls: int, advance: Advance) -> Outcome:
    """Mixed calls over loopback HTTP to a server in a process of its own."""
    outcome = Outcome("loopback HTTP", calls)
    with Process("server") as server:
        url = server.hear()["url"]
        with Process("worker", OWN, url) as own:
            for _ in _drive(own, outcome, advance):
                outcome.server = server.ask()
            outcome.last = own.ask(do="read")
    return outcome


def run_traced(calls: int, advance: Advance) -> Outcome:
    """Mixed calls in a process whose allocations are traced, which takes several times as long."""
    outcome = Outcome("allocations traced", calls)
    with Process("worker", TRACED) as own:
        for _ in _drive(own, outcome, advance):
            pass
        outcome.last = own.ask(do="read")
    return outcome


def run_names(calls: int, advance: Advance) -> Outcome:
    """Calls of which each has a tenant, and half of them a model, that no other has.

    All bounds are reached in its first half, if it has 20,000 calls.
    """
    outcome = Outcome(NAMES, calls, warm_share=0.5)
    with Process("worker", NAMES) as own:
        for _ in _drive(own, outcome, advance):
            pass
        outcome.served = expect_of_names(0, calls)
        outcome.last = own.ask(do="read")
    return outcome


def _drive(own: Process, outcome: Outcome, advance: Advance) -> Iterator[int]:
    """Makes the calls round by round; yields how many were made."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: setattr(outcome, "seconds", time.monotonic() - began))
        for first, last in _cut(outcome.calls):
            said = own.ask(do="run", first=first, calls=last - first)
            outcome.points.append(Point(last, said["rss"]))
            if not outcome.warm and last >= outcome.warm_at:
                outcome.warm = own.ask(do="read")
            advance(last - first)
            yield last
    outcome.served.update(expect(0, outcome.calls))


def _cut(calls: int) -> Iterator[tuple[int, int]]:
    """The rounds of a leg: where each begins and ends."""
    rounds = min(ROUNDS, calls)
    edges = [calls * number // rounds for number in range(rounds + 1)]
    yield from itertools.pairwise(edges)


def _time(own: Process, bare: Process, done: int) -> Timing:
    """Several batches of either in turn, of which the best says what the call itself takes."""
    pairs = [(_take(own), _take(bare)) for _ in range(_TIMES)]
    whole, alone = (min(seconds) * _MICRO for seconds in zip(*pairs, strict=True))
    return Timing(done, whole, alone)


def _take(process: Process) -> float:
    return float(process.ask(do="time", first=0, calls=_TIMED)["seconds"])


def _add(outcome: Outcome, path: str, calls: int) -> None:
    outcome.served.update(sum_up([(find_figures(path), calls)]))
