"""Reads what was bought by the piece or by time, of which no response tells."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, cast

from gemini_otel._extract._values import read_field
from gemini_otel._raw._refusal import RecordError
from gemini_otel._raw._words import describe
from gemini_otel.pricing import Media


_UNITS: Final = {
    "images": "image",
    "seconds": "second",
    "songs": "song",
    "clips": "clip",
    "token_hours": "token_hour",
}
_COUNTED: Final = ("image", "song", "clip")
_NAMES: Final = frozenset([*_UNITS, "tokenHours", "size", "resolution", "audio"])
_NUMBER: Final = re.compile(r"(\d{1,15})(?:\.(\d{1,9}))?")
_FIX: Final = (
    'write it like {"images": 2, "size": "1K"}, {"seconds": 8, "resolution": "1080p", '
    '"audio": true}, {"songs": 1}, {"clips": 1} or {"token_hours": "1250000.5"}'
)


def read_media(usage: object) -> tuple[Media, ...]:
    """The pieces and times of a `usage` object.

    Args:
        usage: How many `images`, `seconds`, `songs`, `clips` or `token_hours`, with the `size` of
            images, the `resolution` of a video, and whether it has `audio`.

    Raises:
        RecordError: It says something else.
    """
    given = _check_names(usage)
    size = _read_size(given, "size") or _read_size(given, "resolution")
    resolution = _read_size(given, "resolution") or size
    media = tuple(
        Media(
            unit,
            _read_quantity(name, unit, quantity),
            {"image": size, "second": resolution}.get(unit),
            _read_audio(given) if unit == "second" else None,
        )
        for name, unit in _UNITS.items()
        if (quantity := read_field(given, name)) is not None
    )
    if not media:
        raise RecordError("the usage object counts nothing", _FIX)
    return media


def _check_names(usage: object) -> Mapping[str, object]:
    if not isinstance(usage, dict):
        raise RecordError(f"usage is {describe(usage)}, not an object", _FIX)
    given = cast("dict[str, object]", usage)
    if given.keys() - _NAMES:
        raise RecordError("the usage object has a member of another name, which has no price", _FIX)
    return given


def _read_size(given: Mapping[str, object], name: str) -> str | None:
    value = given.get(name)
    if value is None or isinstance(value, str):
        return value
    raise RecordError(f"usage.{name} is {describe(value)}, not a string", _FIX)


def _read_audio(given: Mapping[str, object]) -> bool | None:
    value = given.get("audio")
    if value is None or isinstance(value, bool):
        return value
    raise RecordError(f"usage.audio is {describe(value)}, neither true nor false", _FIX)


def _read_quantity(name: str, unit: str, value: object) -> int | Decimal:
    """A number as it was written: a float is what its shortest spelling says."""
    match = _NUMBER.fullmatch(_spell(value))
    whole = match is not None and not (match[2] or "").strip("0")
    if not match or (unit in _COUNTED and not whole):
        expected = "a whole number" if unit in _COUNTED else "a number"
        raise RecordError(f"usage.{name} is {describe(value)}, not {expected} of 0 or more", _FIX)
    return int(match[1]) if whole else Decimal(match[0])


def _spell(value: object) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
