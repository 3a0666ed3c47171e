"""Reads a price file of a user's: TOML or JSON, as the end of its name says."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Final

from gemini_otel.pricing._files._faults import Fault, PriceFileError
from gemini_otel.pricing._files._locating import list_repeats
from gemini_otel.pricing._files._values import Inexact, describe, is_table


if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_TOML: Final = ".toml"
_JSON: Final = ".json"


class Parsed:
    """A file's text, and what it says.

    Args:
        path: The file.

    Raises:
        PriceFileError: It cannot be read, or is neither TOML nor JSON.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        self.is_toml = self._choose() == _TOML
        self.text = self._read()
        self.document = self._parse()

    def refuse(self, problem: str, line: int | None = None) -> PriceFileError:
        """An error that concerns the file as a whole."""
        return PriceFileError(self.name, [Fault((), problem, line)])

    def _choose(self) -> str:
        ending = Path(self.name).suffix.lower()
        if ending not in (_TOML, _JSON):
            given = f'its name ends in "{ending}"' if ending else "its name has no ending"
            raise self.refuse(f"{given}, which should say its form: .toml or .json.")
        return ending

    def _read(self) -> str:
        data = self._load()
        try:
            # As Windows' editors write it, too: with a mark before the text, and with \r\n.
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problem = f"it is not UTF-8: byte {error.start} is {data[error.start]:#04x}; save it "
            raise self.refuse(f"{problem}as UTF-8.", line) from error

    def _load(self) -> bytes:
        try:
            return Path(self.name).read_bytes()
        except FileNotFoundError as error:
            where = f"there is no such file, seen from {Path.cwd()}; correct its path."
            raise self.refuse(where) from error
        except IsADirectoryError as error:
            raise self.refuse("it is a directory; name a file in it.") from error
        except (OSError, ValueError) as error:
            raise self.refuse(f"it cannot be read: {error}.") from error

    def _parse(self) -> dict[str, object]:
        try:
            document: object = self._parse_toml() if self.is_toml else self._parse_json()
        except RecursionError as error:
            raise self.refuse("its lists or tables are nested too deeply.") from error
        if not is_table(document):
            raise self.refuse(f'got {describe(document)}; "schema" and the like are needed.', 1)
        return document

    def _parse_toml(self) -> object:
        try:
            return tomllib.loads(self.text, parse_float=Inexact)
        except ValueError as error:
            raise self.refuse(f"it is not TOML: {error}.", self._find_line(str(error))) from error

    def _parse_json(self) -> object:
        try:
            document = json.loads(self.text, parse_float=Inexact, parse_constant=Inexact)
        except json.JSONDecodeError as error:
            raise self.refuse(f"it is not JSON: {error}.", error.lineno) from error
        except ValueError as error:
            raise self.refuse(f"it is not JSON: {error}.") from error
        if repeats := list(list_repeats(self.text)):
            raise PriceFileError(self.name, repeats)
        return document

    def _find_line(self, message: str) -> int | None:
        if match := _LINE.search(message):
            return int(match[1])
        return self.text.count("\n") + 1 if "at end of document" in message else None
