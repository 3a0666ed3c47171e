"""Shows people what lies ahead: prices that change, models that leave."""

from collections.abc import Sequence
from typing import Final

from gemini_otel.cli._rates import Wanted, find_routes
from gemini_otel.cli._tables import make_table, print_out
from gemini_otel.cli._wording import name_thing, say_route, show_day, show_factor, show_usd
from gemini_otel.pricing import Catalog, Change, find_life
from gemini_otel.pricing._names import TIERS
from gemini_otel.pricing._records import Life


_CHANGE_TITLES: Final = (
    "day",
    "model",
    "platform",
    "tier",
    "price of",
    "old",
    "new",
    "factor",
)


def list_changes_for_people(catalog: Catalog, wanted: Wanted, changes: Sequence[Change]) -> None:
    """What changes when; where all prices of a model begin or end, that is one line."""
    for route in find_routes(catalog, wanted):
        print_out(f"{route.model} on {route.platform} is {say_route(route.routed_to)}.")
    if not changes:
        print_out(f"No price is known to change after {wanted.day}.")
        return
    title = f"Prices that change after {wanted.day} (Pacific days), in US dollars"
    table = make_table(*_CHANGE_TITLES, amounts=("old", "new", "factor"))
    for group in _group(sorted(changes, key=_rank)):
        first = group[0]
        place = (first.day.isoformat(), first.price.model, first.price.platform)
        if first.old and first.new:
            prices = (show_usd(first.old), show_usd(first.new), show_factor(first.factor))
            table.add_row(*place, first.price.tier, name_thing(first.price), *prices)
        else:
            table.add_row(*place, _name_tiers(group), _say_all(catalog, group))
    print_out(title, "", table)


def _rank(change: Change) -> tuple[object, ...]:
    price = change.price
    return change.day, price.model, price.platform, TIERS.index(price.tier), price.id


def _group(changes: Sequence[Change]) -> list[list[Change]]:
    """The changes one by one, but all that begin, or end, of one model together."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for one in changes:
        price = one.price
        kind = price.id if one.old and one.new else bool(one.new)
        groups.setdefault((one.day, price.model, price.platform, kind), []).append(one)
    return list(groups.values())


def _name_tiers(group: Sequence[Change]) -> str:
    tiers = [tier for tier in TIERS if any(one.price.tier == tier for one in group)]
    return ", ".join(tiers)


def _say_all(catalog: Catalog, group: Sequence[Change]) -> str:
    """What begins or ends; and who answers from then on, where that is known."""
    first = group[0]
    if first.new:
        return f"begin: {len(group)} prices"
    life = find_life(catalog, first.price.model, first.price.platform)
    heir = life.routed_to if life and life.shutdown == first.day else None
    return f"end: {len(group)} prices{f', {say_route(heir)}' if heir else ''}"


def list_lives_for_people(wanted: Wanted, lives: Sequence[Life]) -> None:
    """Which models leave when, and what comes after them."""
    titles = ("shutdown", "model", "platform", "stage", "release", "then", "sure")
    table = make_table(*titles, amounts=())
    for one in lives:
        then = f"answered by {one.routed_to}" if one.routed_to else one.replacement or ""
        when = show_day(one.shutdown)
        gone = " gone" if one.shutdown and one.shutdown <= wanted.day else ""
        place = (one.model, one.platform, one.stage, show_day(one.release))
        table.add_row(f"{when}{gone}", *place, then, one.confidence)
    print_out(f"Models as of {wanted.day} (Pacific day)", "", table)
