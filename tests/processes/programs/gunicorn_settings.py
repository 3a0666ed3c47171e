"""Settings of gunicorn: providers are made in each worker, and shut down where it ends."""

from typing import Any

from tests.processes.programs.pipeline import Providers


def post_fork(_server: Any, worker: Any) -> None:
    """Runs in each worker, before it takes requests."""
    worker.providers = Providers().make_global()


def worker_exit(_server: Any, worker: Any) -> None:
    """Runs in each worker, after its last request."""
    worker.providers.shut_down()
