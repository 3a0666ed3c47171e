"""A server of another's making: started on a free port of loopback, ended with the tests."""

import contextlib
import functools
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from tests.backends.binaries import Binary


T = TypeVar("T")

_TRIES: Final = 5
_READY_S: Final = 30.0
_STEP_S: Final = 0.02
_STOP_S: Final = 10.0
# A killed test run must not leave a server behind.
_LAUNCH: Final = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
os.execv(sys.argv[1], sys.argv[1:])
"""
_opener: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Any:
    """What a server answers: decoded where it is JSON, else as text.

    Raises:
        AssertionError: The server refuses, in its own words.
    """
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}))  # noqa: S310
    try:
        with _opener.open(request, timeout=60) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {error.code} {error.read().decode()}") from error
    return json.loads(text) if text[:1] in {"{", "["} else text


def wait_until(is_so: Callable[[], T | None], *, seconds: float = _READY_S, what: str = "it") -> T:
    """Asks again and again until there is an answer that is not false, and returns it.

    Raises:
        AssertionError: There was none in time.
    """
    end = time.monotonic() + seconds
    while not (found := is_so()):
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come about in {seconds:.0f} seconds")
        time.sleep(_STEP_S)
    return found


class Server:
    """One running server.

    Args:
        url: Its address.
        process: Its process; it is ended by whoever started it.
        log: Where it writes what it has to say.
    """

    def __init__(self, url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.url = url
        self.log = log
        self.process = process

    def get(self, path: str, **parameters: object) -> Any:
        """What the server answers to a question."""
        asked = {name: value for name, value in parameters.items() if value is not None}
        return fetch(f"{self.url}{path}?{urlencode(asked)}")

    def post(self, path: str, body: bytes, kind: str = "application/json") -> Any:
        """What the server answers to something sent."""
        return fetch(f"{self.url}{path}", body=body, headers={"Content-Type": kind})

    def is_ready(self, path: str) -> bool:
        """Whether it runs and answers."""
        with contextlib.suppress(OSError, AssertionError):
            fetch(self.url + path)
            return self.process.poll() is None
        return False

    def has_ended(self) -> bool:
        """Whether its process is gone."""
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ends it: properly, and in the end by force."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(_STOP_S)


@contextlib.contextmanager
def serve(binary: Binary, options: Sequence[str], folder: Path, *, ready: str) -> Generator[Server]:
    """A server within the block.

    Args:
        binary: What to start.
        options: Its options; `{port}` stands for a free port.
        folder: Where its log goes.
        ready: The path that answers 200 as soon as the server does.
    """
    server = _start(binary, options, folder, ready)
    try:
        yield server
    finally:
        server.stop()


def _start(binary: Binary, options: Sequence[str], folder: Path, ready: str) -> Server:
    for _ in range(_TRIES):
        server = _launch(binary, options, folder)
        what = f"{binary.path.name}, see {server.log}:"
        wait_until(functools.partial(_has_come_about, server, ready), what=what)
        if not server.has_ended():
            return server
    log = folder / f"{binary.path.name}.log"
    raise AssertionError(f"{binary.path.name} ends at once:\n{log.read_text()[-2000:]}")


def _has_come_about(server: Server, ready: str) -> bool:
    return server.has_ended() or server.is_ready(ready)


def _launch(binary: Binary, options: Sequence[str], folder: Path) -> Server:
    port, log = find_port(), folder / f"{binary.path.name}.log"
    command = [word.replace("{port}", str(port)) for word in options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(binary.path), *command],
            cwd=binary.folder or folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{port}", process, log)


def find_port() -> int:
    """A port of loopback that nobody listened at a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
