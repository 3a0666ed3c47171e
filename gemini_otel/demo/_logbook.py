"""Keeps what gemini_otel logs, so that it is shown in its place and not between the lines."""

import contextlib
import logging
from collections.abc import Generator, Sequence


class _Logbook(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextlib.contextmanager
def keep_log() -> Generator[Sequence[str]]:
    """The lines that are logged inside the block, as they come."""
    logger, logbook = logging.getLogger("gemini_otel"), _Logbook()
    logger.addHandler(logbook)
    logger.propagate = False
    try:
        yield logbook.lines
    finally:
        logger.propagate = True
        logger.removeHandler(logbook)
