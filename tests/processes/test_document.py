"""What the document on process models shows is what the tests run."""

import re

from tests.processes.launching import ROOT


DOCUMENT = ROOT / "docs" / "reliability.md"
PROGRAMS = ROOT / "tests" / "processes" / "programs"
FENCED = re.compile(r"```python\n(.*?)```", re.DOTALL)
REMARK = re.compile(r"  # (type|pyright|noqa).*")


def test_every_snippet_is_part_of_a_program() -> None:
    """Each block of Python stands in one of the programs, line by line."""
    programs = "\n".join(
        REMARK.sub("", file.read_text(encoding="utf-8")) for file in PROGRAMS.glob("*.py")
    )
    snippets = FENCED.findall(DOCUMENT.read_text(encoding="utf-8"))

    assert 4 == len(snippets)
    assert [] == [snippet for snippet in snippets if snippet not in programs]
