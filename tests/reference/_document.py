"""A document with tables between markers, as it is and as the code would have it."""

import re
from pathlib import Path
from typing import Final

from tests.reference._tables import TABLES


README: Final = Path(__file__).parents[2] / "README.md"
_SECTION: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewrite(text: str) -> str:
    """The text with every table as the code says."""
    return _SECTION.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", text)
