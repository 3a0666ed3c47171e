"""Baggage, as a request brings it into a program."""

from collections.abc import Generator
from contextlib import contextmanager

from opentelemetry import baggage, context


@contextmanager
def arriving(**entries: str) -> Generator[None]:
    """Within, the current context has these entries of baggage."""
    current = context.get_current()
    for name, value in entries.items():
        current = baggage.set_baggage(name, value, current)
    token = context.attach(current)
    yield
    context.detach(token)
