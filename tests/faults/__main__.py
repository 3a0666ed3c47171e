"""Tries more answers than the suite does: `python -m tests.faults [how many]`."""

import logging
import sys
import time
import warnings

from tests.faults.answers import make
from tests.faults.trial import Trial
from tests.shapes import SHAPES, Caller


_BATCH = 250
_USUAL = 100_000


def main(words: list[str]) -> int:
    """Tries so many answers, a quarter in each shape, and shows what is wrong.

    Args:
        words: The number of answers, where it is not the usual one.

    Returns:
        0, or 1 where something is wrong.
    """
    for name in ("gemini_otel", "google_genai"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    each = int(words[0] if words else _USUAL) // len(SHAPES)
    warnings.simplefilter("ignore")
    wrong = [name for name in SHAPES if _try(name, each)]
    return int(bool(wrong))


def _try(name: str, count: int) -> bool:
    caller, began, is_wrong = Caller.of(name), time.monotonic(), False
    trial = Trial(caller)
    for first in range(0, count, _BATCH):
        numbers = range(first, min(first + _BATCH, count))
        for complaint in trial.hold([make(n, is_stream=caller.is_stream) for n in numbers]):
            is_wrong = True
            print(f"\n{complaint[:2_000]}")
        _show(f"{name}: {numbers.stop:,} of {count:,} answers")
    caller.close()
    _show(f"{name}: {count:,} answers in {time.monotonic() - began:.0f} s: {trial.describe()}\n")
    return is_wrong


def _show(line: str) -> None:
    print(f"\r{line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
