"""Accepts connections on a free local port, each in a thread of its own."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from gemini_otel.testing._http import Connection


_HOST = "127.0.0.1"
# Room for a burst of connections that are made before any is accepted.
_BACKLOG = 1024
# How long closing waits for a thread that runs a user's code, in seconds.
_PATIENCE = 2.0
# How long accepting rests when it fails, in seconds.
_RESPITE = 0.02


class Server:
    """A local TCP server whose closing leaves no thread and no socket behind."""

    def __init__(self, serve: Callable[[Connection, threading.Event], None]) -> None:
        self._serve = serve
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: dict[Connection, threading.Thread] = {}
        self._listener = socket.create_server((_HOST, 0), backlog=_BACKLOG)
        # Accepted sockets inherit it: a small write goes out at once.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._accepting = threading.Thread(target=self._accept, name="FakeGemini", daemon=True)
        self._accepting.start()

    @property
    def url(self) -> str:
        """Where the server is reached."""
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def close(self) -> None:
        """Ends every connection and waits for their threads."""
        self._closing.set()
        self._wake()
        self._accepting.join(_PATIENCE)
        self._listener.close()
        with self._lock:
            remaining = dict(self._open)
        for connection in remaining:
            connection.shut()
        for thread in remaining.values():
            thread.join(_PATIENCE)

    def _wake(self) -> None:
        """A blocked `accept` sees no flag on any system, but a connection on all of them."""
        with suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            accepted = self._next()
            if accepted:
                self._start(Connection(accepted))

    def _next(self) -> socket.socket | None:
        try:
            return self._listener.accept()[0]
        except OSError:
            # The process has no file descriptor left for it, for the moment.
            self._closing.wait(_RESPITE)
            return None

    def _start(self, connection: Connection) -> None:
        thread = threading.Thread(
            target=self._run, args=(connection,), name="FakeGemini connection", daemon=True
        )
        with self._lock:
            self._open[connection] = thread
        thread.start()

    def _run(self, connection: Connection) -> None:
        try:
            self._serve(connection, self._closing)
        finally:
            connection.close()
            with self._lock:
                del self._open[connection]
