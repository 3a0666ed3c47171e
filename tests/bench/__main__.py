"""The command `python -m tests.bench`."""

import argparse
import datetime as dt
import os
import platform
import sys
from collections.abc import Sequence

from tests.bench import _gate, _plan
from tests.bench._counting import NotCountableError, count
from tests.bench._figures import Instructions, derive
from tests.bench._gate import describe_surroundings
from tests.bench._samples import QUICK, THOROUGH, take
from tests.bench._tables import render, render_emissions, render_markdown


def main() -> int:
    """Measures, or guards what was measured before."""
    given = _parse()
    return _guard(does_accept=given.accept) if given.gate or given.accept else _measure(given)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, wider intervals")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--no-instructions", action="store_true", help="time only")
    parser.add_argument("--pipeline", choices=_plan.PIPELINES, help="measure only this one")
    parser.add_argument("--gate", action="store_true", help="compare counts with the kept ones")
    parser.add_argument("--accept", action="store_true", help="keep the counts of this run")
    return parser.parse_args()


def _measure(given: argparse.Namespace) -> int:
    effort = QUICK if given.quick else THOROUGH
    pipelines = [given.pipeline] if given.pipeline else list(_plan.PIPELINES)
    load = os.getloadavg()[0]
    taken = take(effort, pipelines, _say)
    instructions: Instructions = {} if given.no_instructions else _count_all(pipelines)
    figures = derive(taken, instructions)
    print("\nWhat one short call emits:\n" + render_emissions(taken))
    print("\n" + "\n".join(f"  {name:<6} {what}" for name, what in _plan.VARIANTS.items()))
    print(f"\n{_describe_run(effort.all_rounds, effort.crews, load)}\n")
    print(render_markdown(figures) if given.markdown else render(figures))
    return 0


def _count_all(pipelines: Sequence[str]) -> Instructions:
    counted: dict[tuple[str, str, str], float] = {}
    for pipeline in pipelines:
        try:
            counts = count(_plan.VARIANTS, pipeline, _plan.SCENARIOS[pipeline], _say)
        except NotCountableError as error:
            _say(f"no instruction counts: {error}")
            return {}
        counted |= {
            (pipeline, scenario, variant): n
            for variant, scenarios in counts.items()
            for scenario, n in scenarios.items()
        }
    return counted


def _guard(*, does_accept: bool) -> int:
    try:
        counts = count((_plan.BARE, *_gate.GATED), _plan.SDK, _gate.SCENARIOS, _say)
    except NotCountableError as error:
        print(f"the gate cannot be run here: {error}")
        return 2
    found = _gate.summarise(counts)
    if does_accept:
        _gate.accept(found)
        print("kept")
        return 0
    is_open, lines = _gate.judge(found)
    print("\n".join(lines))
    return 0 if is_open else 1


def _describe_run(rounds: int, crews: int, load: float) -> str:
    surroundings = ", ".join(f"{name} {what}" for name, what in describe_surroundings().items())
    return (
        f"{dt.datetime.now(tz=dt.timezone.utc):%d %B %Y}, a {os.cpu_count()}-core "
        f"{platform.system()} machine ({surroundings}), {rounds} rounds in {crews} sets of "
        f"processes, load average {load:.1f} before and {os.getloadavg()[0]:.1f} after.\n"
        "CPU time and instructions beyond the bare SDK, a call; no socket, exporters that do "
        "nothing, content capture off."
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
