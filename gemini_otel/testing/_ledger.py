"""The fake server's own account of what it was asked and what it served."""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from gemini_otel.testing._request import Request
from gemini_otel.testing._response import Response, Usage


@dataclass(frozen=True, slots=True)
class Served:
    """One request and what became of its answer.

    Attributes:
        request: What was asked.
        status: The HTTP status of the answer.
        model: The model of the request.
        operation: The operation of the request.
        usage: The token counts written to the client so far, each count's last value, in the
            wire's names; None where none was written.
        usage_planned: The token counts of the complete answer.
        chunks: How many pieces of the answer were written; a whole answer is one piece.
        finished: Whether the answer was written to its end.
        client_left: Whether the client closed the connection before.
        is_billed: Whether Google charges for answers of this kind.
    """

    request: Request
    status: int
    model: str
    operation: str
    usage: Mapping[str, Any] | None
    usage_planned: Mapping[str, Any] | None
    chunks: int
    finished: bool
    client_left: bool
    is_billed: bool


class Entry:
    """The account of one answer while it is written.

    It is brought forward before the bytes it speaks of go out, so that whoever has read them
    finds them in the account.
    """

    __slots__ = ("served",)

    def __init__(self, request: Request, response: Response, *, is_billed: bool) -> None:
        self.served = Served(
            request=request,
            status=response.status,
            model=request.model,
            operation=request.operation,
            usage=None,
            usage_planned=response.planned,
            chunks=0,
            finished=False,
            client_left=False,
            is_billed=is_billed and response.status == 200,  # noqa: PLR2004 - HTTP's OK
        )

    @contextmanager
    def writing(self, usage: Usage | None, *, chunks: int = 1, ends: bool) -> Generator[None]:
        """Some of the answer goes out within, and is taken back where the client has left.

        Args:
            usage: What the client knows of the usage once it has it.
            chunks: How many pieces go out.
            ends: Whether the answer is complete with them.
        """
        before = self.served
        self.served = replace(before, usage=usage, chunks=before.chunks + chunks, finished=ends)
        try:
            yield
        except OSError:
            self.served = before
            raise

    def leave(self) -> None:
        """The client has closed the connection."""
        self.served = replace(self.served, client_left=True)


class Ledger:
    """Everything one server was asked and served, in order; safe to read at any time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: list[Request] = []
        self._entries: list[Entry] = []
        self._in_progress = 0

    def requests(self) -> list[Request]:
        """Every request so far."""
        with self._changed:
            return list(self._requests)

    def served(self) -> list[Served]:
        """Every answer so far, those in progress as far as they are."""
        with self._changed:
            return [entry.served for entry in self._entries]

    @contextmanager
    def receiving(self, request: Request) -> Generator[Request]:
        """A request is in progress within; it is given its number."""
        with self._changed:
            numbered = replace(request, number=len(self._requests) + 1)
            self._requests.append(numbered)
            self._in_progress += 1
        try:
            yield numbered
        finally:
            self._done()

    def open(self, request: Request, response: Response, *, is_billed: bool) -> Entry:
        """The account of an answer that is about to be written."""
        entry = Entry(request, response, is_billed=is_billed)
        with self._changed:
            self._entries.append(entry)
        return entry

    def forget(self) -> None:
        """Drops what is recorded; what is in progress is still waited for."""
        with self._changed:
            self._requests.clear()
            self._entries.clear()

    def wait_idle(self, timeout: float) -> bool:
        """Waits until no request is in progress.

        Args:
            timeout: How many seconds at most.

        Returns:
            Whether none is.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._in_progress, timeout)

    def _done(self) -> None:
        with self._changed:
            self._in_progress -= 1
            self._changed.notify_all()
