"""The only way out: a bounded, scrubbed, plain copy of values that belong to the user."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import islice
from typing import Final, cast

from gemini_otel._classify._redaction import REDACTED, names_credential, scrub
from gemini_otel._content._blob import blob, is_bytes
from gemini_otel._content._fields import entries, string
from gemini_otel._content._limits import Limits
from gemini_otel._content._shape import Answer, Frame, Json, Word, named_after, omitted


_INT_BITS: Final = 63
"""OTLP carries signed 64-bit integers."""
_SHOWN_BITS: Final = 256
"""Larger integers are not written out: Python refuses to, from some 640 digits on."""
_MARGIN: Final = 512
"""Characters scrubbed beyond a cut, so that a credential across it is still seen as one."""
_REST: Final = "…"
_MIME_KEYS: Final = ("mime_type", "mimeType")
_PAIR: Final = 2
_HEADER: Final = re.compile(r"[-_]|\Aauthorization\Z", re.IGNORECASE)
"""Names of one ordinary word, such as `cookie`, stand in pairs of other kinds as well."""


class Copier:
    """Copies one call's content, spending its budget of characters and values on the way."""

    __slots__ = ("_left", "_limits")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.max_total

    def take(self, frames: Iterable[Frame], total: int) -> list[dict[str, Json]]:
        """Copies as many of `total` frames as fit, with room left for one that says what did not.

        Args:
            frames: What to copy, the most wanted first; made on demand, so that media in what
                does not fit is never hashed.
            total: How many there are.

        Returns:
            The copies, at most `Limits.max_items` of them.
        """
        taken: list[dict[str, Json]] = []
        source = iter(frames)
        while len(taken) < self._room(total) and self._left > 0:
            frame = next(source, None)
            if frame is None:
                break
            taken.append(self.frame(frame))
        return taken

    def frame(self, frame: Frame, depth: int = 0) -> dict[str, Json]:
        """Copies an object of ours, with every key that has a value."""
        name = self._key if isinstance(frame, Answer) else self._word
        return {
            name(key): self._copy(value, depth) for key, value in frame.items() if value is not None
        }

    def _copy(self, value: object, depth: int) -> Json:
        self._left -= 1
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, (bool, int, float)):
            return self._number(value)
        if is_bytes(value):
            return self.frame(blob(value))
        if isinstance(value, Frame):
            return self.frame(value, depth)
        if depth >= self._limits.max_depth:
            return self.frame(named_after(value))
        return self._nested(value, depth + 1)

    def _nested(self, value: object, depth: int) -> Json:
        if isinstance(value, Enum):
            return self._copy(value.value, depth)
        if isinstance(value, (list, tuple)):
            return self._array(cast("Sequence[object]", value), depth)
        pairs = entries(value)
        if pairs is None:
            return self.frame(named_after(value))
        media = _media(pairs)
        return self._object(pairs, depth) if media is None else self.frame(media)

    def _array(self, values: Sequence[object], depth: int) -> list[Json]:
        copied: list[Json] = []
        for value in islice(values, self._room(len(values))):
            if self._left <= 0:
                break
            copied.append(self._copy(_veil_pair(value), depth))
        if len(copied) < len(values):
            copied.append(self.frame(omitted(len(values) - len(copied))))
        return copied

    def _object(self, pairs: Sequence[tuple[object, object]], depth: int) -> dict[str, Json]:
        copied: dict[str, Json] = {}
        done, named = 0, _find_name(pairs)
        for key, value in islice(pairs, self._room(len(pairs))):
            if self._left <= 0:
                break
            name = named if named is not None and key == "value" else key
            copied[self._key(key)] = self._copy(_veil(name, value), depth)
            done += 1
        if done < len(pairs):
            copied[self._word(_REST)] = self._copy(len(pairs) - done, depth)
        return copied

    def _word(self, key: str) -> str:
        self._left -= len(key)
        return key

    def _key(self, key: object) -> str:
        if isinstance(key, str):
            return self._text(key)
        if key is None or isinstance(key, (bool, int, float)):
            return json.dumps(self._number(key))
        return self._text(type(key).__name__)

    def _number(self, value: float | None) -> Json:
        if value is None or isinstance(value, bool):
            return value
        # The slots of the base types: a subclass may have overridden the conversions.
        if isinstance(value, int):
            return self._whole(int.__index__(value))
        if math.isfinite(value):
            return float.__float__(value)
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"

    def _whole(self, value: int) -> Json:
        bits = value.bit_length()
        if bits <= _INT_BITS:
            return value
        return self._text(str(value)) if bits <= _SHOWN_BITS else self.frame(named_after(value))

    def _text(self, value: str) -> str:
        exact = str.__str__(value)
        if not isinstance(value, Word):
            exact = _encodable(_shorten(exact, max(min(self._limits.max_length, self._left), 0)))
        self._left -= len(exact)
        return exact

    def _room(self, count: int) -> int:
        """How many of `count` items to keep, so that a note on the others still fits."""
        return count if count <= self._limits.max_items else self._limits.max_items - 1


def _shorten(text: str, length: int) -> str:
    """Scrubs first and cuts second: half a credential would pass for ordinary text."""
    window = text[: length + _MARGIN]
    scrubbed = scrub(window, limit=len(window))
    left_out = len(text) - len(window) + max(len(scrubbed) - length, 0)
    return f"{scrubbed[:length]}… [{left_out} characters left out]" if left_out else scrubbed


def _veil(name: object, value: object) -> object:
    """Hides a value whose name says that it is a credential, whatever it looks like."""
    secret = isinstance(name, str) and names_credential(name)
    return Word(REDACTED) if secret and _is_leaf(value) else value


def _veil_pair(value: object) -> object:
    """The same for a name and a value in a list of such pairs, as headers often are."""
    if not isinstance(value, (list, tuple)):
        return value
    pair = cast("Sequence[object]", value)
    is_header = len(pair) == _PAIR and isinstance(pair[0], str) and bool(_HEADER.search(pair[0]))
    return [pair[0], _veil(*pair)] if is_header else pair


def _find_name(pairs: Sequence[tuple[object, object]]) -> object:
    """What an object with a name and a value names: another way to write such a pair."""
    if len(pairs) != _PAIR:
        return None
    named = {key: value for key, value in pairs if isinstance(key, str)}
    return named.get("name", named.get("key")) if "value" in named else None


def _is_leaf(value: object) -> bool:
    """Whether a value can be a credential, and not the schema or the description of one."""
    return isinstance(value, (str, bytes, list, tuple))


def _encodable(text: str) -> str:
    """Replaces lone surrogates, which an exporter could not encode and would fail on."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _media(pairs: Sequence[tuple[object, object]]) -> Frame | None:
    """Recognises media inside arguments and results: Gemini's blobs and MCP's images and audio."""
    by_name = dict(pair for pair in pairs if pair[0] in ("data", *_MIME_KEYS))
    mime_type = next((by_name[key] for key in _MIME_KEYS if string(by_name.get(key))), None)
    if mime_type is None or not isinstance(by_name.get("data"), (str, bytes)):
        return None
    return blob(by_name["data"], mime_type)
