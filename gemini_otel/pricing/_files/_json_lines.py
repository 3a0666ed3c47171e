"""Finds the line of every value in a text that is right JSON."""

import json
import re
from collections.abc import Iterator
from typing import Final

from gemini_otel.pricing._files._faults import Path


_MARK: Final = re.compile(r'\n|"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\],:"]+')


def list_json_lines(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and line of each field and item, in their order; repeated ones too."""
    line = 1
    path: list[str | int | None] = []  # None: a field whose name is still to come
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == "\n":
            line += 1
        elif mark == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
        elif mark in "}]":
            path.pop()
        elif path and path[-1] is None:
            path[-1] = json.loads(mark) if mark[0] == '"' else None
            yield _freeze(path), line
        else:
            if path and isinstance(path[-1], int):
                yield _freeze(path), line
            if mark in "{[":
                path.append(None if mark == "{" else 0)


def _freeze(path: list[str | int | None]) -> Path:
    return tuple(step for step in path if step is not None)
