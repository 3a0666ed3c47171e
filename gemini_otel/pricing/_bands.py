"""Tells which prompts a price is for: some models cost more above so many tokens."""

import functools
import re
from typing import Final, NamedTuple


ALL: Final = "all"

_SPELLING: Final = re.compile(r"(<=|>)([1-9][0-9]*)")


class Band(NamedTuple):
    """The prompts above one number of tokens, up to and including another."""

    above: int = -1
    up_to: int | None = None

    def covers(self, prompt: int) -> bool:
        """Whether a prompt of so many tokens, cached ones included, is in it."""
        return self.above < prompt and (self.up_to is None or prompt <= self.up_to)


@functools.cache
def read_band(spelled: str) -> Band:
    """The band of a price.

    Raises:
        ValueError: It is not spelled `all`, `<=N` or `>N`.
    """
    if spelled == ALL:
        return Band()
    match = _SPELLING.fullmatch(spelled)
    if not match:
        raise ValueError(spelled)
    sign, tokens = match[1], int(match[2])
    return Band(above=tokens) if sign == ">" else Band(up_to=tokens)
