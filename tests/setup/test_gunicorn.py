"""Under gunicorn each worker tells its own, without a hook of gunicorn's and before a fork too."""

from pathlib import Path

import pytest

from tests.processes.launching import Stage
from tests.processes.test_servers import MOST_ROUNDS, TWO_WORKERS, Served, serve
from tests.setup.conftest import read_ledger


GUNICORN = ("gunicorn", *TWO_WORKERS, "--bind", "127.0.0.1:0", "tests.setup.programs.wsgi:app")


def _ask_both_workers(server: Served) -> None:
    workers: set[str] = set()
    for _ in range(MOST_ROUNDS):
        workers.add(server.get("/"))
        if 2 == len(workers):
            return
    raise AssertionError(f"only {workers} answered")


@pytest.mark.parametrize("options", [[], ["--preload"]], ids=["in workers", "preloaded"])
def test_workers(options: list[str], stage: Stage, tmp_path: Path) -> None:
    """Spans, events, counters and histograms of both arrive once, and so do the ledger's rows."""
    for signal in ("TRACES", "METRICS", "LOGS"):
        stage.env[f"OTEL_{signal}_EXPORTER"] = "otlp"
    with serve(stage, *GUNICORN, *options) as server:
        _ask_both_workers(server)
        server.stop()

    told = stage.check()
    metered = [one for one in stage.receiver.processes().values() if one.calls()]
    assert server.ended is not None
    assert 0 == server.ended.code
    assert 2 == len(metered)
    assert told.calls() == len(read_ledger(tmp_path))
