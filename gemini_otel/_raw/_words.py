"""Says what stands in a record without repeating it: it may be a prompt, an answer or a key."""

import json
import re
from collections.abc import Sized
from typing import Final, cast

from gemini_otel.pricing._names import PLATFORMS, PROVISIONED, TIERS


_KNOWN: Final = frozenset(
    {
        *PLATFORMS,
        *TIERS,
        PROVISIONED,
        *("text", "image", "video", "document", "audio", "unknown"),
        *("second", "song", "clip", "token_hour", "with", "without"),
        *("google_search", "google_maps"),
        *("web_grounding_for_enterprise", "grounding_with_your_data"),
    }
)
"""Words of ours and of Google's, which tell nothing about anybody."""

_PLAIN: Final = re.compile(
    r"""
    # A date with its year, and perhaps a time.
    (?: \d{4}[-/.]\d{1,2}[-/.]\d{1,2} | \d{1,2}[-/.]\d{1,2}[-/.]\d{4} )
    (?: [Tt\ ] \d{1,2}:\d{2} (?: :\d{2} (?: \.\d{1,9} )? )? \ ? (?: [Zz] | [-+]\d{2}:?\d{2} )? )?
    # A number.
    | [-+]?\d{1,15} (?: \.\d{1,9} )? (?: [Ee][-+]?\d{1,3} )?
    # The size of an image or a video.
    | \d{1,4} (?: \.\d )? [KkPp] | \d{1,5}x\d{1,5}
    """,
    re.ASCII | re.VERBOSE,
)
_MOST_DIGITS: Final = 20


def describe(value: object) -> str:
    """A picture of a JSON value: numbers, times and known words, and the kind of all else."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return _describe_number(value)
    if isinstance(value, str):
        return repr(value) if _is_plain(value) else f"a string of {_count(value, 'character')}"
    if isinstance(value, list):
        return f"an array of {_count(cast('list[object]', value), 'item')}"
    if isinstance(value, dict):
        return f"an object of {_count(cast('dict[str, object]', value), 'member')}"
    return f"of type {type(value).__name__}"


def keep_word(word: str) -> str:
    """The word itself where it is one that may be shown; else what kind of string it is."""
    return word if _is_plain(word) else describe(word)


def _is_plain(text: str) -> bool:
    return text.lower() in _KNOWN or _PLAIN.fullmatch(text) is not None


def _describe_number(number: float) -> str:
    shown = repr(number)
    return shown if len(shown) <= _MOST_DIGITS else f"a number of {len(shown.lstrip('-'))} digits"


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
