"""Web servers with several workers: each worker tells its own, and nothing is lost at the end."""

import contextlib
import http.client
import re
import socket
import subprocess
import time
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes.launching import PROGRAMS, TEMPORALITY, Ended, Stage, finish, stop
from tests.processes.programs.questions import PAUSED


WEB, WSGI = f"{PROGRAMS}.web:app", f"{PROGRAMS}.wsgi:app"
TWO_WORKERS = ("--workers", "2")
GUNICORN = ("gunicorn", *TWO_WORKERS, "--bind", "127.0.0.1:0", "--graceful-timeout", "20")
UVICORN = ("uvicorn", *TWO_WORKERS, "--port", "0")
ASGI = ("--worker-class", "uvicorn_worker.UvicornWorker", WEB)
THREADS = (
    "--worker-class",
    "gthread",
    "--threads",
    "4",
    "--config",
    f"python:{PROGRAMS}.gunicorn_settings",
    WSGI,
)
MOST_ROUNDS = 200
MOST_TRIES = 400


class Served:
    """A server that runs: where it listens, and once it is told to stop how it ended."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._port = _find_port(process.stderr or ())
        _wait_for_listener(self._port)
        self.ended: Ended | None = None

    def get(self, path: str) -> str:
        """The whole answer to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("GET", path)
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer

    def leave(self, path: str) -> None:
        """Reads the beginning of an answer, and closes the connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.read1()
        response.close()
        connection.close()

    def stop(self) -> None:
        """Tells it to, as a process manager does."""
        self._process.terminate()
        self.ended = finish(self._process)


def _find_port(lines: Iterable[str]) -> int:
    """Where it listens, once a worker is there: before that uvicorn refuses connections."""
    read: list[str] = []
    for line in lines:
        read.append(line)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", "".join(read))
        if found and re.search("Application startup complete|Booting worker", line):
            return int(found[1])
    raise AssertionError(f"the server does not listen: {''.join(read)}")


def _wait_for_listener(port: int) -> None:
    """A worker of uvicorn says that it is there just before it listens."""
    for _ in range(MOST_TRIES):
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at port {port}")


@contextmanager
def serve(stage: Stage, *command: str) -> Generator[Served]:
    """A server for the length of a block; whatever happens, it ends."""
    with stage.start(*command) as process:
        try:
            yield Served(process)
        finally:
            stop(process)


def _ask_both_workers(server: Served, *paths: str) -> None:
    """Asks on, side by side, until two workers have answered."""
    workers: set[str] = set()
    with ThreadPoolExecutor(8) as threads:
        for _ in range(MOST_ROUNDS):
            answers = threads.map(server.get, (*paths, paths[0], paths[0]))
            workers.update(answer for answer in answers if answer.isdigit())
            if 2 == len(workers):
                return
    raise AssertionError(f"only {workers} answered")


@pytest.mark.parametrize(
    ("command", "temporality"),
    [
        pytest.param((*GUNICORN, "--preload", *ASGI), "cumulative", id="gunicorn"),
        pytest.param((*UVICORN, WEB), "delta", id="uvicorn"),
    ],
)
def test_fastapi(command: tuple[str, ...], temporality: str, stage: Stage, tmp_path: Path) -> None:
    """Coroutines, threads, streamed answers read out, and one that its reader leaves."""
    stage.env[TEMPORALITY] = temporality
    stage.env["HOME"] = str(tmp_path)
    with serve(stage, *command) as server:
        _ask_both_workers(server, "/coroutine", "/thread", "/stream", "/threaded-stream")
        server.leave(f"/stream?model={PAUSED}")
        server.stop()

    told = stage.check()
    assert 2 == len([one for one in stage.receiver.processes().values() if one.calls()])
    assert told.calls() == len(told.usage())


def test_gunicorn_with_threads(stage: Stage, tmp_path: Path) -> None:
    """A WSGI application whose workers make and shut down their providers in gunicorn's hooks."""
    stage.env |= {"HOME": str(tmp_path), TEMPORALITY: "delta"}
    with serve(stage, *GUNICORN, *THREADS) as server:
        _ask_both_workers(server, "/whole", "/stream")
        server.stop()

    told = stage.check()
    assert server.ended is not None
    assert 0 == server.ended.code
    assert 2 == len([one for one in stage.receiver.processes().values() if one.calls()])
    assert told.calls() == len(told.usage())
