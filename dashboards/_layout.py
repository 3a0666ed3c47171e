"""Where panels go on the grid: from left to right, and on to the next line when one is full."""

from typing import NamedTuple

from dashboards._panel import WIDTH, Panel


class Place(NamedTuple):
    """A panel and its corner on the grid."""

    panel: Panel
    x: int
    y: int


def place(panels: tuple[Panel, ...], y: int) -> tuple[tuple[Place, ...], int]:
    """Gives each panel its place.

    Args:
        panels: In the order they are read.
        y: Where the first line begins.

    Returns:
        The places, and where the next line would begin.
    """
    placed: list[Place] = []
    x = tallest = 0
    for panel in panels:
        if x + panel.width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        placed.append(Place(panel, x, y))
        x, tallest = x + panel.width, max(tallest, panel.height)
    return tuple(placed), y + tallest
