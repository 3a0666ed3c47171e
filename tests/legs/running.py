"""Runs legs side by side and hands on what their programs write."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import TYPE_CHECKING

from tests.legs import counts, installation
from tests.legs.board import Board, Result
from tests.legs.counts import Counts
from tests.legs.environments import CACHE, ROOT


if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.legs.environments import Environment
    from tests.legs.legs import Leg, Step

STEP_LIMIT_S = 30 * 60
# Settings of the caller's shell that would change what the tests see.
FOREIGN = ("GOOGLE_", "GEMINI_", "OTEL_", "PYTHON", "MYPY", "RUFF_", "VIRTUAL_ENV")

_alive: set[subprocess.Popen[str]] = set()


def run(legs: Sequence[Leg], lanes: int) -> Counts:
    """Run the legs, as many at once as there are lanes, and return the totals."""
    board = Board(_pieces(legs))
    pool = ThreadPoolExecutor(lanes)
    try:
        results = list(pool.map(_run_leg, legs, repeat(board)))
    finally:
        # Something is still running here only if somebody pressed Ctrl-C.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(_alive):
            _stop(process)
    return board.totals(results)


def _pieces(legs: Sequence[Leg]) -> list[str]:
    pieces = [
        piece for leg in legs for piece in (*(_title(needed) for needed in leg.needs), leg.name)
    ]
    return list(dict.fromkeys(pieces))


def _title(environment: Environment) -> str:
    return f"environment {environment.name} {environment.interpreter.tag}"


def _run_leg(leg: Leg, board: Board) -> Result:
    say = board.progress(leg.name)
    if leg.missing:
        return _not_run(leg, board)
    try:
        sizes = [_prepare(needed, board) for needed in leg.needs]
    except installation.InstallationError as error:
        say(f"FAILED\n{error}")
        return Result(leg.name, Counts(failed=1), remark="no environment")
    say("running")
    started = time.monotonic()
    total = _run_steps(leg, board)
    result = Result(leg.name, total, time.monotonic() - started, sizes[0])
    say(f"{'FAILED' if total.failed else 'ok'}, {result.seconds:.0f} s, {total}")
    return result


def _not_run(leg: Leg, board: Board) -> Result:
    in_ci = os.environ.get("CI") == "true"
    board.progress(leg.name)(f"{'FAILED' if in_ci else 'not run'}: {leg.missing}")
    tally = Counts(failed=1) if in_ci else Counts(skipped=1)
    return Result(leg.name, tally, remark=leg.missing)


def _prepare(environment: Environment, board: Board) -> str:
    title = _title(environment)
    if title not in board.sizes:
        say = board.progress(title)
        took = installation.prepare(environment, say)
        say(took)
        board.sizes[title] = took.rpartition(", ")[2]
    return board.sizes[title]


def _run_steps(leg: Leg, board: Board) -> Counts:
    checks = [step for step in leg.steps if not step.is_pytest]
    exits = [_run_step(leg, step, board) for step in checks]
    tally = counts.of_check(succeeded=not any(exits)) if checks else Counts()
    suites = [step for step in leg.steps if step.is_pytest]
    return sum((_run_suite(leg, step, board) for step in suites), tally)


def _run_suite(leg: Leg, step: Step, board: Board) -> Counts:
    report = CACHE / "reports" / f"{leg.name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    exit_code = _run_step(leg, step, board, f"--junitxml={report}")
    return counts.of_pytest(report, exit_code)


def _run_step(leg: Leg, step: Step, board: Board, *added: str) -> int:
    environment = leg.needs[0]
    program, *words = (word.format(python=environment.python) for word in step.command)
    output = board.output(leg.name)
    process = subprocess.Popen(
        [environment.program(program), *words, *added],
        cwd=ROOT,
        env=_settings(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    limit = threading.Timer(STEP_LIMIT_S, _stop, [process])
    limit.start()
    _alive.add(process)
    try:
        for line in process.stdout or ():
            output(line.rstrip("\n"))
        return process.wait()
    finally:
        limit.cancel()
        _alive.discard(process)


def _stop(process: subprocess.Popen[str]) -> None:
    # The whole group: a test may have started a server of its own.
    os.killpg(process.pid, signal.SIGKILL)


def _settings(environment: Environment) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    path = f"{environment.folder / 'bin'}{os.pathsep}{kept.get('PATH', '')}"
    own = {"PATH": path, "PYTHONUNBUFFERED": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return {**kept, **own}
