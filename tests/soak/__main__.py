"""The command `python -m tests.soak`: a long run of every kind of call, and what came of it."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.bench._machine import Load, count_cores, read_load
from tests.soak.chart import draw
from tests.soak.legs import Advance, run_http, run_names, run_traced, run_wire
from tests.soak.memory import can_read_rss
from tests.soak.names import NAMES
from tests.soak.outcome import Outcome
from tests.soak.progress import show_progress
from tests.soak.promises import Verdict, judge
from tests.soak.report import describe_legs, describe_machine, show_verdicts, tell_broken


LEAST: Final = 500
"""Calls of a leg: its first fifth holds every kind of call, so that it can be warm after it."""

_Leg = Callable[[int, Advance], Outcome]


def main() -> int:
    """Runs the legs and says which promises held.

    Returns:
        0, or 1 where one did not.
    """
    given = _parse()
    before = read_load()
    if not can_read_rss():
        print("this system has no /proc: memory in use is not measured", file=sys.stderr)
    outcomes: list[Outcome] = []
    verdicts: list[Verdict] = []
    for outcome in _run(given):
        outcomes.append(outcome)
        verdicts += _judge_aloud(outcome)
    load = Load(before, read_load(), count_cores())
    print(f"\n{describe_machine(load)}\n")
    print(describe_legs(outcomes, as_markdown=given.markdown))
    print()
    show_verdicts(verdicts, as_markdown=given.markdown)
    if given.chart:
        given.chart.write_text(draw(outcomes[0]), encoding="utf-8")
    return _conclude(verdicts)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.soak", description=__doc__)
    parser.add_argument("--calls", type=_read_count, default=1_000_000, help="without a socket")
    parser.add_argument("--http-calls", type=_read_count, default=100_000, help="over HTTP")
    parser.add_argument("--traced-calls", type=_read_count, default=20_000, help="traced")
    parser.add_argument("--names", type=_read_count, default=20_000, help="tenants and models")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--chart", type=Path, help="where to draw memory and pace, as SVG")
    return parser.parse_args()


def _read_count(text: str) -> int:
    count = int(text.replace("_", "").replace(",", ""))
    if count < LEAST:
        raise argparse.ArgumentTypeError(f"{count} is too few: give {LEAST} or more")
    return count


def _run(given: argparse.Namespace) -> Iterator[Outcome]:
    legs: tuple[tuple[str, _Leg, int], ...] = (
        ("no socket", run_wire, given.calls),
        ("loopback HTTP", run_http, given.http_calls),
        (NAMES, run_names, given.names),
        ("allocations traced", run_traced, given.traced_calls),
    )
    for name, run, calls in legs:
        with show_progress(name, calls) as advance:
            yield run(calls, advance)


def _judge_aloud(outcome: Outcome) -> list[Verdict]:
    """The verdicts on a leg, of which a line tells at once: the next leg may take an hour."""
    verdicts = list(judge(outcome))
    kept = sum(one.is_kept for one in verdicts)
    print(f"{outcome.name}: {kept} of {len(verdicts)} promises held", file=sys.stderr, flush=True)
    return verdicts


def _conclude(verdicts: list[Verdict]) -> int:
    broken = [one for one in verdicts if not one.is_kept]
    for one in broken:
        print(tell_broken(one))
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
