"""Shows what calls cost, row by row."""

from collections.abc import Iterator
from typing import Final

from tests.bench import _plan
from tests.bench._figures import Figure
from tests.bench._layout import NONE, Row, show
from tests.bench._samples import Samples, Taken


CALL_COLUMNS: Final = (
    "scenario",
    "variant",
    "bare us",
    "cost us [95 %]",
    "minima us",
    "x floor [95 %]",
    "k instr.",
    "x floor",
)
_EMISSIONS_OF: Final = (_plan.SHORT.name, _plan.STREAM_10.name)
_NAMES: Final = {
    _plan.FLOOR: "floor",
    _plan.LEAN: "lean floor",
    _plan.QUIET: "no usage event",
    _plan.FULL: "gemini_otel",
}
CALL_TEXTS: Final = 2

_SUFFIXES: Final = {_plan.SDK: "", _plan.SAMPLED_OUT: ", sampled out", _plan.API_ONLY: ", no SDK"}


def render_emissions(taken: Taken) -> str:
    """What one call emits, so that equal work is compared."""
    return "\n".join(
        line
        for (pipeline, scenario), samples in taken.items()
        if scenario in _EMISSIONS_OF
        for line in describe_emissions(f"{pipeline}, {scenario}", samples)
    )


def describe_emissions(what: str, samples: Samples) -> Iterator[str]:
    """A line for each variant."""
    for variant, emitted in samples.emissions.items():
        counts = ", ".join(f"{count} {name}" for name, count in emitted.items())
        yield f"  {what:<18} {variant:<14} {counts}"


def make_row(figure: Figure) -> Row:
    """A row of the table of calls."""
    digits = 2 if figure.bare_us < 1000 and "chunk" in figure.title else 0
    return (
        figure.title + _SUFFIXES[figure.pipeline],
        _NAMES[figure.variant],
        f"{figure.bare_us:,.0f}",
        show(figure.cost_us, digits),
        f"{figure.minima_us:,.{digits}f}",
        show(figure.ratio, 2) if figure.ratio else NONE,
        NONE if figure.k_instructions is None else f"{figure.k_instructions:,.{digits}f}",
        NONE if figure.ratio_of_counts is None else f"{figure.ratio_of_counts:.2f}",
    )
