"""Files that one process at a time holds, and everybody else can tell when it has died."""

import contextlib
import errno
import os
from pathlib import Path
from typing import Final


try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # mypy reads the platform it runs on

CAN_LOCK: Final = fcntl is not None
"""Whether this system has flock; without it no process can tell whether another one lives."""

_BUSY: Final = (errno.EWOULDBLOCK, errno.EACCES)
_held: Final[set[int]] = set()


def open_held(path: Path, flags: int) -> int | None:
    """Opens a file and holds it until `close_held`, or until this process dies.

    Args:
        path: The file.
        flags: As for `os.open`.

    Returns:
        Its descriptor; `None` where another one holds the file, or has just removed it.

    Raises:
        OSError: It cannot be opened.
    """
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    _held.add(descriptor)
    if try_lock(descriptor) and os.fstat(descriptor).st_nlink:
        return descriptor
    close_held(descriptor)
    return None


def close_held(descriptor: int) -> None:
    """Closes a file, which sets it free."""
    _held.discard(descriptor)
    os.close(descriptor)


def try_lock(descriptor: int) -> bool:
    """Takes the lock of an open file; says whether it was free."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def wait_for_lock(descriptor: int) -> None:
    """Takes the lock of an open file in the order in which processes asked for it."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def unlock(descriptor: int) -> None:
    """Sets the lock of an open file free."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def hold(descriptor: int) -> int:
    """Names a descriptor that a child must not keep, for it would keep the lock with it."""
    _held.add(descriptor)
    return descriptor


def _let_go() -> None:
    """A child closes what its parent holds: a lock lasts as long as any copy of its descriptor."""
    for descriptor in tuple(_held):
        with contextlib.suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
