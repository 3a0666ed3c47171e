"""The command `python -m tests.bench`."""

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from tests.bench import _gate, _plan
from tests.bench._counting import Counts, NotCountableError, count
from tests.bench._crew import make_commands
from tests.bench._figures import Instructions, derive
from tests.bench._gate import NothingKeptError
from tests.bench._layout import lay_out
from tests.bench._machine import Load, count_cores, describe_run, read_load
from tests.bench._pricing import PricingSamples, count_engine, count_pricing, take_pricing
from tests.bench._readings import (
    PRICING_COLUMNS,
    PRICING_TEXTS,
    describe_bills,
    make_reading_row,
    read,
)
from tests.bench._samples import QUICK, THOROUGH, Taken, take
from tests.bench._tables import (
    CALL_COLUMNS,
    CALL_TEXTS,
    describe_emissions,
    make_row,
    render_emissions,
)


CALLS: Final = "calls"
PRICING: Final = "pricing"

_NOT_COUNTED: Final[Instructions] = {}


def main() -> int:
    """Measures, or guards what was measured before."""
    given = _parse()
    return _guard(does_accept=given.accept) if given.gate or given.accept else _measure(given)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, wider intervals")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--no-instructions", action="store_true", help="time only")
    parser.add_argument("--section", choices=(CALLS, PRICING), help="measure only this one")
    parser.add_argument("--pipeline", choices=_plan.PIPELINES, help="measure only calls behind it")
    parser.add_argument("--gate", action="store_true", help="compare counts with the kept ones")
    parser.add_argument("--accept", action="store_true", help="keep the counts of this run")
    return parser.parse_args()


def _measure(given: argparse.Namespace) -> int:
    """Times first and counts afterwards: counting keeps every core busy."""
    effort = QUICK if given.quick else THOROUGH
    pipelines = [given.pipeline] if given.pipeline else list(_plan.PIPELINES)
    before = read_load()
    calls = None if given.section == PRICING else take(effort, pipelines, _say)
    has_pricing = given.section != CALLS and not given.pipeline
    pricing = take_pricing(effort, _say) if has_pricing else None
    load = Load(before, read_load(), count_cores())
    counted = _count_calls(pipelines) if calls and not given.no_instructions else _NOT_COUNTED
    if pricing and not given.no_instructions:
        pricing.counts = _count_pricing()
    print("\n" + describe_run(effort.all_rounds, effort.crews, load))
    if calls:
        _show_calls(calls, counted, as_markdown=given.markdown)
    if pricing:
        _show_pricing(pricing, effort.starts, as_markdown=given.markdown)
    return 0


def _show_calls(taken: Taken, counted: Instructions, *, as_markdown: bool) -> None:
    print("\nWhat one call emits:\n" + render_emissions(taken))
    print("\n" + "\n".join(f"  {name:<6} {what}" for name, what in _plan.VARIANTS.items()))
    print(
        "\nCPU time and instructions beyond the bare SDK, a call; no socket, exporters that do "
        "nothing, content capture off.\n"
    )
    rows = map(make_row, derive(taken, counted))
    print(lay_out(CALL_COLUMNS, rows, texts=CALL_TEXTS, as_markdown=as_markdown))


def _show_pricing(taken: PricingSamples, starts: int, *, as_markdown: bool) -> None:
    print("\nWhat the bills say:\n" + "\n".join(describe_bills(taken)))
    print("\nWhat one short call emits:")
    print("\n".join(describe_emissions(PRICING, taken.calls)))
    print("\n" + "\n".join(f"  {name:<14} {what}" for name, what in _plan.OMISSIONS.items()))
    print(
        "\nCPU time and instructions of pricing: a bill, the difference of two calls, and once in "
        f"each of {starts} fresh processes.\n"
    )
    rows = map(make_reading_row, read(taken))
    print(lay_out(PRICING_COLUMNS, rows, texts=PRICING_TEXTS, as_markdown=as_markdown))


def _count_calls(pipelines: Sequence[str]) -> Instructions:
    counted: dict[tuple[str, str, str], float] = {}
    for pipeline in pipelines:
        commands = make_commands(_plan.VARIANTS, pipeline)
        try:
            counts = count(commands, _plan.SCENARIOS[pipeline], _say)
        except NotCountableError as error:
            _say(f"no instruction counts: {error}")
            return _NOT_COUNTED
        counted |= {
            (pipeline, scenario, variant): n
            for variant, scenarios in counts.items()
            for scenario, n in scenarios.items()
        }
    return counted


def _count_pricing() -> Counts:
    try:
        return count_pricing(_say)
    except NotCountableError as error:
        _say(f"no instruction counts: {error}")
        return {}


def _guard(*, does_accept: bool) -> int:
    try:
        kept = None if does_accept else _gate.recall()
        calls = count(make_commands((_plan.BARE, *_gate.GATED), _plan.SDK), _gate.SCENARIOS, _say)
        found = _gate.summarise({**calls, **count_engine(_say)})
    except (NotCountableError, NothingKeptError) as error:
        print(f"the gate cannot be run here: {error}")
        return 2
    if kept is None:
        _gate.accept(found)
        print("kept")
        return 0
    verdicts = list(_gate.judge(found, kept))
    print("\n".join(map(str, verdicts)))
    return 0 if all(one.is_open for one in verdicts) else 1


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
