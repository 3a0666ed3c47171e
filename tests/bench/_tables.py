"""Shows the figures, as a table for the terminal and one for a Markdown file."""

from collections.abc import Iterator, Sequence
from typing import Final

from tests.bench import _plan
from tests.bench._estimates import Estimate
from tests.bench._figures import Figure
from tests.bench._samples import Samples, Taken


_COLUMNS: Final = (
    "scenario",
    "variant",
    "bare us",
    "cost us [95 %]",
    "minima us",
    "x floor [95 %]",
    "k instr.",
    "x floor",
)
_NONE: Final = "-"
_NAMES: Final = {
    _plan.FLOOR: "floor",
    _plan.LEAN: "lean floor",
    _plan.QUIET: "no usage event",
    _plan.FULL: "gemini_otel",
}
_SUFFIXES: Final = {_plan.SDK: "", _plan.SAMPLED_OUT: ", sampled out", _plan.API_ONLY: ", no SDK"}


def render(figures: Sequence[Figure]) -> str:
    """A table with aligned columns."""
    rows = [_COLUMNS, *map(_row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_align(row, widths) for row in rows)


def render_markdown(figures: Sequence[Figure]) -> str:
    """The same in Markdown."""
    rows = [_COLUMNS, ("---", "---", *["---:"] * (len(_COLUMNS) - 2)), *map(_row, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def render_emissions(taken: Taken) -> str:
    """What one short call emits, so that equal work is compared."""
    return "\n".join(
        line
        for (pipeline, scenario), samples in taken.items()
        if scenario == _plan.SHORT.name
        for line in _describe_emissions(pipeline, samples)
    )


def _describe_emissions(pipeline: str, samples: Samples) -> Iterator[str]:
    for variant, emitted in samples.emissions.items():
        what = ", ".join(f"{count} {name}" for name, count in emitted.items())
        yield f"  {pipeline:<12} {variant:<6} {what}"


def _align(row: Sequence[str], widths: Sequence[int]) -> str:
    texts, numbers = row[:2], row[2:]
    left = [text.ljust(width) for text, width in zip(texts, widths, strict=False)]
    right = [text.rjust(width) for text, width in zip(numbers, widths[2:], strict=True)]
    return "  ".join((*left, *right))


def _row(figure: Figure) -> tuple[str, ...]:
    digits = 2 if figure.bare_us < 1000 and "chunk" in figure.title else 0
    return (
        figure.title + _SUFFIXES[figure.pipeline],
        _NAMES[figure.variant],
        f"{figure.bare_us:,.0f}",
        _show(figure.cost_us, digits),
        f"{figure.minima_us:,.{digits}f}",
        _show(figure.ratio, 2) if figure.ratio else _NONE,
        _NONE if figure.k_instructions is None else f"{figure.k_instructions:,.{digits}f}",
        _NONE if figure.ratio_of_counts is None else f"{figure.ratio_of_counts:.2f}",
    )


def _show(estimate: Estimate, digits: int) -> str:
    value, low, high = (
        f"{one:,.{digits}f}" for one in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} [{low}, {high}]"
