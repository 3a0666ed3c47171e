"""Takes the samples: in each round every variant makes one batch, in random order."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.bench._crew import Worker, hire, make_commands
from tests.bench._plan import SCENARIOS, VARIANTS, Scenario


Say = Callable[[str], None]
Seconds = dict[str, list[float]]
"""CPU seconds a call, one a round, by variant."""

Emissions = dict[str, dict[str, int]]
"""What one call emits, by variant."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured.

    Attributes:
        crews: How often all processes are started anew; memory layout alone moves one by percents.
        rounds: Rounds of each crew.
        starts: Fresh processes of each kind, to see what is paid once.
        share: The part of a scenario's batch that is timed.
    """

    crews: int
    rounds: int
    starts: int
    share: float = 1.0

    @property
    def all_rounds(self) -> int:
        """Rounds in all."""
        return self.crews * self.rounds

    def size(self, scenario: Scenario) -> int:
        """How often a scenario is timed together."""
        return max(round(scenario.batch * self.share), 1)


QUICK: Final = Effort(crews=1, rounds=5, starts=5, share=0.4)
THOROUGH: Final = Effort(crews=3, rounds=15, starts=21)


@dataclass(slots=True)
class Samples:
    """Everything measured of one scenario behind one pipeline."""

    seconds: Seconds = field(default_factory=lambda: defaultdict(list))
    emissions: Emissions = field(default_factory=dict[str, dict[str, int]])


Taken = dict[tuple[str, str], Samples]
"""Samples by pipeline and scenario."""


def take(effort: Effort, pipelines: Sequence[str], say: Say) -> Taken:
    """Measures every scenario of these pipelines."""
    taken: Taken = defaultdict(Samples)
    dice = random.Random(0)  # noqa: S311 - nothing is secret here
    for crew_number in range(1, effort.crews + 1):
        for pipeline in pipelines:
            head = f"processes {crew_number}/{effort.crews}, {pipeline}"
            say(f"{head}: starting {len(VARIANTS)} of them")
            with hire(make_commands(VARIANTS, pipeline)) as crew:
                for scenario in SCENARIOS[pipeline]:
                    say(f"{head}: {scenario.title}, {effort.rounds} rounds")
                    take_scenario(crew, scenario, effort, dice, taken[pipeline, scenario.name])
    return taken


def take_scenario(
    crew: Sequence[Worker],
    scenario: Scenario,
    effort: Effort,
    dice: random.Random,
    samples: Samples,
) -> None:
    """Lets every worker make one batch a round, in random order."""
    for worker in crew:
        samples.emissions[worker.name] = worker.examine(scenario.name)
    for _ in range(effort.rounds):
        for worker in dice.sample(crew, len(crew)):
            spent = worker.time(scenario.name, effort.size(scenario))
            samples.seconds[worker.name].append(spent)
