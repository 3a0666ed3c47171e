"""Holds what is in a ledger against what a fake Gemini served."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, func, select

from gemini_otel.testing import FakeGemini, Reply, Request
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._mover import Mover
from gemini_otel_exporters._ledger._schema import (
    COMPONENTS,
    HOURLY_ALLOCATED_COMPONENTS,
    HOURLY_ALLOCATIONS,
    HOURLY_COMPONENTS,
    HOURLY_RESPONSES,
    RESPONSES,
)
from gemini_otel_exporters._ledger._store import Store


ROOT: Final = Path(__file__).parents[2]
NANO_A_STEP: Final = 19_500
"""A prompt token of gemini-3.5-flash is 1,500 nano-dollars, and two that it writes are 18,000."""

_FOREIGN: Final = ("OTEL_", "GEMINI_", "GOOGLE", "PYTEST_", "COV_")


def answer(request: Request) -> Reply:
    """An answer by whose cost it can be told from all others."""
    number = request.number
    return Reply("x", usage={"prompt": number, "candidates": 2 * number}, response_id=f"{number}")


def start(gemini: FakeGemini, url: str, *words: str, **env: str) -> Any:
    """Starts the program `asker` with a ledger, without any waiting."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.programs.asker", *words],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)},
            "GEMINI_API_KEY": "test-key",
            "GOOGLE_GEMINI_BASE_URL": gemini.url,
            "GEMINI_OTEL_LEDGER": url,
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'exporters'}",
            **env,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run_program(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs one of the programs of these tests to its end."""
    return subprocess.run(
        [sys.executable, "-m", f"tests.ledger.programs.{program}", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'exporters'}"},
        capture_output=True,
        text=True,
        check=True,
    )


def move_orphans(url: str) -> int:
    """Moves what dead processes have left; says how much."""
    store = Store(find_place(url))
    mover = Mover(store, lambda: None)
    mover.move_orphans()
    store.close()
    return mover.moved


def read_costs(url: str) -> dict[str, int]:
    """The cost of each response by its id; fails unless all tables agree, each there once."""
    engine = create_engine(find_place(url).url)
    with engine.connect() as connection:
        rows = connection.execute(select(RESPONSES.c.response_id, RESPONSES.c.nano_usd)).all()
        sums = {
            connection.execute(select(func.coalesce(func.sum(table.c.nano_usd), 0))).scalar_one()
            for table in (
                RESPONSES,
                COMPONENTS,
                HOURLY_RESPONSES,
                HOURLY_COMPONENTS,
                HOURLY_ALLOCATIONS,
                HOURLY_ALLOCATED_COMPONENTS,
            )
        }
    engine.dispose()

    assert len(rows) == len({uid for uid, _ in rows})
    assert {sum(nano for _, nano in rows)} == sums
    return dict(iter(rows))


def check_books(gemini: FakeGemini, url: str, got: set[str]) -> None:
    """Every answer that a program got is in the ledger, and every one there was served so."""
    served = {str(one.request.number) for one in gemini.served}
    costs = read_costs(url)

    assert got <= costs.keys() <= served
    assert {number: NANO_A_STEP * int(number) for number in costs} == costs
