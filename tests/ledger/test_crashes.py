"""Processes that are killed, and many at once: no response is missing, none is there twice."""

import os

import pytest

from gemini_otel.testing import FakeGemini
from tests.ledger.books import check_books, move_orphans, read_costs, start
from tests.ledger.crashing import crash


@pytest.mark.parametrize("durable", ["false", "true"])
def test_killed(priced: FakeGemini, url: str, durable: str) -> None:
    """What a killed program had got is in the ledger after the next one, each once."""
    got = crash(priced, url, 1, GEMINI_OTEL_LEDGER_DURABLE=durable)
    move_orphans(url)

    check_books(priced, url, got)


def test_eight_writers(priced: FakeGemini, url: str) -> None:
    """Eight programs at once write everything they got, and leave nothing behind."""
    programs = [start(priced, url, "15", "0") for _ in range(8)]
    ended = [program.communicate() for program in programs]

    assert [b""] * 8 == [errors for _, errors in ended]
    assert 120 == len(read_costs(url))
    check_books(priced, url, {word.decode() for out, _ in ended for word in out.split()})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_forked(priced: FakeGemini, url: str) -> None:
    """Children of a program with a ledger have files and connections of their own."""
    output, errors = start(priced, url, "10", "3").communicate()

    assert b"" == errors
    assert 40 == len(read_costs(url))
    check_books(priced, url, set(output.decode().split()))
