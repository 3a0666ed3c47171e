"""The page about the command line shows what the command prints."""

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from tests.cli.pricing import ROOT, run


_PAGE: Final = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
_BLOCKS: Final = re.findall(r"```console\n(.*?)```", _PAGE, re.DOTALL)
_FIRST_LINE: Final = " | head -n 1"
_CHECKED: Final = re.compile(r"last checked on [-0-9]+")


def _find_shown() -> dict[str, str]:
    """What the page shows for each command, by the command."""
    parts = [part for block in _BLOCKS for part in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    pairs = (part.partition("\n") for part in parts if part)
    return {command: output for command, _, output in pairs}


_SHOWN: Final = _find_shown()


@pytest.mark.parametrize("command", [one for one in _SHOWN if one.startswith("gemini-otel")])
def test_output(command: str, tmp_path: Path) -> None:
    """Each command of the page prints what stands below it; the catalog may be newer."""
    (tmp_path / "log.jsonl").write_text(_SHOWN["cat log.jsonl"], encoding="utf-8")
    arguments = shlex.split(command.removesuffix(_FIRST_LINE))[1:]

    done = run(*arguments, folder=tmp_path)

    is_cut = command.endswith(_FIRST_LINE)
    output = f"{done.output.splitlines()[0]}\n" if is_cut else done.output + done.errors
    assert _CHECKED.sub("", _SHOWN[command]) == _CHECKED.sub("", output)


def test_shown() -> None:
    """All commands are shown."""
    assert {"estimate", "price", "prices"} == {
        one.split()[1] for one in _SHOWN if one.startswith("gemini-otel")
    }
