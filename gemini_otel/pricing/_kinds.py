"""The kinds of token, which are disjoint, and the modalities that have a name of their own here."""

from typing import Final


KIND_UNCACHED_PROMPT: Final = "uncached_prompt"
KIND_CACHED: Final = "cached"
KIND_TOOL_USE: Final = "tool_use"
KIND_CANDIDATES: Final = "candidates"
KIND_THOUGHTS: Final = "thoughts"
KIND_UNKNOWN: Final = "unknown"

MODALITY_TEXT: Final = "text"
MODALITY_UNKNOWN: Final = "unknown"
