"""Downloads the pinned wheels of the libraries that the prices are held against."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple


CACHE: Final = Path(__file__).parents[3] / ".cache" / "price-oracles"
_HEARTBEAT_S: Final = 10
# The same file on every machine: only its data is read, so it need not run here.
_FOR: Final = ("--platform", "manylinux_2_28_x86_64", "--implementation", "cp", "--abi", "abi3",
               "--python-version", "3.11")  # fmt: skip


class Wheel(NamedTuple):
    """A release of a library: its file, and the hash that file must have."""

    name: str
    version: str
    file: str
    sha256: str


GENAI_PRICES: Final = Wheel(
    "genai-prices",
    "0.2.3",
    "genai_prices-0.2.3-py3-none-any.whl",
    "56976ce2b04ec206117f7d0e53f4849211a6724ab3a12119afec304eba63ee25",
)
LITELLM: Final = Wheel(
    "litellm",
    "1.109.1",
    "litellm-1.109.1-cp310-abi3-manylinux_2_28_x86_64.whl",
    "1c8b4dd671fa0cd0850aa751678704ff77e595fb1e6085b2dc3be39ee19bdaaf",
)


class DownloadError(Exception):
    """A wheel could not be had; the message says which, why and what to do."""


def fetch(wheel: Wheel) -> Path:
    """Download a wheel, unless it is here already, and return its path.

    Raises:
        DownloadError: pip failed, or the file is not the one that was pinned.
    """
    path = CACHE / wheel.file
    if path.exists() and _hash(path) == wheel.sha256:
        print(f"{wheel.name} {wheel.version} ... kept", flush=True)
        return path
    _download(wheel)
    if not path.exists() or _hash(path) != wheel.sha256:
        raise DownloadError(
            f"{wheel.name} {wheel.version}: pip brought another file than {wheel.file} with the "
            f"sha256 {wheel.sha256}; look at {CACHE} and at the package index in use."
        )
    return path


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _download(wheel: Wheel) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / wheel.file).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += [*_FOR, "--dest", str(CACHE), f"{wheel.name}=={wheel.version}"]
    started = time.monotonic()
    log = CACHE / f"{wheel.name}.log"
    with log.open("w", encoding="utf-8") as output:
        pip = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while not _ended(pip):
            print(f"{wheel.name} ... {time.monotonic() - started:.0f} s so far", flush=True)
    if pip.returncode:
        raise DownloadError(f"pip could not download {wheel.name}:\n{log.read_text('utf-8')}")
    took = time.monotonic() - started
    print(f"{wheel.name} {wheel.version} ... downloaded in {took:.0f} s", flush=True)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_HEARTBEAT_S)
    except subprocess.TimeoutExpired:
        return False
    return True
