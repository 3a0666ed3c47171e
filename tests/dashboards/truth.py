"""`python -m tests.dashboards.truth`: how far the boards' money is from what was really spent.

Programs of seven kinds, whose spend is known to the nano-dollar, as their exporters show it to a
real Prometheus and a real VictoriaMetrics; every sum of money is asked for as its panel does.
"""

import contextlib
import logging
import re
import sys
import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from dashboards import _names
from dashboards._dialect import Dialect
from dashboards._queries import cost, lifecycle, tenants
from dashboards._queries._query import Query
from gemini_otel._metrics import CACHE_SAVINGS, COST, WASTE, Metric
from gemini_otel._semconv import COST_COMPONENT, OUTCOME, REQUEST_MODEL, SERVICE_TIER
from gemini_otel.pricing._names import GROUNDING
from tests.backends.prometheus import Querying, backfill, run_prometheus
from tests.backends.victoria_metrics import VictoriaMetrics, run_victoria_metrics
from tests.dashboards.asking import Moment
from tests.dashboards.boards import DIALECTS
from tests.dashboards.workloads import TENANT, Workload, list_workloads, show


END: Final = 1_795_262_400
"""2026-11-21, 12:00 UTC: far enough from the ends of a Pacific month."""
HOUR_S: Final = 3_600
SPAN_S: Final = 6 * HOUR_S
_NANO: Final = 10**9
_TIME: Final = re.compile(r" (\d+)\.(\d{3})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Money:
    """A number of money that boards show, and what it ought to be.

    Attributes:
        query: As a panel asks it.
        metric: What it adds up.
        by: The attribute that its lines differ in.
        only: What holds of what it adds up, if not all of it.
        times: How often it counts what six hours were.
    """

    query: Query
    metric: Metric = COST
    by: str = ""
    only: tuple[tuple[str, str], ...] = ()
    times: int = 1


MONEY: Final = (
    Money(cost.SPEND),
    Money(cost.ALL_MODELS),
    Money(cost.MONTH_TO_DATE),
    Money(cost.SAVED, CACHE_SAVINGS),
    Money(cost.WASTED, WASTE),
    Money(cost.GROUNDING_SPEND, only=((COST_COMPONENT, GROUNDING),)),
    Money(cost.BY_MODEL, by=REQUEST_MODEL),
    Money(cost.BY_COMPONENT, by=COST_COMPONENT),
    Money(cost.BY_TIER, by=SERVICE_TIER),
    Money(cost.WASTED_BY_OUTCOME, WASTE, by=OUTCOME),
    Money(tenants.SPEND, by=TENANT),
    Money(tenants.PROJECTED, by=TENANT, times=30 * 4),
    Money(lifecycle.SPEND, by=REQUEST_MODEL),
)


class Backends(NamedTuple):
    """Both servers with the same past."""

    prometheus: Querying
    victoria_metrics: Querying
    workloads: tuple[Workload, ...]

    def each(self) -> tuple[tuple[Querying, Dialect], ...]:
        """The servers, with the names that each has for things."""
        return tuple(zip(self[:2], DIALECTS, strict=True))


class Verdict(NamedTuple):
    """One program in one window.

    Attributes:
        workload: The program.
        window_s: The length of the window.
        true: What was spent, in nano-dollars.
        errors: Of the spend, by who says it, as a share.
    """

    workload: Workload
    window_s: int
    true: int
    errors: Mapping[str, float]


@contextlib.contextmanager
def open_backends(folder: Path) -> Generator[Backends]:
    """Both servers within the block."""
    workloads = list_workloads(END - SPAN_S, END)
    page = show(workloads, END)
    backfill(folder, page)
    with run_prometheus(folder) as prometheus, run_victoria_metrics(folder) as victoria_metrics:
        _import(victoria_metrics, page)
        yield Backends(prometheus, victoria_metrics, workloads)


def _import(server: VictoriaMetrics, page: str) -> None:
    """The same samples; its text format has times in milliseconds."""
    lines = _TIME.sub(r" \1\2", page.removesuffix("# EOF\n"))
    server.post("/api/v1/import/prometheus", lines.encode(), "text/plain")
    server.settle()


def ask(
    server: Querying, dialect: Dialect, money: Money, workload: Workload, window_s: int
) -> dict[str, float]:
    """What a panel shows of one program, in dollars by the value of its label."""
    moment = Moment(END - window_s, END, 60, "4m")
    text = money.query.text(dialect).replace("$service", workload.service)
    found = server.query(moment.fill(text), END)
    labels = money.query.labels(dialect)
    return {one.labels.get(labels[0], "") if labels else "": one.value for one in found}


def tell(money: Money, workload: Workload, window_s: int) -> dict[str, float]:
    """What it ought to show."""
    # A month to date begins before all programs.
    start = 0 if money.query is cost.MONTH_TO_DATE else END - window_s
    if money.by:
        split = workload.split(money.metric, money.by, start, END)
        return {key: money.times * nano / _NANO for key, nano in split.items()}
    return {"": workload.count(money.metric, start, END, money.only) / _NANO}


def judge(backends: Backends, window_s: int) -> list[Verdict]:
    """The spend of every program, as panels say it and as a bare `increase` would."""
    return [_judge(backends, one, window_s) for one in backends.workloads]


def _judge(backends: Backends, workload: Workload, window_s: int) -> Verdict:
    true = workload.count(COST, END - window_s, END)
    said = {
        "increase()": backends.prometheus.ask(_naive(workload, window_s), END),
        **{
            dialect.title: ask(server, dialect, MONEY[0], workload, window_s).get("", 0.0)
            for server, dialect in backends.each()
        },
    }
    errors = {who: usd * _NANO / true - 1 if true else usd for who, usd in said.items()}
    return Verdict(workload, window_s, true, errors)


def _naive(workload: Workload, window_s: int) -> str:
    return (
        f'sum(increase({_names.name(COST)}{{job="{workload.service}"}}[{window_s}s])) or vector(0)'
    )


def tabulate(verdicts: list[Verdict]) -> list[str]:
    """The table, as docs/dashboards.md has it."""
    [first, *_] = verdicts
    heads = ["program", "window", "spent", *(f"error of {who}" for who in first.errors)]
    rows = [
        [
            one.workload.about,
            f"{one.window_s // HOUR_S} h",
            f"${one.true / _NANO:.6f}",
            *(_spell(error) for error in one.errors.values()),
        ]
        for one in verdicts
        if one.true
    ]
    return [_join(heads), _join(["---"] * len(heads)), *map(_join, rows)]


def _spell(error: float) -> str:
    """To a hundredth of a percent; nought has no sign."""
    return f"{100 * error + 0.0:+.2f} %" if abs(error) >= 0.00005 else "0.00 %"


def _join(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def measure(backends: Backends) -> list[str]:
    """All of the table."""
    return tabulate([*judge(backends, SPAN_S), *judge(backends, HOUR_S)])


def main() -> int:
    """Prints the table."""
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder, open_backends(Path(folder)) as backends:
        print("\n".join(measure(backends)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
