"""The Python interpreters of this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One Python executable and the language version it speaks."""

    path: Path
    version: Version

    @property
    def tag(self) -> str:
        """The short name that environment folders carry, such as `cp311`."""
        return "cp{}{}".format(*self.version)


def running() -> Interpreter:
    """Return the interpreter that executes this program."""
    return Interpreter(Path(sys.executable), sys.version_info[:2])


def find(version: Version) -> Interpreter | None:
    """Return an interpreter of exactly this version, or None where the machine has none."""
    if running().version == version:
        return running()
    paths = (path for path in _candidates(version) if _speaks(path, version))
    return next((Interpreter(path, version) for path in paths), None)


def _candidates(version: Version) -> Iterator[Path]:
    name = "python{}.{}".format(*version)
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    # pyenv, uv and their like keep the versions side by side, most of them off the PATH.
    yield from sorted(Path(sys.base_prefix).parent.glob(f"*/bin/{name}"), reverse=True)


def _speaks(path: Path, version: Version) -> bool:
    code = f"import sys; sys.exit(sys.version_info[:2] != {version})"
    return subprocess.run([path, "-c", code], capture_output=True, check=False).returncode == 0
