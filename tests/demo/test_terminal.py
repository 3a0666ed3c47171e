"""What the demo does on a terminal."""

import re
from typing import Final

from tests.demo.running import run_on_terminal


_COLOUR: Final = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;\d[\d;]*)m")


def test_a_terminal_gets_colour_and_progress() -> None:
    """Both lines of the verdict are green, and the name of what is going on comes and goes."""
    run = run_on_terminal()

    assert 0 == run.code
    assert "\x1b[1;32mServed 4,029 tokens" in run.out
    assert "\x1b[1;32mRecorded $0.03598889" in run.out
    assert "Importing google-genai" in run.out


def test_no_color_is_respected() -> None:
    """With NO_COLOR set a terminal gets no colour either."""
    run = run_on_terminal(NO_COLOR="1")

    assert 0 == run.code
    assert "Served 4,029 tokens" in run.out
    assert [] == _COLOUR.findall(run.out)
