"""Holds what was told against what was served, figure by figure."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from tests.soak.paths import Figures
from tests.soak.pipeline import SAID


class Entry(NamedTuple):
    """One figure of one signal."""

    signal: str
    figure: str
    served: int
    told: int

    @property
    def is_right(self) -> bool:
        """Whether it was told to the last token and nano-dollar."""
        return self.served == self.told


def compare(served: Figures, told: Mapping[str, Figures]) -> list[Entry]:
    """Every figure of every signal."""
    return [
        Entry(signal, figure, served.get(figure, 0), told.get(signal, {}).get(figure, 0))
        for signal, figures in SAID.items()
        for figure in figures
    ]


def find_wrong(served: Figures, told: Mapping[str, Figures]) -> list[Entry]:
    """The figures that differ."""
    return [entry for entry in compare(served, told) if not entry.is_right]


_SERVER_SAYS: Final = (
    "requests",
    "uncached_prompt",
    "cached",
    "tool_use",
    "candidates",
    "thoughts",
)


def compare_server(expected: Figures, served: Figures) -> Iterator[Entry]:
    """What the plan says was served, against the server's own ledger."""
    for figure in _SERVER_SAYS:
        yield Entry("server", figure, expected.get(figure, 0), served.get(figure, 0))
