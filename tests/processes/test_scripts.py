"""Short scripts: whatever ends them, what was counted before is exported by their own providers."""

import pytest

from tests.processes.launching import Stage


@pytest.mark.parametrize(
    ("ending", "code", "calls"),
    [
        ("sys.exit", 3, 2),
        ("exception", 1, 2),
        ("SIGTERM", 143, 2),
        ("SIGTERM in a call", 143, 3),
        ("SIGINT", -2, 2),
    ],
)
def test_nothing_is_lost_at_the_end(ending: str, code: int, calls: int, stage: Stage) -> None:
    """All calls are exported, and the exit code is the program's own."""
    done = stage.run("ending", ending)

    assert code == done.code
    assert calls == stage.check().calls()


def test_a_stream_is_open_at_the_end(stage: Stage) -> None:
    """A half-read stream counts as far as it was read, and the script ends as it does bare."""
    # CPython 3.13.0 itself crashes at exit over a half-read stream.
    bare = stage.run("ending", "half-read stream", "bare")
    stage.gemini.forget()
    done = stage.run("ending", "half-read stream")

    assert bare == done
    assert 3 == stage.check().calls()
