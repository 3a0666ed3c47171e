"""Threads: each call of every thread is told once, with the attribution that was carried to it."""

from tests.processes.launching import Stage


def test_threads_with_one_client(stage: Stage) -> None:
    """Thirty-two threads, five whole answers and five streams each: every token once."""
    done = stage.run("threads")

    assert (0, "") == (done.code, done.errors)
    assert 320 == stage.check().calls()
