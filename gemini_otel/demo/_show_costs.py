"""Shows costs to people: by component, what caching saved, and what has no price."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from gemini_otel.demo._costs import Costs, Unpriced
from gemini_otel.demo._money import AT_LEAST, UNPRICED, count_places, spell, spell_number
from gemini_otel.demo._tables import NAME, QUIET, hang, make_tables_that_fit, open_section
from gemini_otel.pricing import COMPONENTS


_ALL: Final = "all"


def show_costs(console: Console, costs: Costs) -> None:
    """Shows what was recorded of money."""
    open_section(console, "Cost by component, in US dollars")
    for table in make_tables_that_fit(console.width, list(_list_columns(costs))):
        console.print(table)
    for saving in costs.savings:
        amount = spell(saving.amount.nano_usd)
        console.print(Text(f"Caching saved {amount} on {saving.model}."))
    if costs.unpriced:
        open_section(console, "Without a price, or not for all of it")
    for one in costs.unpriced:
        console.print(hang(Text(f"{one.scene:>2} "), _describe(one)))


def _list_columns(costs: Costs) -> Iterator[Sequence[str]]:
    """Heading and cells of each; the cells of one column have their points below one another."""
    rows = _list_rows(costs)
    yield "model", *rows
    for component in COMPONENTS:
        if any(one.component == component for one in costs.components):
            heading = component.replace("_", "\n")
            yield heading, *_align([_sum(costs, row, component) for row in rows])
    totals = _align([_sum(costs, row) for row in rows])
    yield "total", *(_mark(costs, *row) for row in zip(rows, totals, strict=True))


def _list_rows(costs: Costs) -> Sequence[str]:
    models = sorted({one.model for one in costs.components} | {one.model for one in costs.unpriced})
    return models if len(models) == 1 else [*models, _ALL]


def _sum(costs: Costs, row: str, component: str | None = None) -> int | None:
    """The nano-dollars of a cell; `None` where there is no cost, which is not a cost of zero."""
    found = [
        one.amount.nano_usd
        for one in costs.components
        if row in (one.model, _ALL) and component in (one.component, None)
    ]
    return sum(found) if found else None


def _align(amounts: Sequence[int | None]) -> Sequence[str]:
    places = max((count_places(nano) for nano in amounts if nano is not None), default=0)
    return ["" if nano is None else spell_number(nano, places) for nano in amounts]


def _mark(costs: Costs, row: str, total: str) -> str:
    """A total, with a sign where it is not all of it."""
    if not total:
        return UNPRICED
    is_whole = not any(row in (one.model, _ALL) for one in costs.unpriced)
    return total if is_whole else f"{AT_LEAST}{total}"


def _describe(one: Unpriced) -> Text:
    cost = f"{AT_LEAST}{spell(one.amount.nano_usd)}" if one.amount else "no cost is made up"
    counted = "no tokens reported" if one.tokens is None else f"{one.tokens:,} tokens counted"
    told = Text.assemble((one.model, NAME), f": {counted}, {cost}")
    for reason, meaning in one.reasons.items():
        told.append(f"\n{reason}: {meaning}", QUIET)
    return told
