"""Tells a truncated answer that only repeats itself from one that had more to say."""

import zlib
from collections.abc import Iterable
from typing import Final


MEASURED: Final = 4_000
"""Characters that are looked at, from the end; no more pieces than this need to be kept."""

_TOO_SHORT: Final = 400
_REPETITIVE_RATIO: Final = 0.1


def is_repetitive(texts: Iterable[object]) -> bool:
    """Whether the end of an answer compresses to less than a tenth.

    Prose compresses to about a half and tables of JSON to a fifth; a phrase said over and over
    to a few hundredths. The text is measured here and goes nowhere.

    Args:
        texts: The pieces of the answer, at least the last `MEASURED` of them.

    Returns:
        False also where the text is too short to tell.
    """
    pieces = [text[-MEASURED:] for text in texts if isinstance(text, str)]
    tail = "".join(pieces)[-MEASURED:].encode(errors="replace")
    if len(tail) < _TOO_SHORT:
        return False
    return len(zlib.compress(tail, 6)) < _REPETITIVE_RATIO * len(tail)
