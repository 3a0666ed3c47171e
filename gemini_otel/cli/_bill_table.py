"""Shows bills to people: a line each, and the totals below."""

from typing import Final

from gemini_otel.cli._amounts import write_amount, write_nano
from gemini_otel.cli._outcome import Outcome
from gemini_otel.cli._tables import make_table, print_out
from gemini_otel.cli._totals import Totals
from gemini_otel.pricing import COMPONENTS


_ROW: Final = "{:<10}  {:<30}  {:<8}  {:>14}  {}"

TITLES: Final = _ROW.format("line", "model", "tier", "USD", "").rstrip()
"""The titles of the columns that `show_outcome` fills."""


def show_outcome(place: str, outcome: Outcome) -> str:
    """One line of the table."""
    model, cost = _clean(outcome.model or ""), outcome.cost
    if outcome.error:
        return _ROW.format(place, "", "", "-", str(outcome.error)).rstrip()
    if outcome.not_billed:
        return _ROW.format(place, "", "", "0", outcome.not_billed).rstrip()
    amount = "-" if cost.amount is None else write_amount(cost.amount)
    return _ROW.format(place, model, cost.tier, amount, _remark(outcome)).rstrip()


def _remark(outcome: Outcome) -> str:
    gaps = [f"{one.component}: {one.reason} {_clean(one.what)}" for one in outcome.cost.gaps]
    assumed = [f"assumed: {', '.join(outcome.assumptions)}"] if outcome.assumptions else []
    return "; ".join([*gaps, *assumed])


def _clean(text: str) -> str:
    """A name a server sent, without anything a terminal would obey."""
    return "".join(char if char.isprintable() else "?" for char in text)


def print_totals(totals: Totals) -> None:
    """Prints what each model cost, by component."""
    used = [name for name in COMPONENTS if any(one == name for _, one in totals.amounts)]
    titles = [name.replace("_", " ") for name in used]
    table = make_table("model", *titles, "total", amounts=(*titles, "total"))
    for model in sorted({model for model, _ in totals.amounts}):
        amounts = [totals.amounts[model, name] for name in used]
        table.add_row(model, *map(write_nano, amounts), write_nano(sum(amounts)))
    sums = [sum(n for (_, one), n in totals.amounts.items() if one == name) for name in used]
    table.add_row("all", *map(write_nano, sums), write_nano(totals.nano))
    print_out("", table, f"Caching saved {write_nano(totals.savings_nano)} USD.")
