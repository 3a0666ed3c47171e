"""Where the programs of these tests meet their server, their collector and their ledger."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gemini_otel.testing import FakeGemini
from tests.processes.launching import Stage
from tests.processes.receiver import Receiver


@pytest.fixture
def stage(gemini: FakeGemini, tmp_path: Path) -> Iterator[Stage]:
    """A receiver, and an environment whose data folder is this test's own."""
    with Receiver() as receiver:
        yield set_up_stage(gemini, receiver, tmp_path)


def set_up_stage(gemini: FakeGemini, receiver: Receiver, folder: Path) -> Stage:
    """Programs are led to the receiver by OTLP/HTTP; what else they write is in the folder."""
    stage = Stage(gemini, receiver)
    stage.env |= {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }
    return stage


def read_ledger(folder: Path, name: str = "ledger.db") -> list[tuple[str, int]]:
    """Model and nano-dollars of each response in a ledger of the data folder, by model."""
    with contextlib.closing(sqlite3.connect(folder / "gemini-otel" / name)) as database:
        rows = database.execute("SELECT model, nano_usd FROM responses ORDER BY model")
        return [(str(model), int(nano)) for model, nano in rows]
