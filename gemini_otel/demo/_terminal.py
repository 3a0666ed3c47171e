"""Where the demo writes: a terminal with colours, or a pipe with plain lines."""

import os
import re
from typing import Final, TextIO

from rich.console import Console


_PIPE_WIDTH: Final = 100
_WIDEST: Final = 120
_TRAILING_SPACE: Final = re.compile(r"[ \t]+$", re.MULTILINE)


class _Trimmed:
    """A text file that gets no spaces at the ends of its lines; rich fills up its tables."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.encoding = file.encoding

    def write(self, text: str) -> int:
        return self._file.write(_TRAILING_SPACE.sub("", text))

    def flush(self) -> None:
        self._file.flush()


def open_console(file: TextIO) -> Console:
    """A console on an open file: colours and movement on a terminal only."""
    if file.isatty():
        console = Console(file=file, highlight=False, emoji=False)
        console.width = min(console.width, _WIDEST)
        return console
    return Console(
        file=_Trimmed(file),  # type: ignore[arg-type]  # rich only writes and flushes
        force_terminal=False,
        no_color=True,
        width=_read_width(),
        highlight=False,
        emoji=False,
    )


def _read_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else _PIPE_WIDTH
