"""Writes numbers and names for people: amounts exact to the nano-dollar, and nothing invented."""

from collections.abc import Iterable, Sequence
from typing import Final

from gemini_otel.cli._amounts import AT_LEAST
from gemini_otel.cli._tables import clean
from gemini_otel_exporters._report._breakdown import Line
from gemini_otel_exporters._report._sums import Sums


UNPRICED: Final = "unpriced"
"""Stands where nothing could be priced: that is not the same as $0."""

NONE: Final = "(none)"
"""Stands where there is no name: that is not the same as an empty one."""

_NANO_PLACES: Final = 9
_NANO: Final = 10**_NANO_PLACES
_CENTS: Final = 2
_PERMILLE: Final = 1000


def spell(nano: int, places: int = _CENTS) -> str:
    """Nano-dollars as dollars, exactly, with so many decimals or more: `$1,234.56`."""
    whole, rest = divmod(abs(nano), _NANO)
    digits = f"{rest:0{_NANO_PLACES}}".rstrip("0").ljust(places, "0")
    return f"{'-' if nano < 0 else ''}${whole:,}.{digits}"


def count_places(amounts: Iterable[int]) -> int:
    """So many decimals as the longest of some amounts needs, so that their points align."""
    return max((len(spell(nano).partition(".")[2]) for nano in amounts), default=_CENTS)


def spell_cost(sums: Sums, places: int = _CENTS) -> str:
    """What something cost; `>=` stands before what is not all of it."""
    if not sums.has_amount:
        return UNPRICED
    return f"{AT_LEAST if sums.is_open else ''}{spell(sums.nano, places)}"


def spell_share(part: int, whole: int) -> str:
    """A part in percent, with one decimal; nothing where there is no whole."""
    if not whole:
        return ""
    permille = (2 * part * _PERMILLE + whole) // (2 * whole)
    return f"{permille // 10}.{permille % 10} %"


def spell_change(now: int, before: int) -> str:
    """A change in percent, with its sign."""
    if not before:
        return ""
    sign = "-" if now < before else "+"
    return sign + spell_share(abs(now - before), before)


def spell_number(count: int) -> str:
    """A number with commas."""
    return f"{count:,}"


def spell_count(count: int, what: str) -> str:
    """So many of something: `1 response`, `2,000 responses`."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def name(line: Line) -> str:
    """What a line is of."""
    return ", ".join(name_value(value) for value in line.key) or f"{line.others:,} others"


def name_value(value: str | None) -> str:
    """A model, a tenant: as others made it up, without anything a terminal would obey."""
    return NONE if value is None else clean(value)


def spell_list(words: Sequence[str]) -> str:
    """Words with commas and an `and`, such as `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
