"""Takes the samples of what pricing costs: the engine alone, inside a call, and once a process."""

import json
import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Final

from tests.bench import _plan, _start
from tests.bench._counting import Counts, count
from tests.bench._crew import ENGINE_COMMANDS, ROOT, hire, make_commands, make_environment
from tests.bench._samples import Effort, Samples, Say, Seconds, take_scenario


PRICED: Final = (_plan.QUIET, _plan.FULL, *_plan.OMISSIONS)
"""The variants whose differences show what pricing costs in a call."""

_FINER: Final = 4
"""A difference this small is found by more and shorter batches, not by longer ones."""


@dataclass(slots=True)
class PricingSamples:
    """Everything measured of pricing.

    Attributes:
        calls: The short call of each variant.
        engine: CPU seconds a bill, by bill.
        bills: What each bill says.
        starts: CPU seconds once a process, by what was done.
        counts: Instructions a call and a bill; empty where they were not counted.
    """

    calls: Samples = field(default_factory=Samples)
    engine: Seconds = field(default_factory=lambda: defaultdict(list))
    bills: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    starts: Seconds = field(default_factory=lambda: defaultdict(list))
    counts: Counts = field(default_factory=dict[str, dict[str, float]])


def take_pricing(effort: Effort, say: Say) -> PricingSamples:
    """Times all of it; nothing is counted yet."""
    taken = PricingSamples()
    finer = replace(effort, rounds=effort.rounds * _FINER, share=effort.share / _FINER)
    dice = random.Random(0)  # noqa: S311 - nothing is secret here
    for crew_number in range(1, effort.crews + 1):
        head = f"pricing, processes {crew_number}/{effort.crews}"
        say(f"{head}: the engine alone, {effort.rounds} rounds")
        _take_engine(effort, dice, taken)
        say(f"{head}: inside the short call, {finer.rounds} rounds of a part")
        with hire(make_commands(PRICED, _plan.SDK)) as crew:
            take_scenario(crew, _plan.SHORT, finer, dice, taken.calls)
    say(f"pricing: {effort.starts} fresh processes of each kind")
    _take_starts(effort, taken)
    return taken


def count_pricing(say: Say) -> Counts:
    """Instructions of the short call by variant, and of each bill."""
    calls = count(make_commands(PRICED, _plan.SDK), (_plan.SHORT,), say)
    return {**calls, **count_engine(say)}


def count_engine(say: Say) -> Counts:
    """Instructions of each bill by the engine alone."""
    return count(ENGINE_COMMANDS, _plan.BILLS, say)


def _take_engine(effort: Effort, dice: random.Random, taken: PricingSamples) -> None:
    with hire(ENGINE_COMMANDS) as crew:
        worker = crew[0]
        for bill in _plan.BILLS:
            taken.bills[bill.name] = worker.examine(bill.name)
        for _ in range(effort.rounds):
            for bill in dice.sample(_plan.BILLS, len(_plan.BILLS)):
                taken.engine[bill.name].append(worker.time(bill.name, effort.size(bill)))


def _take_starts(effort: Effort, taken: PricingSamples) -> None:
    for kind in _start.KINDS:
        _start_fresh(kind)  # the first compiles the bytecode
    for _ in range(effort.starts):
        for kind in _start.KINDS:
            for done, seconds in _start_fresh(kind).items():
                taken.starts[done].append(seconds)


def _start_fresh(kind: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench._start", kind],
        cwd=ROOT,
        env=make_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))
