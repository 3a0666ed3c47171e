"""Writes lines to standard error, whatever has become of it."""

import contextlib
import os
import sys
from typing import Any


def write_line(line: str, stream: Any = None) -> None:
    """Writes a line, whole, or not at all where nothing can be written.

    Args:
        line: What is written, without its end.
        stream: Where to; standard error of this moment unless given.
    """
    target: Any = sys.stderr if stream is None else stream
    if target is None:
        return  # a program without a console
    is_own = target is sys.__stderr__
    # A pipe that nobody reads, one that is full and does not block, a closed file: whose fault
    # it is cannot be said there, and the program has nothing to do with it.
    with contextlib.suppress(OSError, ValueError):
        if is_own:
            # By itself: what stays in Python's buffer would fail again at exit, and be its code.
            os.write(target.fileno(), f"{line}\n".encode(errors="backslashreplace"))
        else:
            target.write(f"{line}\n")
            target.flush()


def takes_colour(stream: Any = None) -> bool:
    """Whether lines are read by people at a terminal that did not ask for plain ones."""
    target = sys.stderr if stream is None else stream
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return bool(target.isatty())
    except (AttributeError, OSError, ValueError):
        return False
