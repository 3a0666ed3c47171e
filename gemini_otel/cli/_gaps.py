"""Names what has no price, without repeating what may be a prompt, an answer or a key."""

from typing import Final

from gemini_otel._classify._redaction import scrub
from gemini_otel._raw import keep_word
from gemini_otel.pricing import Gap


_OF_RECORDS: Final = ("unknown_platform", "unknown_tier", "modality_not_priced")
"""Reasons whose name is a word that stands in the record as it is."""

_OF_WORDS: Final = "unit_not_priced"
"""Here it is such a word among others of ours."""


def name_missing(gap: Gap) -> str:
    """The model, tier, modality or unit; names of models without credentials."""
    if gap.reason in _OF_RECORDS:
        return keep_word(gap.what)
    if gap.reason == _OF_WORDS:
        return " ".join(map(keep_word, gap.what.split()))
    return scrub(gap.what)
