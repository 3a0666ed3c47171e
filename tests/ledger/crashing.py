"""Kills programs in the middle of their work, by the command hundreds of them."""

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from gemini_otel.testing import FakeGemini
from gemini_otel_exporters._ledger._location import find_place
from tests.databases import PostgreSQL
from tests.ledger.books import answer, check_books, move_orphans, read_costs, start


_AT_ONCE: Final = 3
_MOST: Final = 40


def crash(gemini: FakeGemini, url: str, seed: int, **env: str) -> set[str]:
    """Lets some programs ask, and kills each after an answer that chance names.

    Returns:
        The ids of the answers that they got.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    programs = [start(gemini, url, "0", "0", **env) for _ in range(_AT_ONCE)]
    got: set[str] = set()
    for program in programs:
        got |= _kill(program, chance.randrange(_MOST))
    return got


def _kill(program: Any, answers: int) -> set[str]:
    """The others go on while this one is waited for: they die at all points of their work."""
    got = [program.stdout.readline() for _ in range(answers + 1)]
    program.kill()
    # Not by `communicate`, which would leave out what is buffered already.
    rest, errors = program.stdout.read(), program.stderr.read()
    program.wait()
    program.stdout.close()
    program.stderr.close()
    whole = rest.decode().rpartition("\n")[0]
    if b"Traceback" in errors:
        raise AssertionError(errors.decode())
    return {line.decode().strip() for line in got if line.endswith(b"\n")} | set(whole.split())


def main() -> int:
    """Kills so many programs, half of them with SQLite and half with PostgreSQL."""
    parser = argparse.ArgumentParser("python -m tests.ledger.crashing", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=400)
    rounds = -(-parser.parse_args().kills // (2 * _AT_ONCE))
    with tempfile.TemporaryDirectory() as name, PostgreSQL() as server:
        os.environ["XDG_DATA_HOME"] = name
        for url in (str(Path(name) / "ledger.db"), server.make_database()):
            _crash_often(url, rounds)
    return 0


def _crash_often(url: str, rounds: int) -> None:
    got: set[str] = set()
    with FakeGemini() as gemini:
        gemini.respond(answer)
        for seed in range(rounds):
            got |= crash(gemini, url, seed, GEMINI_OTEL_LEDGER_DURABLE=str(seed % 2))
        move_orphans(url)
        check_books(gemini, url, got)
        costs = read_costs(url)
        name = "SQLite" if find_place(url).file else "PostgreSQL"
        print(
            f"{name}: {rounds * _AT_ONCE} processes killed, "
            f"{len(got):,} answers got, {len(costs):,} in the ledger of {len(gemini.served):,} "
            f"served, {sum(costs.values()):,} nano-dollars",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
