"""Finds each program: on PATH where its version is a tested one, else from Debian's packages."""

import functools
import logging
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.backends import _debian


_CACHE: Final = Path(__file__).parents[2] / ".cache" / "backends"
_VERSION: Final = re.compile(r"(?:version |tags-v|v)(\d+)\.(\d+)")
# Debian's build reads its template from a fixed path, which an unpacked one does not have. The
# folder it is started in stands in for that path, in as many bytes.
_TEMPLATES: Final = "usr/share/prometheus/alertmanager"
_FIXED: Final = f"/{_TEMPLATES}".encode()
_MOVABLE: Final = b"/proc/self/cwd/" + b"./" * 9 + b"/"

_logger: Final = logging.getLogger(__name__)

USED: Final[set[str]] = set()
"""What the tests ran with: programs, their versions and where they are from, for the log."""

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Program:
    """A program by its names, and the versions that the tests were run with.

    Attributes:
        package: The package of Debian that holds it.
        names: What its file is called; the first is Debian's name.
        oldest: The oldest version taken from PATH.
        below: The first version that is not taken.
    """

    package: str
    names: tuple[str, ...]
    oldest: Version
    below: Version


PROMETHEUS: Final = Program("prometheus", ("prometheus",), (3, 5), (4, 0))
PROMTOOL: Final = Program("promtool", ("promtool",), (3, 5), (4, 0))
ALERTMANAGER: Final = Program(
    "prometheus-alertmanager", ("prometheus-alertmanager", "alertmanager"), (0, 28), (1, 0)
)
VICTORIA_METRICS: Final = Program(
    "victoria-metrics", ("victoria-metrics", "victoria-metrics-prod"), (1, 112), (2, 0)
)
VMALERT: Final = Program("victoria-metrics", ("vmalert", "vmalert-prod"), (1, 112), (2, 0))


class AbsentError(Exception):
    """A program is neither here nor to be had; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A program as it is started.

    Attributes:
        path: Its file.
        folder: The folder it must be started in, if any.
    """

    path: Path
    folder: Path | None = None


def demand(program: Program) -> Binary:
    """The program for a test; where it cannot be had the test is skipped, and fails in CI."""
    try:
        return find(program)
    except AbsentError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))


@functools.cache
def find(program: Program) -> Binary:
    """The program, from PATH or unpacked.

    Raises:
        AbsentError: It is not on PATH in a tested version, and cannot be unpacked.
    """
    return find_on_path(program) or _find_unpacked(program)


def find_on_path(program: Program) -> Binary | None:
    """The program on PATH, where it is there in a tested version."""
    for name in program.names:
        path = shutil.which(name)
        if path and program.oldest <= (version := _read_version(Path(path))) < program.below:
            USED.add(f"{name} {_join(version)} on PATH")
            return Binary(Path(path))
    return None


def _read_version(path: Path) -> Version:
    """What a program says of itself; (0, 0) where it says nothing we know."""
    done = subprocess.run(
        [path, "--version"], capture_output=True, text=True, timeout=60, check=False
    )
    found = _VERSION.search(done.stdout + done.stderr)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _find_unpacked(program: Program) -> Binary:
    try:
        root = unpack()
    except _debian.CannotUnpackError as error:
        raise AbsentError(_describe(program, str(error))) from error
    version = _read_package_version(root, program.package)
    if not program.oldest <= version < program.below:
        raise AbsentError(_describe(program, "Debian has {}.{}".format(*version)))
    path = root / "usr/bin" / program.names[0]
    return _make_movable(root, path) if program is ALERTMANAGER else Binary(path)


def _read_package_version(root: Path, package: str) -> Version:
    """The version in the name of a package's file; not each of Debian's programs can tell it."""
    found = re.search(rf"^{package}_(\d+)\.(\d+)", _debian.read_versions(root), re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else (0, 0)


@functools.cache
def unpack() -> Path:
    """The root of the unpacked packages, whose versions are logged."""
    root = _debian.unpack(_CACHE)
    versions = _debian.read_versions(root)
    _logger.info("programs from Debian's packages:\n%s", versions)
    USED.update(f"{line} from Debian's packages" for line in versions.splitlines())
    return root


def _make_movable(root: Path, path: Path) -> Binary:
    movable = path.with_name(f"{path.name}-movable")
    if not movable.exists():
        made = path.with_name(f"{path.name}-{os.getpid()}")
        made.write_bytes(path.read_bytes().replace(_FIXED, _MOVABLE))
        made.chmod(0o755)
        made.replace(movable)
    return Binary(movable, root / _TEMPLATES)


def _describe(program: Program, why: str) -> str:
    return (
        f"there is no {program.names[0]} of version {_join(program.oldest)} to below "
        f"{_join(program.below)}: {why}. Put one on PATH, or run the tests on Debian with apt-get."
    )


def _join(version: Version) -> str:
    return "{}.{}".format(*version)
