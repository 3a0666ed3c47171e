"""Counts instructions under valgrind: a figure that no load on the machine changes."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.bench._crew import ROOT, Commands, make_environment
from tests.bench._orders import COUNTED_IN, CUT_AT
from tests.bench._plan import Scenario


_TOTALS: Final = re.compile(r"^totals: (\d+)", re.MULTILINE)
_AT_ONCE: Final = 2

Counts = dict[str, dict[str, float]]
"""Instructions each time, by process and scenario."""


class NotCountableError(RuntimeError):
    """Instructions cannot be counted here; the message says why."""


def count(commands: Commands, scenarios: Sequence[Scenario], say: Callable[[str], None]) -> Counts:
    """Counts what each process needs for each scenario.

    Raises:
        NotCountableError: There is no valgrind, or it does not see into this Python.
    """
    if shutil.which("valgrind") is None:
        raise NotCountableError("valgrind is not installed")

    def count_one(name: str) -> tuple[str, dict[str, float]]:
        say(f"counting instructions: {name} (a minute or more)")
        return name, _count_process(name, commands[name], scenarios)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(pool.map(count_one, commands))


def _count_process(
    name: str, command: Sequence[str], scenarios: Sequence[Scenario]
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        dump = Path(place, "dump")
        orders = [f"{scenario.name}:{scenario.counted}" for scenario in scenarios]
        done = subprocess.run(
            [*_valgrind(dump), *command, "--count", *orders],
            cwd=ROOT,
            env=make_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotCountableError(f"the process of {name!r} failed:\n{done.stderr[-2000:]}")
        # Every second dump lies between the two cuts of one order.
        totals = [_read_total(Path(f"{dump}.{2 * n}")) for n in range(1, len(orders) + 1)]
    return {one.name: total / one.counted for one, total in zip(scenarios, totals, strict=True)}


def _valgrind(dump: Path) -> list[str]:
    return [
        "valgrind",
        "--tool=callgrind",
        f"--callgrind-out-file={dump}",
        f"--toggle-collect={COUNTED_IN}",
        f"--dump-after={CUT_AT}",
    ]


def _read_total(dump: Path) -> int:
    found = _TOTALS.search(dump.read_text()) if dump.exists() else None
    if found is None or found[1] == "0":
        raise NotCountableError(
            f"valgrind sees no call of {COUNTED_IN}: this Python's symbols are stripped"
        )
    return int(found[1])
