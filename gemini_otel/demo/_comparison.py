"""Sets the tokens that were served against the tokens that were recorded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gemini_otel._metrics import TOKENS
from gemini_otel._semconv import (
    EVENT_USAGE,
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_TOOL_USE,
    KIND_UNCACHED_PROMPT,
    KIND_UNKNOWN,
    RESPONSE_ID,
    TOKEN_KIND,
    USAGE_TOKENS_PREFIX,
    WORKFLOW_TURNS,
)
from gemini_otel.demo._program import Outcome
from gemini_otel.demo._stage import Stage
from gemini_otel.testing import RecordedEvent, Telemetry


KINDS: Final = (
    KIND_UNCACHED_PROMPT,
    KIND_CACHED,
    KIND_TOOL_USE,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    KIND_UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Tokens by kind, from both sides.

    Attributes:
        witness: How the other side came to know: `served`, or `handed over` by the SDK.
        served: What the server's ledger says; of the real API, what the SDK handed over.
        unseen: What the SDK kept to itself: the earlier turns of a tool loop.
        recorded: The metric `gemini.client.tokens`.
        responses: How many billed responses were recorded.
    """

    witness: str
    served: Mapping[str, int]
    unseen: Mapping[str, int]
    recorded: Mapping[str, int]
    responses: int

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds to show: the billed ones, and unknown ones where there are some."""
        return [kind for kind in KINDS if kind != KIND_UNKNOWN or any(self._of(kind))]

    @property
    def differences(self) -> Sequence[str]:
        """The kinds in which the two sides differ."""
        return [kind for kind in self.kinds if self._of(kind)[0] != self._of(kind)[1]]

    @property
    def is_exact(self) -> bool:
        """Whether something was served and every token of it was recorded once."""
        return not self.differences and sum(self.recorded.values()) > 0

    @property
    def verdict(self) -> str:
        """The comparison in one line."""
        if self.differences:
            return f"DIFFERENT: {'; '.join(map(self._describe, self.differences))}."
        if not self.is_exact:
            return "No call was answered, so there is nothing to compare: see the errors."
        kept = f", kept back {sum(self.unseen.values()):,}" if self.unseen else ""
        return (
            f"{self.witness.capitalize()} {sum(self.served.values()):,} tokens{kept}, "
            f"recorded {sum(self.recorded.values()):,} in {self.responses} responses: "
            "exact, token for token."
        )

    def _describe(self, kind: str) -> str:
        there, here = self._of(kind)
        return f"{kind} {there:,} {self.witness}, {here:,} recorded"

    def _of(self, kind: str) -> tuple[int, int]:
        there = self.served.get(kind, 0) + self.unseen.get(kind, 0)
        return there, self.recorded.get(kind, 0)


def compare(stage: Stage, outcomes: Sequence[Outcome], telemetry: Telemetry) -> Comparison:
    """Asks both sides.

    Args:
        stage: Knows what was served.
        outcomes: What the program got.
        telemetry: What was recorded.

    Returns:
        Both, by kind.
    """
    return Comparison(
        witness="handed over" if stage.is_live else "served",
        served=stage.served(outcomes),
        unseen=_count_unseen(outcomes, telemetry) if stage.is_live else {},
        recorded=_count_recorded(telemetry),
        responses=len(telemetry.events(EVENT_USAGE)),
    )


def _count_recorded(telemetry: Telemetry) -> Mapping[str, int]:
    totals: Counter[str] = Counter()
    for point in telemetry.points(TOKENS.name):
        totals[point.attributes[TOKEN_KIND]] += int(point.value)
    return dict(totals)


def _count_unseen(outcomes: Sequence[Outcome], telemetry: Telemetry) -> Mapping[str, int]:
    """Only a turn of a tool loop may be missing from what the program got."""
    handed = {response.response_id for outcome in outcomes for response in outcome.responses}
    loops = {span.trace_id for span in telemetry.spans if WORKFLOW_TURNS in span.attributes}
    totals: Counter[str] = Counter()
    for event in telemetry.events(EVENT_USAGE):
        if event.trace_id in loops and event.attributes.get(RESPONSE_ID) not in handed:
            totals.update(_count_kinds(event))
    return dict(totals)


def _count_kinds(event: RecordedEvent) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for name, tokens in event.attributes.items():
        if name.startswith(USAGE_TOKENS_PREFIX):
            kinds[name.removeprefix(USAGE_TOKENS_PREFIX).partition(".")[0]] += tokens
    return kinds
