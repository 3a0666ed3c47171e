"""Finds where a ledger is: its database, and the folder of what is on the way there."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import platformdirs
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from gemini_otel import ConfigurationError


VARIABLE: Final = "GEMINI_OTEL_LEDGER"
DURABLE_VARIABLE: Final = "GEMINI_OTEL_LEDGER_DURABLE"
_FOLDER: Final = "gemini-otel"
_USUAL: Final = "ledger.db"
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_ALLOWED: Final = "the path of a SQLite file, sqlite:///FILE, or postgresql://USER@HOST/DATABASE"
_OFF: Final = ("off", "none")
"""What the variable says to `setup()`; who asks for a ledger all the same has it as usual."""

_NO_PATH: Final = re.compile(r"(file|sqlite|postgres\w*)(\+\w+)?:|:memory:$")
"""What was meant to be a URL."""
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is.

    Attributes:
        url: The database.
        spool: The folder of the lines that wait for it.
        file: The database's file, where it is one.
    """

    url: URL = field(repr=False)
    spool: Path
    file: Path | None

    def __str__(self) -> str:
        return str(self.file) if self.file else _show(self.url)

    def is_there(self) -> bool:
        """Whether its file is there; of a server's database that is not known, and assumed.

        Raises:
            OSError: The folder does not let one see.
        """
        try:
            return self.file is None or bool(self.file.stat())
        except (FileNotFoundError, NotADirectoryError):
            return False


def find_place(
    given: str | Path | None,
    environ: Mapping[str, str] | None = None,
    *,
    asked: str = "argument url",
) -> Place:
    """The ledger that is meant: the given one, else the environment's, else the user's own.

    Args:
        given: A SQLAlchemy URL, or the path of a SQLite file.
        environ: The environment; the process's own unless given.
        asked: What gives it, as whoever gave it calls that.

    Returns:
        Where it is; nothing is made there.

    Raises:
        ConfigurationError: It is no place that a ledger can be in.
    """
    environ = os.environ if environ is None else environ
    where = _read_variable(environ) if given is None else str(given).strip()
    try:
        return _find_place(where, is_given=given is not None)
    except _NoPlaceError as error:
        raise ConfigurationError(
            f"gemini_otel: the ledger ({asked}, environment variable {VARIABLE}) is "
            f"{_hide_password(where)!r}{error.why}; allowed: {error.allowed}."
        ) from error


class _NoPlaceError(Exception):
    """No ledger can be there."""

    def __init__(self, why: str = "", allowed: str = _ALLOWED) -> None:
        super().__init__(why)
        self.why = f", {why}" if why else ""
        self.allowed = allowed


def _find_place(where: str, *, is_given: bool) -> Place:
    if "://" in where:
        return _place_at(where)
    if _NO_PATH.match(where) or (is_given and not where):
        raise _NoPlaceError
    data = platformdirs.user_data_path(_FOLDER)
    return _place_in(Path(where) if where else data / _USUAL)


def _read_variable(environ: Mapping[str, str]) -> str:
    said = environ.get(VARIABLE, "").strip()
    return "" if said.lower() in _OFF else said


def find_durability(given: bool | None, environ: Mapping[str, str] | None = None) -> bool:
    """Whether lines survive a power loss: as given, else as the environment says, else not.

    Raises:
        ConfigurationError: The environment says neither true nor false.
    """
    environ = os.environ if environ is None else environ
    said = environ.get(DURABLE_VARIABLE, "").strip().lower()
    if given is not None or not said:
        return bool(given)
    if said not in _FLAGS:
        raise ConfigurationError(
            f"gemini_otel: environment variable {DURABLE_VARIABLE} is {said[:200]!r}; "
            "allowed: true or false."
        )
    return _FLAGS[said]


def _place_in(path: Path, url: URL | None = None) -> Place:
    try:
        file = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - a link is the user's own
    except RuntimeError as error:  # the home of a user that there is not
        raise _NoPlaceError from error
    if os.path.isdir(file):  # noqa: PTH112 - says no where it cannot see
        raise _NoPlaceError("which is a folder", f"a file in it, such as {file / _USUAL}")
    made = (url or URL.create("sqlite")).set(drivername="sqlite", database=str(file))
    return Place(made, file.with_name(f"{file.name}.spool"), file)


def _place_at(where: str) -> Place:
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise _NoPlaceError from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None or not url.database or url.database == ":memory:":
        raise _NoPlaceError
    if driver == "sqlite":
        if url.query:
            names = ", ".join(sorted(url.query))
            raise _NoPlaceError(f"with parameters ({names}), which no SQLite ledger takes")
        return _place_in(Path(url.database), url)
    url = url.set(drivername=driver)
    known = url.difference_update_query(_find_secrets(url))._replace(password=None)
    digest = hashlib.sha256(known.render_as_string().encode()).hexdigest()[:16]
    return Place(url, platformdirs.user_data_path(_FOLDER) / "spool" / digest, None)


def _show(url: URL) -> str:
    """A URL with stars for what is secret, wherever it stands."""
    stars = dict.fromkeys(_find_secrets(url), "***")
    return url.update_query_dict(stars).render_as_string(hide_password=True)


def _find_secrets(url: URL) -> list[str]:
    return [name for name in url.query if "password" in name.lower()]


def _hide_password(where: str) -> str:
    """What was given, as far as it can hold no password."""
    scheme, colon, rest = where.partition(":")
    shown = rest.rpartition("@")[2].partition("?")[0]
    slashes = "//" if rest.startswith("//") and not shown.startswith("//") else ""
    return f"{scheme}{colon}{slashes}{shown}"[:200]
