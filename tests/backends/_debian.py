"""Unpacks Debian's packages into a cached folder: without root, with signatures checked."""

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Final


PACKAGES: Final = ("prometheus", "promtool", "prometheus-alertmanager", "victoria-metrics")
SUITES: Final = ("forky", "testing")
"""Where the tested versions are; the first is a name that moves on when it is released."""

_KEYRING: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_MINUTES: Final = 10


class CannotUnpackError(Exception):
    """This machine cannot get the packages; the message says why."""


def unpack(cache: Path) -> Path:
    """The root folder of the unpacked packages; several processes may ask at once.

    Args:
        cache: A folder of ours; what is complete in it is taken as it is.

    Raises:
        CannotUnpackError: This is no Debian, or its packages cannot be had.
    """
    with _locked(cache):
        return _find_complete(cache) or _unpack_first(cache)


def read_versions(root: Path) -> str:
    """What was unpacked, one package and version a line."""
    return (root.parent / "complete").read_text(encoding="utf-8")


@contextlib.contextmanager
def _locked(cache: Path) -> Generator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _find_complete(cache: Path) -> Path | None:
    complete = (cache / suite for suite in SUITES if (cache / suite / "complete").exists())
    found = next(complete, None)
    return found / "root" if found else None


def _unpack_first(cache: Path) -> Path:
    mirror, failures = _find_mirror(), list[str]()
    for suite in SUITES:
        folder = cache / suite
        shutil.rmtree(folder, ignore_errors=True)
        try:
            return _unpack_suite(mirror, suite, folder)
        except CannotUnpackError as error:
            failures.append(str(error))
            shutil.rmtree(folder, ignore_errors=True)
    raise CannotUnpackError("; ".join(failures))


def _find_mirror() -> str:
    """The mirror of this machine's own package sources, without asking it for anything."""
    release = _read_release()
    if release.get("ID") != "debian" or not shutil.which("apt-get") or not _KEYRING.exists():
        raise CannotUnpackError("this is no Debian with apt-get and its keyring")
    told = _run("apt-get", "-o", "Dir::State::lists=/nonexistent", "update", "--print-uris")
    end = f"/dists/{release.get('VERSION_CODENAME')}/InRelease'"
    mirrors = [word[1 : -len(end)] for word in told.split() if word.endswith(end)]
    if not mirrors:
        raise CannotUnpackError("apt-get names no mirror of this Debian's packages")
    return mirrors[0]


def _read_release() -> dict[str, str]:
    file = Path("/etc/os-release")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name: value.strip('"') for name, _, value in pairs}


def _unpack_suite(mirror: str, suite: str, folder: Path) -> Path:
    apt = _prepare(folder, f"deb [signed-by={_KEYRING}] {mirror} {suite} main\n")
    _run(*apt, "update")
    debs = folder / "debs"
    _run(*apt, "download", *PACKAGES, cwd=debs)
    for deb in sorted(debs.glob("*.deb")):
        _run("dpkg-deb", "-x", str(deb), str(folder / "root"))
    versions = "".join(f"{deb.stem}\n" for deb in sorted(debs.glob("*.deb")))
    shutil.rmtree(debs)
    shutil.rmtree(folder / "lists")
    (folder / "complete").write_text(versions, encoding="utf-8")
    return folder / "root"


def _prepare(folder: Path, source: str) -> tuple[str, ...]:
    """An apt-get that knows one suite and leaves the machine's own state alone."""
    for name in ("lists/partial", "cache/archives/partial", "debs", "root", "empty.d"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    (folder / "none").touch()
    (folder / "sources.list").write_text(source, encoding="utf-8")
    settings = {
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "empty.d",
        "Dir::Etc::preferences": folder / "none",
        "Dir::Etc::preferencesparts": folder / "empty.d",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return ("apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items()))


def _run(*command: str, cwd: Path | None = None) -> str:
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60 * _MINUTES,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotUnpackError(f"{command[0]}: {error}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
        raise CannotUnpackError(f"{command[0]} ended with {done.returncode}: {last}")
    return done.stdout
