"""Under servers with several workers each tells its own, without a hook of the server's."""

from pathlib import Path
from typing import Final

import pytest

from tests.processes.launching import Stage
from tests.processes.test_servers import MOST_ROUNDS, TWO_WORKERS, Served, serve
from tests.setup.conftest import read_ledger


_GUNICORN: Final = ("gunicorn", *TWO_WORKERS, "--bind", "127.0.0.1:0")
_UVICORN: Final = ("uvicorn", *TWO_WORKERS, "--port", "0")
_WSGI: Final = "tests.setup.programs.wsgi:app"
_ASGI: Final = "tests.setup.programs.asgi:app"
_COMMANDS: Final = {
    "gunicorn": (*_GUNICORN, _WSGI),
    "gunicorn, preloaded": (*_GUNICORN, "--preload", _WSGI),
    "gunicorn with uvicorn": (*_GUNICORN, "-k", "uvicorn_worker.UvicornWorker", _ASGI),
    "uvicorn": (*_UVICORN, _ASGI),
}


def _ask_both_workers(server: Served) -> None:
    workers: set[str] = set()
    for _ in range(MOST_ROUNDS):
        workers.add(server.get("/"))
        if 2 == len(workers):
            return
    raise AssertionError(f"only {workers} answered")


@pytest.mark.parametrize("name", _COMMANDS)
def test_workers(name: str, stage: Stage, tmp_path: Path) -> None:
    """Spans, events, counters and histograms of both arrive once, and so do the ledger's rows."""
    for signal in ("TRACES", "METRICS", "LOGS"):
        stage.env[f"OTEL_{signal}_EXPORTER"] = "otlp"
    with serve(stage, *_COMMANDS[name]) as server:
        _ask_both_workers(server)
        server.stop()

    told = stage.check()
    metered = [one for one in stage.receiver.processes().values() if one.calls()]
    assert server.ended is not None
    assert 2 == len(metered)
    assert told.calls() == len(read_ledger(tmp_path))
