"""The spool of one process: every event is in a file before the call that made it returns."""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Generator
from pathlib import Path
from typing import Final

from gemini_otel_exporters._ledger._account import tell_problem
from gemini_otel_exporters._ledger._segments import Segment, make_segment, sync
from gemini_otel_exporters._ledger._spool_faults import Faults


LARGE: Final = 8 << 20
"""Bytes after which a file is left for a fresh one."""

MOST_IN_MEMORY: Final = 100_000
"""Lines kept while neither a file nor the database takes them: about 150 MB."""


class Spool:
    """Takes lines at once, whatever the disk says: what no file takes is kept in memory.

    Args:
        folder: Where its files are.
        durable: Whether `settle` lets lines survive a power loss.
    """

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self.faults = Faults(folder)
        self._begin()

    def _begin(self) -> None:
        # Re-entrant: a signal's handler may make a call in the middle of an append or a sync.
        self._lock = threading.RLock()
        self._sync_lock = threading.RLock()
        self._current: Segment | None = None
        self._sealed: deque[Segment] = deque()
        # Rises with each file and each emptying of one, so that a mark stands for one place.
        self._epoch = 0
        self._synced = (0, 0)
        self._is_trimming = False
        self._is_broken = False
        self.lost = 0
        self.memory: deque[bytes] = deque()
        self.fragments: set[bytes] = set()

    def begin_again(self) -> None:
        """Forgets what a parent process has: it is the parent's to move."""
        self._begin()

    def open(self) -> None:
        """Makes the file ahead of the first call."""
        with self._lock:
            self._is_broken = False
            if not self._current:
                self._open()

    def append(self, line: bytes) -> None:
        """Writes a line with its line ends; it never raises for what a disk or folder has."""
        with self._lock:
            segment = self._current or self._open()
            if segment is None or self._is_trimming:
                self._keep(line)
                return
            if not segment.is_in_hand():
                self._replace()
                self.append(line)
                return
            try:
                written = os.write(segment.descriptor, line)
            except OSError as error:
                self.faults.tell(error)
                written = 0
            segment.end += written
            if written != len(line):
                # Whoever reads finds a piece of a line, which is not to be taken for damage.
                if written > 1:
                    self.fragments.add(line[:written].strip(b"\n"))
                self._keep(line)

    def settle(self) -> None:
        """Lets everything that this process has appended survive a power loss.

        One sync serves all that was appended before it began.
        """
        if self.memory:
            self.write_down()
        wanted = self._mark()
        with self._sync_lock:
            segment, now = self._current, self._mark()
            # What an earlier epoch had is in the database, or was synced when its file was sealed.
            if segment is None or self._synced >= wanted or now[0] != wanted[0]:
                return
            try:
                sync(segment.descriptor)
            except OSError as error:
                if self._epoch == wanted[0]:  # else another thread has let go of the file
                    self.faults.tell(error)
                return
            self._synced = now

    def _mark(self) -> tuple[int, int]:
        with self._lock:
            segment = self._current
            return self._epoch, segment.size() if segment else 0

    def is_safe(self) -> bool:
        """Whether what waits is in files, and what comes next will be."""
        with self._lock:
            return not (self.memory or self._is_broken)

    def has_waiting(self) -> bool:
        """Whether anything is not in the database yet."""
        with self._lock:
            return bool(self.memory) or self.has_in_files()

    def has_in_files(self) -> bool:
        """Whether any of that is in files, where the next process finds it."""
        with self._lock:
            self._let_go_of_closed()
            segment = self._current
            return bool(self._sealed or (segment and segment.size() > segment.moved))

    def count_waiting(self) -> int:
        """How many bytes are not in the database yet."""
        with self._lock:
            self._let_go_of_closed()
            segments = [*self._sealed, *([self._current] if self._current else [])]
            in_files = sum(max(one.size() - one.moved, 0) for one in segments)
            return in_files + sum(map(len, self.memory))

    def take_memory(self, most: int) -> list[bytes]:
        """Takes out of memory what no file has taken; nobody else has it then."""
        with self._lock:
            return [self.memory.popleft() for _ in range(min(most, len(self.memory)))]

    def put_back(self, lines: list[bytes]) -> None:
        """Takes back `take_memory`."""
        with self._lock:
            self.memory.extendleft(reversed(lines))

    def list_segments(self) -> list[Segment]:
        """This process's files, the oldest first; the last one may be in use."""
        with self._lock:
            if self._current and not self._current.is_itself():
                self._replace()
            if self._current and self._current.size() > LARGE:
                self._seal()
            return [*self._sealed, *([self._current] if self._current else [])]

    def _let_go_of_closed(self) -> None:
        """What somebody else closed is in the folder, for whoever looks for what the dead left."""
        held = [one for one in self._sealed if one.is_itself(is_deleted=True)]
        if len(held) < len(self._sealed):
            self._sealed = deque(held)
        if self._current and not self._current.is_itself(is_deleted=True):
            self._replace()

    def finish(self, segment: Segment) -> None:
        """Lets go of a file if every line is in the database; the one in use is emptied."""
        with self._lock:
            left = segment.read()
            if not left.lines and left.rest.strip(b"\n") in self.fragments:
                segment.moved += len(left.rest)
            if segment is self._current:
                self._trim(segment)
            elif segment in self._sealed and segment.size() == segment.moved:
                self._sealed.remove(segment)
                segment.remove()

    def close(self) -> None:
        """Leaves what is still in files to another process, and deletes those without a line."""
        with self._lock:
            if self._current:
                self._seal()
            for segment in self._sealed:
                if segment.size() == segment.moved:
                    segment.remove()
                else:
                    segment.close()
            self._sealed.clear()

    def write_down(self) -> None:
        """Tries again to get into a file what is in memory."""
        with self._lock:
            self._is_broken = False
            for _ in range(len(self.memory)):
                before = len(self.memory)
                self.append(self.memory.popleft())
                if len(self.memory) >= before:
                    return

    def _open(self) -> Segment | None:
        if self._is_broken:
            return None
        try:
            self._current = make_segment(self.folder, durable=self.durable)
            self._epoch += 1
        except OSError as error:
            self._is_broken = True
            self.faults.tell(error)
        return self._current

    def _replace(self) -> None:
        """The file was deleted, or somebody closed it: the next line begins another."""
        if self._current and self._current.is_itself(is_deleted=True):
            self._sealed.append(self._current)
        self._current = None

    def _seal(self) -> None:
        if segment := self._current:
            if self.durable:
                with contextlib.suppress(OSError):
                    sync(segment.descriptor)
            self._sealed.append(segment)
            self._current = None

    def _trim(self, segment: Segment) -> None:
        with self._trimming():
            if segment.is_itself() and segment.size() == segment.moved:
                segment.empty()
                self._epoch += 1
                self.fragments.clear()

    @contextlib.contextmanager
    def _trimming(self) -> Generator[None]:
        """What this very thread appends within, by a call of a destructor, would be cut off."""
        self._is_trimming = True
        try:
            yield
        finally:
            self._is_trimming = False

    def _keep(self, line: bytes) -> None:
        if len(self.memory) < MOST_IN_MEMORY:
            self.memory.append(line)
        else:
            self.lost += 1
            tell_problem("lost")
            self.faults.tell_loss()
