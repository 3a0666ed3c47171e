"""Tokens as each signal tells them, in the same form as the fake server's ledger."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from gemini_otel.testing._telemetry import RecordedEvent, RecordedSpan, Telemetry


KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")
_EVENT: Final = "gemini.usage.tokens."

Split = dict[str, dict[str, int]]

FULL: Final[Mapping[str, Any]] = {
    "prompt": 100,
    "cached": 40,
    "tool_use": 11,
    "candidates": 20,
    "thoughts": 30,
    "prompt_details": {"TEXT": 70, "IMAGE": 10, "AUDIO": 5, "VIDEO": 15},
    "cached_details": {"TEXT": 40},
    "tool_use_details": {"TEXT": 11},
    "candidates_details": {"TEXT": 12, "IMAGE": 8},
}
"""An answer with tokens of every kind, 161 in all."""

FULL_SPLIT: Final[Split] = {
    "uncached_prompt": {"text": 30, "image": 10, "audio": 5, "video": 15},
    "cached": {"text": 40},
    "tool_use": {"text": 11},
    "candidates": {"text": 12, "image": 8},
    "thoughts": {"text": 30},
}
"""The same by kind and modality: the cached text is taken off the prompt's."""


def counted(telemetry: Telemetry) -> dict[str, int]:
    """The totals of the counter, in the form of `FakeGemini.totals`."""
    totals = {kind: sum(split.values()) for kind, split in counted_split(telemetry).items()}
    return {kind: totals.get(kind, 0) for kind in KINDS} | totals


def counted_split(telemetry: Telemetry) -> Split:
    """The totals of the counter by kind and modality."""
    split: Split = {}
    for point in telemetry.points("gemini.client.tokens"):
        said = point.attributes
        modalities = split.setdefault(said["gemini.token.kind"], {})
        modality = said["gen_ai.token.modality"]
        modalities[modality] = modalities.get(modality, 0) + int(point.value)
    return split


def told_split(event: RecordedEvent) -> Split:
    """What one usage event says, by kind and modality."""
    split: Split = {}
    for name, tokens in event.attributes.items():
        if name.startswith(_EVENT):
            kind, modality = name.removeprefix(_EVENT).split(".")
            split.setdefault(kind, {})[modality] = tokens
    return split


def told(telemetry: Telemetry) -> dict[str, int]:
    """The sum of all usage events, by kind."""
    totals: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for event in telemetry.events("gemini.usage"):
        for kind, split in told_split(event).items():
            totals[kind] += sum(split.values())
    return dict(totals)


def usage_of(span: RecordedSpan) -> tuple[int, int]:
    """Input and output of one span."""
    said = span.attributes
    return said["gen_ai.usage.input_tokens"], said["gen_ai.usage.output_tokens"]


def on_spans(telemetry: Telemetry, attribute: str) -> int:
    """The sum of one usage attribute over all spans."""
    return sum(span.attributes.get(f"gen_ai.usage.{attribute}", 0) for span in telemetry.spans)
