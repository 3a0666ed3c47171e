"""Makes virtual environments, and keeps them for as long as what they hold is unchanged."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.legs.environments import RESOLVER, ROOT, Environment


if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

HEARTBEAT_S = 10
KEPT_UNUSED_S = 24 * 3600
MEGABYTE = 1_000_000
LOG_TAIL_LINES = 25
COMPLETE = ".complete"
REMEDY = "`make constraints` or `make framework-constraints`"


class InstallationError(Exception):
    """An environment could not be made; the message says which, why and what to do."""


def prepare(environment: Environment, say: Callable[[str], None]) -> str:
    """Make the environment unless it exists, and return its size and the seconds it took.

    Args:
        environment: What to install.
        say: Receives a line of progress now and then.

    Raises:
        InstallationError: The interpreter cannot make environments, or pip failed.
    """
    started = time.monotonic()
    with _locked(environment.folder):
        fresh = not (_marker(environment).exists() and environment.python.exists())
        if fresh:
            _build(environment, say)
        _marker(environment).touch()
    took = f"{time.monotonic() - started:.0f} s" if fresh else "kept"
    return f"{took}, {size(environment.folder)}"


def size(folder: Path) -> str:
    """Return the space a folder takes on disk, in megabytes."""
    seen = (Path(at, name) for at, _, names in os.walk(folder) for name in names)
    blocks = sum(file.lstat().st_blocks for file in seen if file.is_symlink() or file.exists())
    return f"{blocks * 512 / MEGABYTE:.0f} MB"


def _marker(environment: Environment) -> Path:
    return environment.folder / COMPLETE


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(environment: Environment, say: Callable[[str], None]) -> None:
    _forget_unused(environment)
    shutil.rmtree(environment.folder, ignore_errors=True)
    _make_empty(environment)
    if environment.installer == "uv":
        prepare(RESOLVER, say)
    for arguments in _requirements(environment):
        _install(environment, arguments, say)
    if environment.name == "dev":
        _show_to_editors(environment)


def _forget_unused(environment: Environment) -> None:
    pattern = f"{environment.name}-{environment.interpreter.tag}-*/{COMPLETE}"
    for marker in environment.folder.parent.glob(pattern):
        if time.time() - marker.stat().st_mtime > KEPT_UNUSED_S:
            shutil.rmtree(marker.parent, ignore_errors=True)


def _make_empty(environment: Environment) -> None:
    python = str(environment.interpreter.path)
    command = [python, "-m", "venv", str(environment.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        version = "{}.{}".format(*environment.interpreter.version)
        message = (
            f"{python} cannot make virtual environments:\n{done.stdout}{done.stderr}\n"
            f"Expected the modules venv and ensurepip. Debian and Ubuntu keep them in a package "
            f"of its own: apt-get install python{version}-venv"
        )
        raise InstallationError(message)
    (environment.folder / "constraints.txt").write_text(environment.pins(), encoding="utf-8")


def _requirements(environment: Environment) -> Iterator[list[str]]:
    yield ["--upgrade", "pip", "hatchling", "editables"]
    groups = [word for name in environment.groups for word in ("--group", name)]
    project = f"{ROOT}[{','.join(environment.extras)}]"
    what = {"editable": ["-e", project], "wheel": [project], "absent": []}[environment.project]
    yield ["--no-build-isolation", *groups, *what]


def _installer(environment: Environment) -> list[str]:
    if environment.installer == "pip":
        return [str(environment.python), "-m", "pip", "install"]
    # As pip does, uv then trusts whom the machine trusts, such as a company's own proxy.
    trusting = ["--python", str(environment.python), "--system-certs"]
    return [str(RESOLVER.program("uv")), "pip", "install", *trusting]


def _install(environment: Environment, arguments: list[str], say: Callable[[str], None]) -> None:
    pins = str(environment.folder / "constraints.txt")
    command = [*_installer(environment), "-c", pins, *arguments]
    settings = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    log = environment.folder / "install.log"
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT
        )
        _wait(process, environment, say)
    if process.returncode:
        tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-LOG_TAIL_LINES:])
        message = (
            f"{environment.installer} could not install the environment {environment.name} (exit "
            f"code {process.returncode}). The end of {log.relative_to(ROOT)}:\n{tail}\n"
            f"Expected a package index that {environment.installer} can reach and the versions of "
            f"{environment.constraints} on it; {REMEDY} resolves them anew."
        )
        raise InstallationError(message)


def _wait(
    pip: subprocess.Popen[bytes], environment: Environment, say: Callable[[str], None]
) -> None:
    started = time.monotonic()
    while not _ended(pip, HEARTBEAT_S):
        say(f"{time.monotonic() - started:.0f} s, {size(environment.folder)} so far")


def _ended(process: subprocess.Popen[bytes], within_s: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(within_s)
    return process.returncode is not None


def _show_to_editors(environment: Environment) -> None:
    link = ROOT / ".venv"
    if link.is_symlink():
        link.unlink()
    if not link.exists():
        link.symlink_to(environment.folder.relative_to(ROOT))
