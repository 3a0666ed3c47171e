"""What the tests of faults share."""

import gc
import logging
from collections import Counter
from collections.abc import Iterator

import pytest


@pytest.fixture
def no_collection() -> Iterator[None]:
    """The garbage collector does not run in between, so that every run takes the same way."""
    gc.disable()
    yield
    gc.enable()


class Lines(logging.Handler):
    """How often each place of the library said that it failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.places: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Counts a line by the place that it names."""
        line = record.getMessage()
        if "event='internal_error'" in line:
            self.places[line.partition("place='")[2].partition("'")[0]] += 1


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the library says of its own failures; nobody else hears of it."""
    logger, handler = logging.getLogger("gemini_otel"), Lines()
    logger.addHandler(handler)
    logger.propagate = False
    yield handler
    logger.propagate = True
    logger.removeHandler(handler)
