"""The page about the doctor has every code, and no other."""

import re
from pathlib import Path
from typing import Final

from gemini_otel._doctor._codes import CODES
from gemini_otel._doctor._finding import STATUSES


_PAGE: Final = (Path(__file__).parents[2] / "docs" / "doctor.md").read_text(encoding="utf-8")
_ROW: Final = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_codes() -> None:
    """The table has a row for each code, in their order."""
    assert list(CODES) == [code for code, *_ in _ROW.findall(_PAGE)]


def test_statuses() -> None:
    """Each row names statuses that there are, and what to do where one is not ok."""
    for code, _, statuses, cure in _ROW.findall(_PAGE):
        named = statuses.split(", ")

        assert [] == [one for one in named if one not in STATUSES], code
        assert (["ok"] == named) is (cure == "-"), code
