"""The files of a spool: lines of one process, in the order of their writing."""

import itertools
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from gemini_otel_exporters._ledger import _locks


SUFFIX: Final = ".jsonl"
REJECTED: Final = "rejected.jsonl"

_CHUNK: Final = 1 << 20
_BINARY: Final = getattr(os, "O_BINARY", 0)
_APPENDING: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY
_TRIES: Final = 10
_numbers: Final = itertools.count()


class Chunk(NamedTuple):
    """Some lines of a segment, where they end, and what stands there unfinished."""

    lines: list[bytes]
    end: int
    rest: bytes


@dataclass(slots=True)
class Segment:
    """A file that this process holds.

    `moved` is how far it is known to be in the database, `end` where this process wrote last.
    """

    path: Path
    descriptor: int
    moved: int = 0
    end: int = 0
    inode: int = field(init=False)
    device: int = field(init=False)

    def __post_init__(self) -> None:
        status = os.fstat(self.descriptor)
        self.inode, self.device = status.st_ino, status.st_dev

    def is_in_hand(self) -> bool:
        """Whether the descriptor is still of this file, told in a fraction of a microsecond.

        A program that becomes a daemon may close what it did not open; the number then means
        another file, which stands elsewhere.
        """
        try:
            return os.lseek(self.descriptor, 0, os.SEEK_CUR) == self.end
        except OSError:
            return False

    def is_itself(self, *, is_deleted: bool = False) -> bool:
        """Whether the descriptor is still of this file, and the file in its folder or deleted."""
        try:
            now = os.fstat(self.descriptor)
        except OSError:
            return False
        is_same = now.st_ino == self.inode and now.st_dev == self.device
        return is_same and (is_deleted or now.st_nlink > 0)

    def empty(self) -> None:
        """Forgets its lines, which are in the database."""
        os.ftruncate(self.descriptor, 0)
        self.moved = self.end = os.lseek(self.descriptor, 0, os.SEEK_SET)

    def size(self) -> int:
        """How long it is."""
        return os.fstat(self.descriptor).st_size

    def read(self) -> Chunk:
        """The next lines that are not known to be in the database."""
        read = _read(self.descriptor, self.moved)
        end = read.rfind(b"\n") + 1
        lines = [line for line in read[:end].split(b"\n") if line]
        return Chunk(lines, self.moved + end, read[end:])

    def remove(self) -> None:
        """Deletes it; what it held is in the database."""
        if not _locks.CAN_LOCK:
            self.close()  # Windows deletes no open file
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leaves it to whoever finds it."""
        if self.descriptor >= 0 and self.is_itself(is_deleted=True):
            _locks.close_held(self.descriptor)
        self.descriptor = -1


def make_segment(folder: Path, *, durable: bool) -> Segment:
    """A fresh file, held by this process; if durable, its name survives a power loss.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for _ in range(_TRIES):
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(_numbers)}{SUFFIX}"
        # Another process may take it for left behind in the moment before it is held.
        descriptor = _locks.open_held(folder / name, _APPENDING)
        if descriptor is not None:
            if durable:
                sync_folder(folder)
            return Segment(folder / name, descriptor)
    raise OSError("every new file is taken by another process at once")


def sync(descriptor: int) -> None:
    """Lets what was written to a file survive a power loss.

    Raises:
        OSError: The disk refuses.
    """
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Lets the names of new files survive a power loss."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def list_segments(folder: Path) -> list[Path]:
    """The files of all processes, the oldest first.

    Raises:
        OSError: The folder cannot be read.
    """
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.name != REJECTED)


def adopt(path: Path) -> Segment | None:
    """Takes over a file whose process has died; `None` where that lives.

    Raises:
        OSError: It cannot be opened.
    """
    try:
        descriptor = _locks.open_held(path, os.O_RDWR | _BINARY)
    except FileNotFoundError:
        return None
    return None if descriptor is None else Segment(path, descriptor)


def _read(descriptor: int, position: int) -> bytes:
    """A chunk with at least one line end, if there is any."""
    read = _read_at(descriptor, _CHUNK, position)
    while len(read) % _CHUNK == 0 and read and b"\n" not in read[1:]:
        more = _read_at(descriptor, _CHUNK, position + len(read))
        if not more:
            break
        read += more
    return read


def _read_at(descriptor: int, size: int, position: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, position)
    os.lseek(descriptor, position, os.SEEK_SET)
    read = os.read(descriptor, size)
    os.lseek(descriptor, 0, os.SEEK_END)
    return read
