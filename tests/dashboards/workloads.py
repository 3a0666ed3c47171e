"""Programs whose spend is known to the nano-dollar, as their exporters show it to a backend.

The library's own counting decides what each collection shows: a zero before the first value, then
totals that only grow, from a process that has its own name and flushes when it ends. What is made
up is the clock.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from dashboards._names import label, name
from gemini_otel._metrics import CACHE_SAVINGS, CALLS, COST, WASTE, Metric
from gemini_otel._semconv import COST_COMPONENT, OUTCOME, REQUEST_MODEL, SERVICE_TIER
from gemini_otel._signals._tally import Line, Tally


INTERVAL_S: Final = 60
_HOUR_S: Final = 3_600
TENANT: Final = "gemini.attribution.tenant"
_BILLED: Final = {"input": 1_500, "thinking": 9_000, "output": 9_000, "grounding": 14_000_000}
_MODELS: Final = ("gemini-3.5-flash", "gemini-2.5-pro")
_TENANTS: Final = ("acme", "globex")


@dataclass(frozen=True, slots=True)
class Charge:
    """One call: when it was billed, and what it adds to which series."""

    at: float
    lines: tuple[tuple[Line, int], ...]


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its name, its life, and its calls.

    Attributes:
        instance: Its name, which no other has.
        born: When it starts, in seconds since 1970.
        died: When it ends.
        charges: Its calls.
        flushes: Whether it tells the rest when it ends; one that is scraped cannot.
    """

    instance: str
    born: float
    died: float
    charges: tuple[Charge, ...]
    flushes: bool = True


@dataclass(frozen=True, slots=True)
class Workload:
    """A program with known totals.

    Attributes:
        service: Its name, by which a board chooses it.
        about: What it does, for the table.
        processes: Its processes.
    """

    service: str
    about: str
    processes: tuple[Process, ...] = field(repr=False)

    def charges(self, start: float, end: float) -> Iterator[Charge]:
        """The calls that were billed in a time."""
        for process in self.processes:
            yield from (one for one in process.charges if start < one.at <= end)

    def count(
        self, metric: Metric, start: float, end: float, only: tuple[tuple[str, str], ...] = ()
    ) -> int:
        """What a metric grew by in a time, by the calls: exact."""
        return sum(
            amount
            for charge in self.charges(start, end)
            for line, amount in charge.lines
            if line.metric == metric.name and {*only} <= {*line.shared, *line.own}
        )

    def split(self, metric: Metric, by: str, start: float, end: float) -> dict[str, int]:
        """The same by the values of an attribute."""
        counted: Counter[str] = Counter()
        for charge in self.charges(start, end):
            for line, amount in charge.lines:
                if line.metric == metric.name:
                    counted[str(dict(line.shared + line.own).get(by, ""))] += amount
        return dict(counted)


def show(workloads: tuple[Workload, ...], end: float) -> str:
    """All that backends were shown until a moment, as one OpenMetrics page with times."""
    lines = (
        line
        for workload in workloads
        for process in workload.processes
        for line in _show(workload.service, process, end)
    )
    return "\n".join([*lines, "# EOF", ""])


def _show(service: str, process: Process, end: float) -> Iterator[str]:
    now = process.born
    tally = Tally(hold_s=INTERVAL_S, clock=lambda: now)
    waiting = sorted(process.charges, key=lambda one: one.at, reverse=True)
    where = f'job="{service}",service_name="{service}",instance="{process.instance}"'
    for at in _list_collections(process):
        while waiting and waiting[-1].at <= at:
            charge = waiting.pop()
            now = charge.at
            tally.add(charge.lines)
        now = at
        if at > end:
            return
        for metric in (COST, WASTE, CACHE_SAVINGS, CALLS):
            for one in tally.read(metric.name, is_followed=at < process.died):
                labels = ",".join(f'{label(key)}="{text}"' for key, text in one.attributes.items())
                value = one.total / (metric.parts or 1)
                yield f"{name(metric)}{{{where},{labels}}} {value!r} {at:.3f}"


def _list_collections(process: Process) -> Iterator[float]:
    """Every minute, and at the end of its life."""
    at = process.born + INTERVAL_S
    while at < process.died:
        yield at
        at += INTERVAL_S
    if process.flushes:
        yield process.died


def make_charge(at: float, chance: random.Random, model: str = "", tenant: str = "") -> Charge:
    """A call with a bill of several components; some are paid in vain, some save by a cache."""
    shared = (
        (REQUEST_MODEL, model or chance.choice(_MODELS)),
        (TENANT, tenant or chance.choice(_TENANTS)),
    )
    names = ["input", "output", *(one for one in ("thinking",) if chance.random() < 0.5)]
    if chance.random() < 0.2:
        names.append("grounding")
    bill = {
        one: _BILLED[one] * (chance.randint(50, 3_000) if one != "grounding" else 1)
        for one in names
    }
    lines = [
        (Line(COST.name, shared, ((COST_COMPONENT, one), (SERVICE_TIER, "standard"))), nano)
        for one, nano in bill.items()
    ]
    if chance.random() < 0.1:
        lines.append((Line(WASTE.name, shared, ((OUTCOME, "truncated"),)), sum(bill.values())))
    if chance.random() < 0.4:
        lines.append((Line(CACHE_SAVINGS.name, shared, ()), chance.randint(10**5, 10**7)))
    lines.append((Line(CALLS.name, shared, ()), 1))
    return Charge(at, tuple(lines))


def make_lone(at: float) -> Charge:
    """One call that costs a dollar."""
    shared = ((REQUEST_MODEL, _MODELS[0]), (TENANT, _TENANTS[0]))
    own = ((COST_COMPONENT, "output"), (SERVICE_TIER, "standard"))
    return Charge(at, ((Line(COST.name, shared, own), 10**9), (Line(CALLS.name, shared, ()), 1)))


def list_workloads(start: float, end: float) -> tuple[Workload, ...]:
    """Every program, with what it does between two moments; some live before and after."""
    makers: tuple[Callable[[float, float], Workload], ...] = (
        _make_dense,
        _make_sparse,
        _make_lone,
        _make_restarts,
        _make_namesakes,
        _make_forks,
        _make_jobs,
        _make_new_series,
    )
    return tuple(make(start, end) for make in makers)


def _live(
    instance: str, born: float, died: float, count: int, chance: random.Random, **of: str
) -> Process:
    times = sorted(chance.uniform(born, died) for _ in range(count))
    return Process(instance, born, died, tuple(make_charge(at, chance, **of) for at in times))


def _make_dense(start: float, end: float) -> Workload:
    chance = random.Random(1)  # noqa: S311 - it is no secret
    life = _live("d-1", start - 2 * _HOUR_S + 7, end + _HOUR_S, 1_350, chance)
    return Workload("dense", "one process, 150 calls an hour", (life,))


def _make_sparse(start: float, end: float) -> Workload:
    chance = random.Random(2)  # noqa: S311 - it is no secret
    early = [make_charge(start - _HOUR_S - 60 * n, chance) for n in range(40)]
    times = sorted(chance.uniform(start, end) for _ in range(20))
    charges = (*early, *(make_charge(at, chance) for at in times))
    life = Process("s-1", start - 2 * _HOUR_S + 11, end + _HOUR_S, charges)
    return Workload("sparse", "one process, 20 calls in six hours", (life,))


def _make_lone(start: float, end: float) -> Workload:
    life = Process("l-1", start - 2 * _HOUR_S + 13, end + _HOUR_S, (make_lone(end - 150),))
    return Workload("lone", "one process, a single call of $1", (life,))


def _make_restarts(start: float, end: float) -> Workload:
    chance = random.Random(3)  # noqa: S311 - it is no secret
    lives = (
        _live(f"r-{n}", at, at + 2_670, 100, chance)
        for n, at in ((n, start - _HOUR_S + 17 + n * 2_700) for n in range(10))
    )
    return Workload("restarts", "a deploy every 45 minutes", tuple(lives))


def _make_namesakes(start: float, end: float) -> Workload:
    """Scraped at an address that every process has in its turn: the counters begin anew."""
    lives = (
        Process("10.0.0.7:9464", one.born, one.died, one.charges, flushes=False)
        for one in _make_restarts(start, end).processes
    )
    return Workload("namesakes", "the same, scraped at one address", tuple(lives))


def _make_forks(start: float, end: float) -> Workload:
    chance = random.Random(4)  # noqa: S311 - it is no secret
    lives = (_live(f"f-{n}", start + _HOUR_S + 5 * n, end + _HOUR_S, 250, chance) for n in range(4))
    return Workload("forks", "four workers forked from one", tuple(lives))


def _make_jobs(start: float, end: float) -> Workload:
    chance = random.Random(5)  # noqa: S311 - it is no secret
    lives = list[Process]()
    for n in range(90):
        born = chance.uniform(start + 60, end - 600)
        lives.append(
            _live(f"j-{n}", born, born + chance.uniform(20, 480), chance.randint(1, 12), chance)
        )
    return Workload("jobs", "90 jobs of 20 seconds to 8 minutes", tuple(lives))


def _make_new_series(start: float, end: float) -> Workload:
    chance = random.Random(6)  # noqa: S311 - it is no secret
    charges = [make_charge(start - _HOUR_S + 60 * n, chance, "old", "acme") for n in range(50)]
    for n in range(16):
        at = chance.uniform(start + _HOUR_S, end - 300)
        charges += [make_charge(at + 20 * k, chance, f"model-{n % 4}", f"t-{n}") for k in range(3)]
    life = Process("n-1", start - 2 * _HOUR_S + 19, end + _HOUR_S, tuple(charges))
    return Workload("new series", "16 tenants and 4 models appear", (life,))
