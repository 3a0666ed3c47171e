"""A headless Chromium that opens pages of ours, and tells what became of them."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.browser.packages import Packages


PATH_VARIABLE: Final = "CHROME_PATH"

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS: Final = 120


class NoBrowserError(Exception):
    """No browser can run here; the message says what would help."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to open a page.

    Attributes:
        address: Its URL.
        width: Of the window.
        height: Of the window.
        dark: Whether the user prefers dark colours.
        scripts: Whether scripts run.
        idle: Whether to wait until nothing has been asked for any more for half a second; else
            the expression has to wait for what is drawn.
        expression: What to compute in the page, in JavaScript.
        picture: Where to put a picture of it.
        full: Whether that is of all of it, not only of the window.
    """

    address: str
    width: int = 1440
    height: int = 1000
    dark: bool = False
    scripts: bool = True
    idle: bool = True
    expression: str = ""
    picture: str = ""
    full: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of a page.

    Attributes:
        errors: What its console said, and what failed.
        requests: What it asked for beyond itself.
        value: What was computed in it.
    """

    errors: list[str]
    requests: list[str]
    value: Any


class Chromium:
    """Opens pages; each run is a process of its own."""

    def __init__(self, packages: Packages, executable: str) -> None:
        self.packages = packages
        self._executable = executable

    def visit(self, *wishes: Wish) -> list[Visit]:
        """Opens pages one after the other.

        Raises:
            RuntimeError: The browser failed, with what it said.
        """
        asked = {"executable": self._executable, "visits": [_describe(wish) for wish in wishes]}
        done = subprocess.run(
            [self.packages.node, "drive.mjs"],
            cwd=self.packages.folder,
            env=self._environment(),
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"Chromium failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return [Visit(**one) for one in json.loads(done.stdout)["visits"]]

    def _environment(self) -> dict[str, str]:
        # Its package unpacks the libraries that a machine may lack only where it believes that it
        # runs in that cloud; and it takes whatever lies in the temporary folder under its name.
        return {
            **os.environ,
            "TMPDIR": str(self.packages.scratch),
            "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x",
            "FONTCONFIG_FILE": str(self.packages.fonts),
            "HOME": str(self.packages.scratch),
        }


def open_chromium() -> Chromium:
    """The browser of the npm package; where that does not run, the machine's own.

    Raises:
        NoBrowserError: There is neither, or no Node.js.
    """
    executable = os.environ.get(PATH_VARIABLE, "")
    if not executable and (sys.platform, platform.machine()) != ("linux", "x86_64"):
        executable = _find_own(_NAMES)
    packages = Packages.install(on_first=_unpack if not executable else None)
    return Chromium(packages, executable)


def _unpack(packages: Packages) -> None:
    """Only one process may unpack it."""
    Chromium(packages, "").visit(Wish("about:blank"))


def _find_own(names: Sequence[str]) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise NoBrowserError(
            f"The Chromium that the tests bring runs on Linux x86_64 only: set {PATH_VARIABLE} to "
            f"a Chromium, or have one of {', '.join(names)} on the PATH."
        )
    return found


def _describe(wish: Wish) -> dict[str, Any]:
    return {name: getattr(wish, name) for name in Wish.__dataclass_fields__}


def as_address(file: Path) -> str:
    """The URL of a file."""
    return file.absolute().as_uri()
