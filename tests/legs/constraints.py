"""Resolves the constraints files: every package of every environment, pinned."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.legs import installation
from tests.legs.environments import FRAMEWORKS, NEIGHBOURS, RESOLVER, ROOT


HEADER = "# {what}.\n# Made by `make {target}` from pyproject.toml.\n"
NEWEST = "The newest versions, for every environment but the oldest"
OLDEST_PYTHON, FRAMEWORKS_PYTHON = "3.10", "3.11"
OLDEST = "The oldest versions that pyproject.toml allows, under today's test tools"
# The oldest google-genai cannot read the tools of a newer mcp.
OF_ITS_TIME = "mcp<2"
FRAMEWORK = "The newest versions that agree, for the environment of {}"
PLAIN = ("--universal", "--no-header", "--no-annotate", "--quiet")
EVERY_GROUP = tuple(
    word
    for group in ("dev", "sdk-own", "clickhouse", "constraints", "audit")
    for word in ("--group", group)
)


def resolve() -> None:
    """Write both constraints files anew, from pyproject.toml alone."""
    print(f"environment resolver ... {installation.prepare(RESOLVER, print)}")
    # Both before either is written: the resolver's own folder is named after its pins.
    newest, oldest = _compile("--all-extras", *EVERY_GROUP), _oldest()
    _write("constraints.txt", NEWEST, newest)
    _write("constraints-oldest.txt", OLDEST, oldest)


def resolve_frameworks() -> None:
    """Write the constraints files of the frameworks and of other instrumentations anew."""
    print(f"environment resolver ... {installation.prepare(RESOLVER, print)}")
    for environment in (*FRAMEWORKS, *NEIGHBOURS):
        words = ("--extra", "testing", *(f"--group={group}" for group in environment.groups))
        pins = _compile(*words, python=FRAMEWORKS_PYTHON)
        what = FRAMEWORK.format(environment.name)
        _write(environment.constraints, what, pins, target="framework-constraints")


def _oldest() -> str:
    lowest = _compile("--extra", "all", "--resolution", "lowest-direct")
    with tempfile.TemporaryDirectory() as folder:
        bounds = Path(folder) / "lowest.txt"
        bounds.write_text(f"{lowest}\n{OF_ITS_TIME}\n", encoding="utf-8")
        tools = ("--group", "install", "--group", "test", "--constraint", str(bounds))
        return _compile("--extra", "all", *tools)


def _compile(*arguments: str, python: str = OLDEST_PYTHON) -> str:
    uv = str(RESOLVER.program("uv"))
    versions = ("--python-version", python)
    command = [uv, "pip", "compile", *PLAIN, *versions, *arguments, "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _write(name: str, what: str, pins: str, *, target: str = "constraints") -> None:
    header = HEADER.format(what=what, target=target)
    (ROOT / name).write_text(header + pins, encoding="utf-8")
    print(f"{name}: {len(pins.splitlines())} pins")
