"""Sends one response at its pace, with everything that goes wrong on the way."""

import threading
import time

from gemini_otel.testing._http import Connection, framed, head
from gemini_otel.testing._ledger import Entry
from gemini_otel.testing._response import Response, Usage


# How often a thread that waits looks whether its client is still there, in seconds.
_LOOK = 0.02

_END = framed(b"")


class _CutError(Exception):
    """The script says that the connection breaks here."""


class _ClosingError(Exception):
    """The server is being closed."""


class Exchange:
    """One answer on its way to one client."""

    __slots__ = ("_closing", "_connection", "_entry", "_response", "_unsent")

    def __init__(
        self, connection: Connection, response: Response, entry: Entry, closing: threading.Event
    ) -> None:
        self._connection = connection
        self._response = response
        self._entry = entry
        self._closing = closing
        self._unsent = b""

    def play(self) -> bool:
        """Sends the answer.

        Returns:
            Whether the connection can be used again.
        """
        try:
            self._send()
        except (_CutError, _ClosingError):
            return False
        except OSError:
            if not self._closing.is_set():
                self._entry.leave()
            return False
        return True

    def _send(self) -> None:
        self._wait(self._response.answer.delay, self._response.answer.hold)
        if self._response.is_stream:
            self._send_stream()
        else:
            self._send_whole()

    def _send_whole(self) -> None:
        """Head and body go out in one write, so that no acknowledgement is waited for."""
        breaks, (body,), (usage,) = (
            self._response.breaks,
            self._response.pieces,
            self._response.usages,
        )
        data = self._head({"Content-Length": str(len(body))}) + body
        if breaks and breaks.pauses:
            self._wait(0, breaks.pauses)
        if breaks and breaks.cuts:
            self._connection.send(data[: len(data) - len(body) // 2 - 1])
            raise _CutError
        with self._entry.writing(usage, ends=True):
            self._connection.send(data)

    def _send_stream(self) -> None:
        """The last piece and the end share a write, unless something comes between them."""
        self._unsent = self._head({"Transfer-Encoding": "chunked"})
        pieces, usages = self._response.pieces, self._response.usages
        is_joined = bool(pieces) and self._stop() != len(pieces)
        for index, (piece, usage) in enumerate(zip(pieces, usages, strict=True)):
            self._before(index)
            ends = is_joined and index == len(pieces) - 1
            self._write(framed(piece) + (_END if ends else b""), usage, ends=ends)
        if not is_joined:
            self._before(len(pieces))
            self._write(_END, usages[-1] if usages else None, chunks=0, ends=True)

    def _stop(self) -> int | None:
        """Before which piece the stream is cut or pauses."""
        breaks = self._response.breaks
        if breaks is None or breaks.says is not None:
            return None
        return min(breaks.after, len(self._response.pieces))

    def _before(self, index: int) -> None:
        if index:
            self._wait(self._response.chunk_delay)
        breaks = self._response.breaks
        if breaks is None or self._stop() != index:
            return
        self._connection.send(self._unsent)
        self._unsent = b""
        if breaks.cuts:
            raise _CutError
        self._wait(0, breaks.pauses)

    def _write(
        self, data: bytes, usage: Usage | None, *, chunks: int = 1, ends: bool = False
    ) -> None:
        with self._entry.writing(usage, chunks=chunks, ends=ends):
            self._connection.send(self._unsent + data)
        self._unsent = b""

    def _head(self, framing: dict[str, str]) -> bytes:
        response = self._response
        headers = {"Content-Type": response.content_type, **framing}
        return head(
            response.status, response.phrase, {**headers, **(response.answer.headers or {})}
        )

    def _wait(self, seconds: float, event: threading.Event | None = None) -> None:
        """Lets time pass until the event, or its end, or the client's or the server's.

        Raises:
            ConnectionResetError: When the client has left.
            _ClosingError: When the server is being closed.
        """
        until = time.monotonic() + seconds
        while True:
            if self._closing.is_set():
                raise _ClosingError
            if self._connection.has_left():
                raise ConnectionResetError
            left = until - time.monotonic()
            if left > 0:
                self._closing.wait(min(left, _LOOK))
            elif event is None or event.wait(_LOOK):
                return
