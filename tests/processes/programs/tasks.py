"""Tasks of Celery that ask Gemini; broker and results are folders, as in a test of one's own."""

import os
from pathlib import Path
from typing import Any

from celery import Celery, signals  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs] - it has no types
from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import ask_and_read


_folder = Path(os.environ["CELERY_FOLDER"])
_made: list[Providers] = []
gemini_otel.instrument()

app: Any = Celery(
    "tasks",
    broker="filesystem://",
    backend=f"file://{_folder}",
    broker_transport_options={
        "data_folder_in": str(_folder),
        "data_folder_out": str(_folder),
        "polling_interval": 0.05,
        "control_folder": str(_folder / "control"),
    },
    worker_hijack_root_logger=False,
)


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]  # pyright: ignore[reportUnknownMemberType] - it has no types
def make_providers(**_signal: object) -> None:
    """Runs in each process of the pool, before its first task."""
    _made.append(Providers().make_global())


@signals.worker_process_shutdown.connect  # type: ignore[untyped-decorator]  # pyright: ignore[reportUnknownMemberType] - it has no types
def shut_down(**_signal: object) -> None:
    """Runs in each process of the pool, after its last task."""
    _made[0].shut_down()


@app.task  # type: ignore[untyped-decorator]  # it has no types
def ask_gemini() -> int:
    """One whole answer and one stream; says which process it was."""
    ask_and_read(Client())
    return os.getpid()
