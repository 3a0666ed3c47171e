"""Shows bills to people: a line each, and the totals below."""

from typing import Final

from gemini_otel.cli._amounts import show_amount
from gemini_otel.cli._gaps import name_missing
from gemini_otel.cli._outcome import Outcome
from gemini_otel.cli._tables import clean, make_table, print_out
from gemini_otel.cli._totals import Totals
from gemini_otel.pricing import COMPONENTS


_ROW: Final = "{:<10}  {:<30}  {:<8}  {:>16}  {}"

TITLES: Final = _ROW.format("line", "model", "tier", "cost", "").rstrip()
"""The titles of the columns that `show_outcome` fills."""


def show_outcome(place: str, outcome: Outcome) -> str:
    """One line of the table."""
    model, cost = clean(outcome.model or ""), outcome.cost
    if outcome.error:
        return _ROW.format(place, "", "", "-", str(outcome.error)).rstrip()
    if outcome.not_billed:
        return _ROW.format(place, "", "", show_amount(0), outcome.not_billed).rstrip()
    amount = "-" if cost.nano is None else show_amount(cost.nano, is_least=not cost.is_complete)
    return _ROW.format(place, model, cost.tier, amount, _remark(outcome)).rstrip()


def _remark(outcome: Outcome) -> str:
    gaps = [
        f"{one.component}: {one.reason} {clean(name_missing(one))}" for one in outcome.cost.gaps
    ]
    assumed = [f"assumed: {', '.join(outcome.assumptions)}"] if outcome.assumptions else []
    return "; ".join([*gaps, *assumed])


def print_totals(totals: Totals) -> None:
    """Prints what each model cost, by component."""
    used = [name for name in COMPONENTS if name in totals.components]
    titles = [name.replace("_", " ") for name in used]
    table = make_table("model", *titles, "total", amounts=(*titles, "total"))
    for model in (*totals.models, None):
        sums = [totals.add_up(model, name) for name in (*used, None)]
        table.add_row(clean(model or "all"), *(show_amount(n, is_least=least) for n, least in sums))
    print_out("", table, f"Caching saved {show_amount(totals.savings_nano)}.")
