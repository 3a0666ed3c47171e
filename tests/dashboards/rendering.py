"""Pictures of boards: Grafana's own components in a headless Chromium, from a real server."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from tests.browser.chromium import Chromium, Visit, Wish
from tests.browser.packages import find_node
from tests.dashboards.asking import Moment
from tests.legs.environments import CACHE


_HOST: Final = Path(__file__).parent / "host"
_SECONDS: Final = 900
_BUNDLED: Final = (
    "host.jsx",
    "--bundle",
    "--outfile=host.js",
    "--loader:.ttf=dataurl",
    "--loader:.svg=text",
    "--alias:react-custom-scrollbars-2=./scrollbars.cjs",
    '--define:process.env.NODE_ENV="production"',
    "--log-level=error",
)
# A browser without a locale calls its language one that Intl does not know.
_LANGUAGE: Final = (
    'for (const [name, value] of [["language", "en-US"], ["languages", ["en-US"]]])'
    " Object.defineProperty(navigator, name, { value });"
)
WAIT: Final = """new Promise((resolve) => {
  const end = Date.now() + 20000;
  let tries = 40;
  const look = () => {
    if (!document.body.dataset.shown && Date.now() < end) return setTimeout(look, 50);
    const box = (one) => one.getBoundingClientRect();
    const isCut = (cell) => {
      const text = document.createRange();
      text.selectNodeContents(cell);
      return box(text).left < box(cell).left - 1;
    };
    const cut = [
      ...[...document.querySelectorAll("h2")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1),
      ...[...document.querySelectorAll('[role="cell"]')]
        .filter((one) => /^[$\\d]/.test(one.innerText) && isCut(one)),
    ].map((one) => one.innerText);
    // Titles and cells find their widths in the next moments.
    if (cut.length && tries--) return setTimeout(look, 50);
    resolve({
      cut,
      shown: document.body.dataset.shown ?? "late",
      titles: [...document.querySelectorAll("h1, h2")].map((one) => [
        one.innerText,
        box(one).width,
      ]),
      panels: document.querySelectorAll("[data-panel]").length,
      wide: document.documentElement.scrollWidth,
    });
  };
  look();
})"""


class View(NamedTuple):
    """How a board is looked at."""

    width: int
    dark: bool

    @property
    def name(self) -> str:
        """In words that fit into the name of a file."""
        return f"{self.width}-{'dark' if self.dark else 'light'}"


VIEWS: Final = (
    View(1440, dark=False),
    View(1440, dark=True),
    View(390, dark=False),
    View(390, dark=True),
)


class Answering(Protocol):
    """What answers to a board."""

    @property
    def when(self) -> Moment:
        """The time range that is looked at."""

    def answer(self, board: dict[str, Any]) -> dict[int, dict[str, Any]]:
        """What it answers to each query of each panel of a Classic board."""


class Host(NamedTuple):
    """The installed packages and what draws boards with them."""

    folder: Path
    node: str


def prepare_host() -> Host:
    """Installs the packages of package-lock.json and bundles the host, once."""
    node, npm = find_node()
    folder = CACHE / "dashboards" / _digest()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            _install(folder, node, npm)
            (folder / "complete").touch()
    return Host(folder, node)


def _digest() -> str:
    held = hashlib.sha256()
    for path in sorted(_HOST.iterdir()):
        held.update(path.read_bytes())
    return held.hexdigest()[:12]


def _install(folder: Path, node: str, npm: list[str]) -> None:
    for path in _HOST.iterdir():
        shutil.copy(path, folder / path.name)
    run(folder, node, *npm, "ci", "--ignore-scripts", "--prefer-offline")
    run(folder, node, node, "node_modules/esbuild/bin/esbuild", *_BUNDLED)


def run(folder: Path, node: str, *command: str) -> str:
    """What a command of the packages says.

    Raises:
        RuntimeError: It failed, with what it said.
    """
    path = f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
    return done.stdout


def write_page(host: Host, board: dict[str, Any], past: Answering, folder: Path) -> Path:
    """A page with a board and all that a server answers to it; it asks for nothing else."""
    given = {
        "BOARD": board,
        "ANSWERS": past.answer(board),
        "FROM": past.when.start * 1000,
        "TO": (past.when.end - 60) * 1000,
        "STEP": past.when.step_s,
    }
    script = "".join(f"window.{name} = {json.dumps(value)};" for name, value in given.items())
    page = folder / f"{board['uid']}.html"
    sheet, code = ((host.folder / name).as_uri() for name in ("host.css", "host.js"))
    script = script.replace("</", r"<\u002f")
    page.write_text(
        '<!doctype html><meta charset="utf-8"><style>body { margin: 0 }</style>'
        f'<link rel="stylesheet" href="{sheet}"><body><div id="board"></div>'
        f'<script>{_LANGUAGE}{script}</script><script src="{code}"></script></body>',
        encoding="utf-8",
    )
    return page


def take_pictures(
    chromium: Chromium, pages: Sequence[Path], folder: Path, views: Sequence[View] = VIEWS
) -> dict[tuple[str, View], Visit]:
    """Every page in every view, by one browser.

    Args:
        chromium: The browser.
        pages: The pages.
        folder: Where pictures go.
        views: How each is looked at.
    """
    looks = [(page, view) for page in pages for view in views]
    wishes = [
        Wish(
            page.as_uri(),
            width=view.width,
            height=900,
            dark=view.dark,
            idle=False,
            expression=WAIT,
            picture=str(folder / f"{page.stem}-{view.name}.png"),
        )
        for page, view in looks
    ]
    visits = chromium.visit(*wishes)
    return {(page.stem, view): visit for (page, view), visit in zip(looks, visits, strict=True)}
