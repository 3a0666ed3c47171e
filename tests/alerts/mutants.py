"""Every rule with one number, window or comparison of it moved."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Final, NamedTuple

from dashboards._numbers import exact
from dashboards.alerts._rule import Alert


# All of them take minutes: each day tries others, `make test-alert-mutations` all.
TURNS: Final = 1 if os.environ.get("ALERT_MUTANTS") == "all" else 20
TURN: Final = datetime.now(timezone.utc).timetuple().tm_yday % TURNS

_DURATION: Final = re.compile(r"(?<=[\[ ])(\d+)([smhdw])\b|(?<=:)(\d+)([smhdw])(?=\])")
_NUMBER: Final = re.compile(r"(?<![\w:.\"\[|(-])(\d+(?:\.\d+)?)(?![\w:.\])\"|-])")
_LAST_NUMBER: Final = re.compile(r"(?<= )(\d+(?:\.\d+)?)(?=\))")
_COMPARISON: Final = re.compile(r"(?<= )(>=|<=|>|<)(?= )")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_TENTH: Final = 0.1
_ABOVE_NOUGHT: Final = 3.0


class Mutant(NamedTuple):
    """A rule that is a little wrong, and what is wrong with it."""

    alert: Alert
    what: str


def mutate(alert: Alert) -> Iterator[Mutant]:
    """Every mutant of a rule."""
    for part in ("value", "limit", "when", "lasting"):
        yield from _mutate_part(alert, part)
    yield Mutant(replace(alert, is_below=not alert.is_below), "the comparison")


def _mutate_part(alert: Alert, part: str) -> Iterator[Mutant]:
    given = getattr(alert, part)
    if not isinstance(given, str):
        for moved in _move_number(given):
            yield Mutant(_with(alert, part, moved), f"{part}: {given} -> {moved}")
        return
    padded = f" {given} "
    for changed, what in (*change(padded), *_change_numbers(padded, _LAST_NUMBER)):
        yield Mutant(_with(alert, part, changed.strip()), f"{part}: {what}")


def _with(alert: Alert, part: str, changed: Any) -> Alert:
    return replace(alert, **{part: changed})


def change(text: str) -> Iterator[tuple[str, str]]:
    """An expression with one number, window or comparison moved, and what was."""
    for found in _DURATION.finditer(text):
        count, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
        is_baseline = text[: found.start()].endswith("offset ")
        for moved in _move_duration(int(count), unit)[: 1 if is_baseline else 2]:
            yield _put(text, found, moved)
    yield from _change_numbers(text, _NUMBER)
    for found in _COMPARISON.finditer(text):
        yield _put(text, found, "<" if ">" in found[0] else ">")


def _change_numbers(text: str, which: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for found in which.finditer(text):
        for number in _move_number(float(found[1])):
            yield _put(text, found, exact(number))


def _put(text: str, found: re.Match[str], put: str) -> tuple[str, str]:
    before, after = text[: found.start()], text[found.end() :]
    return f"{before}{put}{after}", f"{found[0]} at {found.start()} -> {put}"


# A baseline that ends later takes in some of what is held against it; but it moves by less than
# that does, so that what was over a multiple of it stays over: it is only moved away.
def _move_duration(count: int, unit: str) -> tuple[str, ...]:
    seconds = count * _SECONDS[unit]
    return (f"{2 * seconds}s", f"{seconds // 2}s") if seconds else ("300s",)


def _move_number(number: float) -> tuple[float, ...]:
    if not number:
        return (_ABOVE_NOUGHT,)
    return (number * (1 + _TENTH), number * (1 - _TENTH))
