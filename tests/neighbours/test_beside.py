"""Beside every other instrumentation we are exact, say that it is there, and disturb nobody."""

from collections.abc import Mapping
from typing import Any

from tests.neighbours.known import find


Run = Mapping[str, Any]


def test_they_are_on(alone: Run) -> None:
    """Each of them records spans of the program's calls."""
    assert all(alone["theirs"])


def test_the_program_gets_the_same(alone: Run, seen: Run) -> None:
    """What comes back, errors as well, is what comes back with the others alone."""
    assert alone["results"] == seen["results"]


def test_the_server_gets_the_same(alone: Run, seen: Run) -> None:
    """The requests are those that are sent with the others alone."""
    assert alone["requests"] == seen["requests"]


def test_they_record_the_same(alone: Run, seen: Run) -> None:
    """Each of the others has as many spans as without us."""
    assert alone["theirs"] == seen["theirs"]


def test_every_token_is_counted_once(seen: Run) -> None:
    """The tokens are those of the server, kind by kind."""
    assert seen["totals"]
    assert seen["totals"] == seen["tokens"]


def test_every_call_is_counted_once(seen: Run) -> None:
    """Calls are as many as requests, for no request of the program is a retry."""
    assert seen["asked"] == seen["calls"]


def test_each_billed_answer_is_one_usage_event(seen: Run) -> None:
    """What goes into a ledger is what Google charges for."""
    assert seen["billed"] == seen["usage"]


def test_spans_stand_back_for_those_who_mark_their_calls(seen: Run, neighbours: str) -> None:
    """Where a neighbour says that it observes a call its span stands; otherwise ours does too."""
    is_marked = any(one.marks for one in find(neighbours))

    assert (0 if is_marked else seen["asked"]) == len(seen["spans"])


def test_standard_metrics_stand_back_as_well(seen: Run, neighbours: str) -> None:
    """The duration of a call is recorded by one of us under its standard name, not by both."""
    is_marked = any(one.marks for one in find(neighbours))

    assert is_marked is not ("gen_ai.client.operation.duration" in seen["metrics"])


def test_they_are_named_once(seen: Run, neighbours: str) -> None:
    """One line of the log says who else wraps the calls."""
    (line,) = seen["said"]

    assert "instrumentations=" in line
    assert all(one.module in line for one in find(neighbours))


def test_nobody_else_is_called(seen: Run) -> None:
    """The program speaks to the Gemini it was given and to nobody else."""
    assert [] == seen["elsewhere"]
