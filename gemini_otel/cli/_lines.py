"""Reads JSON Lines from files or standard input, one line at a time."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

from gemini_otel._raw import RecordError


_STDIN: Final = "-"
_BOM: Final = b"\xef\xbb\xbf"
_FIX: Final = "write each response as JSON on one line, as `jq -c .` does"


class Line(NamedTuple):
    """One line, as it stands in a file.

    Attributes:
        file: The name of the file.
        number: The line's number, from 1.
        text: What is on it.
    """

    file: str
    number: int
    text: bytes


def read_lines(files: Sequence[str]) -> Iterator[Line]:
    """All lines that are not blank; `-` is standard input."""
    for file in files:
        if file == _STDIN:
            yield from _number(file, sys.stdin.buffer)
        else:
            with open(file, "rb") as opened:  # noqa: PTH123 - a name may be a pipe's
                yield from _number(file, opened)


def measure(files: Sequence[str]) -> int:
    """The bytes of all files; 0 where one of them is a pipe."""
    if not all(os.path.isfile(file) for file in files):  # noqa: PTH113 - as above
        return 0
    return sum(os.path.getsize(file) for file in files)  # noqa: PTH202 - as above


def parse_line(text: bytes) -> object:
    """The JSON on a line.

    Raises:
        RecordError: It is none. What is wrong is told by its place, never by its text.
    """
    try:
        return json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start + 1} is no UTF-8", "write the file as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise RecordError(f"no JSON: {error.msg} at character {error.colno}", _FIX) from None
    except RecursionError:
        raise RecordError("the JSON is nested too deeply to be read", _FIX) from None
    except ValueError:
        raise RecordError(
            "the JSON has a number that is none, or of too many digits", _FIX
        ) from None


def _number(file: str, opened: BinaryIO) -> Iterator[Line]:
    for number, text in enumerate(opened, start=1):
        stripped = (text.removeprefix(_BOM) if number == 1 else text).strip()
        if stripped:
            yield Line(file, number, stripped)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
