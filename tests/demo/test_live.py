"""The demo before the real API, whose place a FakeGemini at another address takes."""

from collections.abc import Iterator
from typing import Final

import pytest

from gemini_otel.testing import FakeGemini, Fault, Reply, faults, parts
from tests.demo.running import Run, run_in_pipe


KEY: Final = "AIzaSyPLANTED-0123456789-abcdefghijkl"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeGemini]:
    """Has an answer for each scene that is played against the real API, in their order."""
    with FakeGemini() as gemini:
        gemini.queue(
            Reply("Paris.", usage={"prompt": 10, "candidates": 1}),
            Reply("Oslo.", usage={"prompt": 20, "candidates": 2}),
            Reply(
                [parts.thought("Hm."), "Water ", "does."],
                usage={"prompt": 30, "candidates": 3, "thoughts": 100},
            ),
            Reply("Red.", usage={"prompt": 40, "candidates": 4}),
            Reply(
                parts.function_call("get_temperature", {"city": "Lisbon"}),
                usage={"prompt": 50, "candidates": 5},
            ),
            Reply(
                parts.function_call("to_fahrenheit", {"celsius": 24.0}),
                usage={"prompt": 60, "candidates": 6},
            ),
            Reply("75.2", usage={"prompt": 70, "candidates": 7}),
            Reply(None, finish_reason="MAX_TOKENS", usage={"prompt": 80, "thoughts": 40}),
        )
        gemini.queue(faults.model_not_found("gemini-2.0-flash"), model="gemini-2.0-flash")
        yield gemini


@pytest.fixture(scope="module")
def live(server: FakeGemini) -> Run:
    """The demo with a key."""
    return run_in_pipe(GEMINI_API_KEY=KEY, GOOGLE_GEMINI_BASE_URL=server.url)


def test_the_key_is_used_and_never_printed(live: Run, server: FakeGemini) -> None:
    """The requests carry the key; the output names its variable only."""
    assert {KEY} == {request.headers["x-goog-api-key"] for request in server.requests}
    assert KEY not in live.out + live.error
    assert "with the key in GEMINI_API_KEY" in live.out.replace("\n", " ")


def test_a_cheap_model_answers(live: Run, server: FakeGemini) -> None:
    """Only the scene of the retired model asks for another."""
    models = [request.model for request in server.requests]

    assert 0 == live.code
    assert models == ["gemini-2.5-flash-lite"] * 8 + ["gemini-2.0-flash"]
    assert [] == server.unserved


def test_what_was_handed_over_and_what_was_not_make_up_what_was_recorded(live: Run) -> None:
    """Of the tool loop the program gets the last turn: 50 + 60 and 5 + 6 are seen by us alone."""
    assert [["over", "250", "0", "0", "17", "140", "407"]] == live.row("handed")
    assert [["back", "by", "the", "SDK", "110", "0", "0", "11", "0", "121"]] == live.row("kept")
    assert [["360", "0", "0", "28", "140", "528"]] == live.row("recorded")
    assert live.lines[-2] == (
        "Handed over 407 tokens, kept back 121, recorded 528 in 8 responses: "
        "exact, token for token."
    )


def test_the_cost_has_no_sum_by_hand_to_be_compared_with(live: Run) -> None:
    """360 tokens at $0.10 a million and 28 + 140 at $0.40, from two sides that are both ours."""
    assert live.lines[-1] == (
        "Recorded $0.0001032, in 8 usage events $0.0001032: exact to the nano-dollar "
        "(no sum by hand: what the real API answers is not known before)."
    )


def test_what_is_not_played_is_named(live: Run) -> None:
    """Each scene that is left out is listed with its reason."""
    text = " ".join(live.out.split())

    assert "cache hit - storing a cache costs money by the hour" in text
    assert "blocked prompt; recitation; truncated answer that repeats itself;" in text
    assert "429, then a retry that succeeds; quota of the day used up - no request" in text
    assert "model that is in no price list - the real API has no such model" in text


def test_errors_of_a_bad_key_do_not_show_it() -> None:
    """A server that quotes the key in each error is not quoted; the exit code is 1.

    What fails the demo stands last, below what does not.
    """
    message = f"Permission denied: Consumer 'api_key:{KEY}' has been suspended."
    with FakeGemini() as gemini:
        gemini.respond(lambda _: Fault(403, "PERMISSION_DENIED", message))
        run = run_in_pipe(GOOGLE_API_KEY=KEY, GOOGLE_GEMINI_BASE_URL=gemini.url, COLUMNS="400")

    assert 1 == run.code
    assert KEY not in run.out + run.error
    assert run.lines[-2:] == [
        "No cost was recorded, so there is none to compare.",
        "No call was answered, so there is nothing to compare: see the errors.",
    ]
