"""A framework that was told not to phone home does not."""

import socket

import pytest

from tests.frameworks.observing import ALONE, find_ways, observe


def test_nobody_else_is_called(framework: str, called: list[str]) -> None:
    """The program speaks to the Gemini it was given and to nobody else."""
    for way in find_ways(framework):
        observe(framework, ALONE, way)

    assert [] == called


def test_a_call_elsewhere_would_be_seen(called: list[str]) -> None:
    """A connection to another machine is refused and remembered."""
    before = list(called)
    with pytest.raises(OSError, match="may not call"):
        socket.create_connection(("192.0.2.1", 9), timeout=1)

    assert [*before, "192.0.2.1"] == called
    called.pop()
