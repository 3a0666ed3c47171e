"""Keeps what we say in the log, also where no test runner listens."""

import logging
from collections.abc import Generator
from contextlib import contextmanager


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def listening() -> Generator[list[str]]:
    """Our lines in the log, from a warning upwards, within."""
    lines, logger = _Lines(), logging.getLogger("gemini_otel")
    logger.addHandler(lines)
    yield lines.said
    logger.removeHandler(lines)
