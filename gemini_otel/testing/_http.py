"""Reads and writes HTTP/1.1 on one accepted connection."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO


# Windows has no such flag: a client that leaves is seen there at the next write.
_DONT_WAIT: int = getattr(socket, "MSG_DONTWAIT", 0)


@dataclass(frozen=True, slots=True)
class Message:
    """One HTTP request as it came in."""

    method: str
    target: str
    version: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        """Whether the client wants to send more on the same connection."""
        return self.version == "HTTP/1.1" and self.headers.get("connection") != "close"


class Connection:
    """A client's connection to the fake server."""

    __slots__ = ("_reader", "_socket")

    def __init__(self, accepted: socket.socket) -> None:
        self._socket = accepted
        self._reader: BinaryIO = accepted.makefile("rb")

    def read(self) -> Message | None:
        """The next request, or None when there will be none."""
        try:
            return self._message()
        except (OSError, ValueError):
            return None

    def send(self, data: bytes) -> None:
        """Writes everything.

        Raises:
            OSError: When the client has left.
        """
        self._socket.sendall(data)

    def has_left(self) -> bool:
        """Whether the client has closed the connection."""
        if not _DONT_WAIT:
            return False
        try:
            return not self._socket.recv(1, socket.MSG_PEEK | _DONT_WAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def shut(self) -> None:
        """Ends both directions; a thread that reads sees the end."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            # The other side was faster.
            return

    def close(self) -> None:
        """Gives the socket back."""
        self.shut()
        self._reader.close()
        self._socket.close()

    def _message(self) -> Message | None:
        first = self._reader.readline().decode("latin-1").split()
        if not first:
            return None
        method, target, version = first
        headers = self._headers()
        if headers.get("expect", "").lower() == "100-continue":
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return Message(method, target, version, headers, self._body(headers))

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while line := self._line():
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers

    def _line(self) -> str:
        line = self._reader.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError("The client left in the middle of a line.")
        return line.decode("latin-1").strip()

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunked_body()
        return self._exactly(int(headers.get("content-length", "0")))

    def _chunked_body(self) -> bytes:
        body = b""
        while size := int(self._line().partition(";")[0], 16):
            body += self._exactly(size)
            self._line()
        self._headers()
        return body

    def _exactly(self, size: int) -> bytes:
        data = self._reader.read(size)
        if len(data) < size:
            raise ConnectionResetError("The client left in the middle of a body.")
        return data


def head(status: int, phrase: str, headers: Mapping[str, str]) -> bytes:
    """The head of a response, up to and with the empty line."""
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def framed(data: bytes) -> bytes:
    """One chunk of a chunked body; without data, the last one."""
    return b"%x\r\n%s\r\n" % (len(data), data)
