"""Secrets that can be told from all other text, and a search that finds them however written."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote


_WINDOW: Final = 12
_ESCAPE: Final = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]+);")
_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
_LENGTH: Final = 24


def canary(place: str) -> str:
    """The secret of a place: 24 letters that stand nowhere else, not even 12 of them."""
    digest = hashlib.sha256(place.encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])


def find_canaries(text: str, places: Iterable[str]) -> list[str]:
    """The places whose secrets a text tells, in whole or 12 letters of them in a row.

    Plain, in capitals, backwards, in any encoding of URLs, JSON, Python and HTML, as hexadecimal
    digits, and as base64, wherever it begins.
    """
    plain = list(_read(text))
    raw = text.replace("-", "+").replace("_", "/")
    return [place for place in places if _is_told(canary(place), plain, raw)]


def _read(text: str) -> Iterator[str]:
    """The text as it is and as it is meant."""
    yield text.lower()
    meant = _ESCAPE.sub(_unescape, unquote(unquote(text))).lower()
    yield meant
    yield re.sub(r"[^a-z]", "", meant)  # with anything put between the letters
    yield meant[::-1]


def _unescape(match: re.Match[str]) -> str:
    return chr(min(int(match[1] or match[2] or match[3], 16), 0x10FFFF))


def _is_told(secret: str, plain: Iterable[str], raw: str) -> bool:
    pieces = [secret[at : at + _WINDOW] for at in range(len(secret) - _WINDOW + 1)]
    if any(piece in text for text in plain for piece in pieces):
        return True
    digits = raw.lower()
    encoded = (
        form for piece in pieces for kind in (str.lower, str.upper) for form in _encode(kind(piece))
    )
    return any(form in raw for form in encoded) or any(
        piece.encode().hex() in digits for piece in pieces
    )


def _encode(piece: str) -> Iterator[str]:
    """What of its base64 does not depend on what stands before and behind it."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + piece.encode()).decode()
        yield whole[-(-shift * 4 // 3) : (shift + _WINDOW) * 4 // 3]
