"""Threads: each call of every thread is told once, with the attribution that was carried to it."""

from collections import Counter

import pytest

from tests.processes.launching import Stage


def test_threads_with_one_client(stage: Stage) -> None:
    """Thirty-two threads, five whole answers and five streams each: every token once."""
    done = stage.run("threads")

    assert (0, "") == (done.code, done.errors)
    assert 320 == stage.check().calls()


@pytest.mark.parametrize("what", ["collector", "signal"])
def test_what_comes_in_between_does_not_hang(what: str, stage: Stage) -> None:
    """Under a lock of OpenTelemetry's: a collected stream, and a handler that calls Gemini."""
    done = stage.run("interrupting", what)

    told = stage.check()
    ends = Counter(span.attributes.get("gemini.stream.end") for span in told.spans)
    assert (0, "") == (done.code, done.errors)
    assert {"collector": 10, "signal": 20}[what] == told.calls()
    assert {"collector": 5, "signal": 0}[what] == ends["collected"]


def test_attribution_goes_where_the_context_goes(stage: Stage) -> None:
    """`asyncio.to_thread` and `carry` take it along; a thread alone begins without one."""
    done = stage.run("attributed")

    events = stage.check().usage()
    assert (0, "") == (done.code, done.errors)
    assert {"to_thread": 4, "executor": 1, "thread": 3, "nobody": 2} == Counter(
        event.attributes.get("gemini.attribution.tenant", "nobody") for event in events
    )
