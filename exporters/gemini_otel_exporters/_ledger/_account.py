"""Tells metrics what reached the ledger and what did not, to hold it against the cost."""

from typing import Final, Literal

from gemini_otel._capture._activation import find_recorder
from gemini_otel._guard import guarded
from gemini_otel._metrics import LEDGER_COST, LEDGER_ERRORS, LEDGER_PENDING
from gemini_otel._semconv import LEDGER_PROBLEM
from gemini_otel._signals._instruments import Instruments
from gemini_otel._signals._tally import Line


Problem = Literal["outage", "rejected", "lost"]

_COST: Final = Line(LEDGER_COST.name, (), ())


@guarded
def tell_kept(nano: int) -> None:
    """Adds the cost of responses that are in the database, in nano-dollars."""
    if instruments := _find():
        instruments.tally.add([(_COST, nano)])


@guarded
def tell_problem(problem: Problem, count: int = 1) -> None:
    """Adds what went wrong."""
    if instruments := _find():
        line = Line(LEDGER_ERRORS.name, (), ((LEDGER_PROBLEM, problem),))
        instruments.tally.add([(line, count)])


@guarded
def tell_pending(size: int) -> None:
    """Shows how many bytes wait."""
    if instruments := _find():
        instruments.set_gauge(LEDGER_PENDING, (), size)


def _find() -> Instruments | None:
    """The instruments of the active instrumentation; without it nothing is recorded at all."""
    recorder = find_recorder()
    if recorder is None:
        return None
    instruments = recorder.meters.instruments
    instruments.expose(LEDGER_COST)
    instruments.expose(LEDGER_ERRORS)
    instruments.expose_gauge(LEDGER_PENDING)
    return instruments
