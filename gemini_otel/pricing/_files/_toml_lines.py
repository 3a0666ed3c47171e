"""Finds the line of every value in a text that is right TOML."""

import json
import re
from collections.abc import Iterator
from typing import Final

from gemini_otel.pricing._files._faults import Path


_BLANK: Final = re.compile(r"(?:\s|#[^\n]*)*")
_KEY: Final = re.compile(r"\s*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[A-Za-z0-9_-]+)\s*(\.?)")
_SCALAR: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)


def list_toml_lines(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and line of each table, field and item, in their order; some repeatedly."""
    return _Reader(text).read()


class _Reader:
    """Goes through a text once; `_at` is how far it has come."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._lengths: dict[Path, int] = {}

    def read(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            line = self._count()
            if self._text[self._at] == "[":
                table = self._read_header()
                yield from _list_ways(table, line)
            else:
                yield from self._read_field(table)
            self._skip(_BLANK)

    def _read_header(self) -> Path:
        is_item = self._text.startswith("[[", self._at)
        self._at += 2 if is_item else 1
        *parents, name = self._read_key()
        self._at += 2 if is_item else 1
        path: Path = ()
        for parent in parents:
            path = self._enter((*path, parent))
        path = (*path, name)
        if is_item:
            self._lengths[path] = self._lengths.get(path, 0) + 1
        return self._enter(path)

    def _enter(self, path: Path) -> Path:
        """The table a header names: in a list of tables, the last of them."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _read_field(self, table: Path) -> Iterator[tuple[Path, int]]:
        line = self._count()
        path = (*table, *self._read_key())
        yield from _list_ways(path, line)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        yield from self._read_value(path)

    def _read_key(self) -> list[str]:
        parts: list[str] = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            parts.append(_unquote(match[1]))
            if not match[2]:
                break
        return parts

    def _read_value(self, path: Path) -> Iterator[tuple[Path, int]]:
        opening = self._text[self._at]
        if opening == "[":
            yield from self._read_items(path)
        elif opening == "{":
            yield from self._read_inline(path)
        else:
            self._skip(_SCALAR)

    def _read_items(self, path: Path) -> Iterator[tuple[Path, int]]:
        place = 0
        while self._step_to_next("]"):
            yield (*path, place), self._count()
            yield from self._read_value((*path, place))
            place += 1

    def _read_inline(self, path: Path) -> Iterator[tuple[Path, int]]:
        while self._step_to_next("}"):
            yield from self._read_field(path)

    def _step_to_next(self, closing: str) -> bool:
        """Go past an opening bracket or a comma to what follows; false past the closing one."""
        self._skip(_BLANK)
        if self._text[self._at] != closing:
            self._at += 1
            self._skip(_BLANK)
        is_over = self._text[self._at] == closing
        self._at += is_over
        return not is_over

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _count(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _list_ways(path: Path, line: int) -> Iterator[tuple[Path, int]]:
    """A path and all that it leads through, which may have no line of their own."""
    return ((path[:end], line) for end in range(1, len(path) + 1))


def _unquote(key: str) -> str:
    if key[0] == '"':
        try:
            return str(json.loads(key))
        except ValueError:  # an escape that only TOML has
            return key
    return key.strip("'")
