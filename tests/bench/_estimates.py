"""Estimates of a cost beyond another, and of its ratio to the floor, with their spread."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final


_RESAMPLES: Final = 2_000
_TAIL: Final = 0.025


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and the interval that holds it in 95 of 100 runs."""

    value: float
    low: float
    high: float


def estimate_median(values: Sequence[float]) -> Estimate:
    """The median of values that are measured each on its own."""
    return _bootstrap(len(values), lambda chosen: median(values[n] for n in chosen))


def estimate_cost(own: Sequence[float], bare: Sequence[float]) -> Estimate:
    """The median over the rounds of what a variant takes beyond the bare SDK in the same round."""
    return estimate_median(_subtract(own, bare))


def estimate_ratio(
    own: Sequence[float], floor: Sequence[float], bare: Sequence[float]
) -> Estimate | None:
    """The ratio of two such medians; none where the floor is not above the noise."""
    ours, theirs = _subtract(own, bare), _subtract(floor, bare)
    if estimate_cost(floor, bare).low <= 0:
        return None
    return _bootstrap(
        len(ours),
        lambda chosen: median(ours[n] for n in chosen) / median(theirs[n] for n in chosen),
    )


def compare_minima(own: Sequence[float], bare: Sequence[float]) -> float:
    """The difference of the best rounds: a second look, which load disturbs least."""
    return min(own) - min(bare)


def _subtract(own: Sequence[float], bare: Sequence[float]) -> list[float]:
    return [mine - base for mine, base in zip(own, bare, strict=True)]


def _bootstrap(rounds: int, statistic: Callable[[Sequence[int]], float]) -> Estimate:
    """The statistic of all rounds, and its spread over rounds drawn with replacement."""
    dice = random.Random(0)  # noqa: S311 - nothing is secret here
    everyone = range(rounds)
    drawn = sorted(statistic(dice.choices(everyone, k=rounds)) for _ in range(_RESAMPLES))
    cut = int(_RESAMPLES * _TAIL)
    return Estimate(statistic(everyone), drawn[cut], drawn[-cut - 1])
