"""What the samples and the counts come to: one row for each scenario, pipeline and variant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.bench import _plan
from tests.bench._estimates import Estimate, compare_minima, estimate_cost, estimate_ratio
from tests.bench._samples import Samples, Taken


Instructions = Mapping[tuple[str, str, str], float]
"""Instructions a call, by pipeline, scenario and variant."""

A_CHUNK: Final = "a chunk of a stream"
_MEASURED: Final = (_plan.FLOOR, _plan.LEAN, _plan.QUIET, _plan.FULL)
_MICRO: Final = 1e6


@dataclass(frozen=True, slots=True)
class Figure:
    """What one variant costs beyond the bare SDK in one scenario.

    Attributes:
        pipeline: What stands behind it.
        title: The scenario, or what was derived from two of them.
        variant: Which code was measured.
        bare_us: The bare SDK's median, in microseconds of CPU time.
        cost_us: The median of the differences, in microseconds.
        minima_us: The difference of the minima, in microseconds.
        ratio: The cost in costs of the floor.
        k_instructions: Thousand instructions beyond the bare SDK.
        ratio_of_counts: The same in those of the floor.
    """

    pipeline: str
    title: str
    variant: str
    bare_us: float
    cost_us: Estimate
    minima_us: float
    ratio: Estimate | None
    k_instructions: float | None
    ratio_of_counts: float | None


def derive(taken: Taken, instructions: Instructions) -> list[Figure]:
    """All figures, in the order of the plan."""
    return [
        figure
        for pipeline in _plan.PIPELINES
        if (pipeline, _plan.SHORT.name) in taken
        for figure in _derive_pipeline(pipeline, taken, instructions)
    ]


def _derive_pipeline(pipeline: str, taken: Taken, instructions: Instructions) -> Iterator[Figure]:
    for scenario in _plan.SCENARIOS[pipeline]:
        counts = {
            variant: instructions[pipeline, scenario.name, variant]
            for variant in _plan.VARIANTS
            if (pipeline, scenario.name, variant) in instructions
        }
        samples = taken[pipeline, scenario.name].seconds
        yield from _derive_variants(pipeline, scenario.title, samples, counts)
    if pipeline == _plan.SDK:
        yield from _derive_chunk(taken, instructions)


def _derive_chunk(taken: Taken, instructions: Instructions) -> Iterator[Figure]:
    few, many = (taken[_plan.SDK, one.name] for one in (_plan.STREAM_10, _plan.STREAM_1000))
    seconds = {variant: _slope(few, many, variant) for variant in _plan.VARIANTS}
    counts = {
        variant: (instructions[_plan.SDK, _plan.STREAM_1000.name, variant] - fewer)
        / _plan.MORE_CHUNKS
        for (pipeline, scenario, variant), fewer in instructions.items()
        if (pipeline, scenario) == (_plan.SDK, _plan.STREAM_10.name)
    }
    yield from _derive_variants(_plan.SDK, A_CHUNK, seconds, counts)


def _slope(few: Samples, many: Samples, variant: str) -> list[float]:
    pairs = zip(few.seconds[variant], many.seconds[variant], strict=True)
    return [(long - short) / _plan.MORE_CHUNKS for short, long in pairs]


def _derive_variants(
    pipeline: str,
    title: str,
    seconds: Mapping[str, Sequence[float]],
    counts: Mapping[str, float],
) -> Iterator[Figure]:
    micros = {variant: [one * _MICRO for one in rounds] for variant, rounds in seconds.items()}
    bare, floor = micros[_plan.BARE], micros[_plan.FLOOR]
    beyond = {variant: n - counts[_plan.BARE] for variant, n in counts.items()}
    for variant in _MEASURED:
        own = micros[variant]
        yield Figure(
            pipeline,
            title,
            variant,
            sorted(bare)[len(bare) // 2],
            estimate_cost(own, bare),
            compare_minima(own, bare),
            estimate_ratio(own, floor, bare),
            beyond[variant] / 1000 if variant in beyond else None,
            beyond[variant] / beyond[_plan.FLOOR] if variant in beyond else None,
        )
