"""What some responses, or some lines of their bills, come to."""

from typing import NamedTuple


class Sums(NamedTuple):
    """Counts that add up, in whole numbers.

    Attributes:
        responses: Billed responses; of lines of bills, the lines.
        unpriced: Responses of which nothing could be priced.
        incomplete: Responses of which a part could not be priced.
        retried: Responses that took more than one attempt.
        uncached: Tokens of prompts that were not cached.
        cached: Tokens of prompts that were.
        tool_use: Tokens of prompts that tools made.
        candidates: Tokens of answers.
        thoughts: Tokens of thinking.
        unknown: Tokens of no known kind.
        unpriced_tokens: Those of responses of which nothing could be priced.
        queries: Searches for grounding.
        nano: Nano-dollars.
        savings_nano: What cached tokens would have cost more, in nano-dollars.
    """

    responses: int = 0
    unpriced: int = 0
    incomplete: int = 0
    retried: int = 0
    uncached: int = 0
    cached: int = 0
    tool_use: int = 0
    candidates: int = 0
    thoughts: int = 0
    unknown: int = 0
    unpriced_tokens: int = 0
    queries: int = 0
    nano: int = 0
    savings_nano: int = 0

    @property
    def input_tokens(self) -> int:
        """Tokens of prompts, of every kind."""
        return self.uncached + self.cached + self.tool_use

    @property
    def output_tokens(self) -> int:
        """Tokens of answers and of thinking."""
        return self.candidates + self.thoughts

    @property
    def tokens(self) -> int:
        """All tokens."""
        return self.input_tokens + self.output_tokens + self.unknown

    @property
    def is_open(self) -> bool:
        """Whether the amount is not all of it."""
        return self.unpriced + self.incomplete > 0

    @property
    def has_amount(self) -> bool:
        """Whether anything could be priced."""
        return self.responses > self.unpriced or not self.responses


NOTHING = Sums()


def add(one: Sums, other: Sums) -> Sums:
    """Both together."""
    return Sums(*map(int.__add__, one, other))
