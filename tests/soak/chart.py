"""Draws memory and pace over the calls of a leg, as SVG made of nothing but text."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tests.soak.outcome import Outcome


_WIDTH: Final = 760
_LEFT: Final = 64
_RIGHT: Final = 24
_HEIGHT: Final = 150
_GAP: Final = 70
_TOP: Final = 40
_STEPS: Final = 4
_MEGA: Final = 2**20

_HEAD: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'font-family="sans-serif" font-size="12" fill="#6b7280">'
)

Course = Sequence[tuple[float, float]]
"""Values by the number of calls made before."""


class _Line(NamedTuple):
    name: str
    colour: str
    course: Course


class _Panel(NamedTuple):
    title: str
    unit: str
    lines: tuple[_Line, ...]
    calls: int


def draw(outcome: Outcome) -> str:
    """The picture of a leg: memory above, microseconds a call below."""
    memory = [(one.calls, one.rss / _MEGA) for one in outcome.points]
    own = [(one.calls, one.own_us) for one in outcome.timings]
    bare = [(one.calls, one.bare_us) for one in outcome.timings]
    panels = (
        _Panel("Memory in use", "MiB", (_Line("process", "#2563eb", memory),), outcome.calls),
        _Panel(
            "CPU time a call",
            "us",
            (_Line("bare SDK", "#9ca3af", bare), _Line("our part", "#d97706", own)),
            outcome.calls,
        ),
    )
    height = _TOP + len(panels) * (_HEIGHT + _GAP)
    body = [line for n, panel in enumerate(panels) for line in _draw_panel(panel, _place(n))]
    return "\n".join([_HEAD.format(width=_WIDTH, height=height), *body, "</svg>", ""])


def _place(number: int) -> int:
    return _TOP + number * (_HEIGHT + _GAP)


def _draw_panel(panel: _Panel, top: int) -> Iterator[str]:
    most = _round_up(max((y for line in panel.lines for _, y in line.course), default=1.0))
    yield f'<text x="{_LEFT}" y="{top - 14}" fill="#374151">{panel.title}, {panel.unit}</text>'
    yield from _draw_key(panel.lines, top - 14)
    for step in range(_STEPS + 1):
        yield from _draw_rule(most * step / _STEPS, top + _HEIGHT * (1 - step / _STEPS))
    for step in range(_STEPS + 1):
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * step / _STEPS
        calls = panel.calls * step // _STEPS
        yield f'<text x="{x:.0f}" y="{top + _HEIGHT + 18}" text-anchor="middle">{calls:,}</text>'
    for line in panel.lines:
        yield _draw_line(line, panel.calls, most, top)


def _draw_key(lines: tuple[_Line, ...], y: int) -> Iterator[str]:
    for number, line in enumerate(reversed(lines)):
        x = _WIDTH - _RIGHT - 90 * number
        yield f'<text x="{x}" y="{y}" text-anchor="end" fill="{line.colour}">{line.name}</text>'


def _draw_rule(value: float, y: float) -> Iterator[str]:
    end = _WIDTH - _RIGHT
    yield f'<path d="M{_LEFT} {y:.1f}H{end}" stroke="#9ca3af" stroke-opacity="0.35"/>'
    yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>'


def _draw_line(line: _Line, calls: int, most: float, top: int) -> str:
    width = _WIDTH - _LEFT - _RIGHT
    points = " ".join(
        f"{_LEFT + width * x / calls:.1f},{top + _HEIGHT * (1 - max(y, 0) / most):.1f}"
        for x, y in line.course
    )
    return f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="1.8"/>'


def _round_up(value: float) -> float:
    """The next number above that four steps divide evenly."""
    size = 1.0
    while size * 40 < value:
        size *= 10
    return -(-value // (4 * size)) * 4 * size
