"""Judges one value of a price file: whether it is an amount, a day, a name, one of some words."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeGuard

from gemini_otel.pricing._bands import read_band
from gemini_otel.pricing._files._faults import Fault
from gemini_otel.pricing._identity import strip_path


Check = Callable[[object], Iterator[Fault]]
"""Yields what is wrong with a value; nothing if it is right."""

_AMOUNT: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_GENERATION: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number with a point or an exponent, as it stands in the file."""

    text: str


def describe(value: object) -> str:
    """A value as a message shows it."""
    if isinstance(value, Inexact):
        return f"the number {value.text}"
    if value is None or isinstance(value, (str, bool)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return f"the number {value}"
    kinds: dict[type, str] = {
        dict: "a table",
        list: "a list",
        date: "a day without quotes",
        datetime: "a time, not a day",
    }
    return kinds.get(type(value), f"a {type(value).__name__}")


def is_table(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a value has fields."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether a value has items."""
    return isinstance(value, list)


def check_text(value: object) -> Iterator[Fault]:
    """Any text."""
    if not isinstance(value, str):
        yield _refuse(value, "a text in quotes is needed")


def check_name(value: object) -> Iterator[Fault]:
    """A text that is not blank."""
    if not isinstance(value, str) or not value or value != value.strip():
        yield _refuse(value, "a text in quotes is needed, not empty and without blanks around it")


def check_model(value: object) -> Iterator[Fault]:
    """The id of a model, without a path before it."""
    faults = list(check_name(value))
    yield from faults
    if not faults and isinstance(value, str) and strip_path(value) != value:
        yield _refuse(value, f'the id alone is needed, without its path: "{strip_path(value)}"')


def check_flag(value: object) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield _refuse(value, "true or false is needed, without quotes")


def check_amount(value: object) -> Iterator[Fault]:
    """A decimal that is not negative, in quotes."""
    if not isinstance(value, str):
        yield _refuse_number(value)
    elif value.startswith("-"):
        yield _refuse(value, "an amount is 0 or more; what lowers a price is a discount")
    elif not _AMOUNT.fullmatch(value):
        yield _refuse(
            value,
            'a decimal such as "0.75" is needed: at most 9 digits before the point and 12 behind '
            "it, no sign, exponent or currency",
        )


def check_multiplier(value: object) -> Iterator[Fault]:
    """A decimal above 0, in quotes."""
    faults = list(check_amount(value))
    yield from faults
    if not faults and not Decimal(str(value)):
        yield _refuse(value, 'a multiplier is above 0; "1" changes nothing')


def check_percent(value: object) -> Iterator[Fault]:
    """A decimal from 0 to 100, in quotes."""
    faults = list(check_amount(value))
    yield from faults
    if not faults and Decimal(str(value)) > _WHOLE:
        yield _refuse(value, 'a discount is between "0" and "100" percent')


def check_generation(value: object) -> Iterator[Fault]:
    """The number in a model's name, in quotes; null for a model that is of no generation."""
    if value is None or (isinstance(value, str) and _GENERATION.fullmatch(value)):
        return
    if isinstance(value, str):
        yield _refuse(value, 'the number in the name of the model is needed, such as "3.8"')
    else:
        yield _refuse_number(value)


def check_day(value: object) -> Iterator[Fault]:
    """A calendar day."""
    if type(value) is not date and not _is_day(value):
        yield _refuse(value, 'a calendar day such as "2026-12-31" is needed')


def check_open_day(value: object) -> Iterator[Fault]:
    """A calendar day, or null for none."""
    if value is not None:
        yield from check_day(value)


def check_read(value: object) -> Iterator[Fault]:
    """A calendar day or month."""
    if type(value) is not date and not _is_day(value) and not _is_month(value):
        yield _refuse(value, 'a day such as "2026-10-05" or a month such as "2026-10" is needed')


def check_band(value: object) -> Iterator[Fault]:
    """All prompts, or those up to or above a number of tokens."""
    try:
        read_band(value if isinstance(value, str) else "")
    except ValueError:
        yield _refuse(value, 'allowed are "all", and such as "<=200000" and ">200000" (tokens)')


def among(*words: str) -> Check:
    """A check for one of some words."""
    allowed = ", ".join(f'"{word}"' for word in words)

    def check(value: object) -> Iterator[Fault]:
        if not isinstance(value, str) or value not in words:
            yield _refuse(value, f"allowed: {allowed}")

    return check


def each(check: Check, *, of: str) -> Check:
    """A check for a list that is not empty, repeats nothing, and has only right items."""

    def check_items(value: object) -> Iterator[Fault]:
        if not is_list(value) or not value:
            yield _refuse(value, f"a list of at least one of {of} is needed, such as [{of}]")
            return
        for place, item in enumerate(value):
            yield from (fault.under(place) for fault in check(item))
            if item in value[:place]:
                yield Fault((place,), f"got {describe(item)} twice; name it once")

    return check_items


def or_null(check: Check) -> Check:
    """A check that lets null pass."""

    def check_unless_null(value: object) -> Iterator[Fault]:
        if value is not None:
            yield from check(value)

    return check_unless_null


def _refuse(value: object, needed: str) -> Fault:
    return Fault((), f"got {describe(value)}; {needed}.")


def _refuse_number(value: object) -> Fault:
    if isinstance(value, bool) or not isinstance(value, (int, Inexact)):
        return _refuse(value, 'a decimal in quotes is needed, such as "0.75"')
    text = value.text if isinstance(value, Inexact) else str(value)
    return _refuse(value, f'a bare number is not kept exactly: put it in quotes, "{text}"')


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    return _is_on_the_calendar(value)


def _is_month(value: object) -> bool:
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        return False
    return _is_on_the_calendar(f"{value}-01")


def _is_on_the_calendar(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
