"""Node.js is there where the machine has none."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.packages import find_node


def _put(folder: Path, version: str) -> None:
    """Puts commands onto the PATH that say a version."""
    for name in ("node", "npm"):
        command = folder / name
        command.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        command.chmod(0o755)


def _ask(*command: str) -> tuple[int, ...]:
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, re.findall(r"\d+", said.stdout)[:2]))


@pytest.mark.parametrize("on_path", ["", "v18.20.4", "v20.10.0"], ids=["none", "old", "just old"])
def test_where_node_is_missing_or_old_a_package_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, on_path: str
) -> None:
    """Without Node.js on the PATH, that of the environment runs, and npm with it."""
    if on_path:
        _put(tmp_path, on_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    node, npm = find_node()

    assert (20, 11) <= _ask(node)
    assert (10, 0) <= _ask(*npm)
    assert tmp_path not in Path(node).parents


def test_the_machines_own_node_is_taken_where_it_is_new_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is on the PATH goes before what the environment has."""
    _put(tmp_path, "v20.11.0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (str(tmp_path / "node"), [str(tmp_path / "npm")]) == find_node()
