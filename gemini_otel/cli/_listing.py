"""Shows the catalog to people."""

from collections.abc import Iterable, Sequence
from typing import Final

from gemini_otel.cli._amounts import write_amount
from gemini_otel.cli._rates import (
    Wanted,
    find_discounts,
    find_fees,
    find_routes,
    find_uplifts,
)
from gemini_otel.cli._tables import make_table, print_out
from gemini_otel.cli._wording import (
    name_thing,
    name_unit,
    say_route,
    show_day,
    show_usd,
)
from gemini_otel.pricing import Catalog
from gemini_otel.pricing._records import Discount, Fee, Price, Uplift


_RATE_TITLES: Final = ("tier", "price of", "USD", "per", "until", "read", "source", "sure")


def list_rates_for_people(catalog: Catalog, wanted: Wanted, rates: Sequence[Price]) -> None:
    """Everything about one model: rates by platform and tier, then what comes on top."""
    routed = {one.platform: f", {say_route(one.routed_to)}" for one in find_routes(catalog, wanted)}
    for platform in sorted({one.platform for one in rates}):
        place = f"{wanted.model} on {platform}{routed.get(platform, '')}"
        title = f"{place}, {wanted.day} (Pacific day), in US dollars"
        table = make_table(*_RATE_TITLES, amounts=("USD",))
        for one in rates:
            if one.platform == platform:
                table.add_row(*_show_rate(one))
        print_out(title, "", table, "")
    print_out(*_list_extras(catalog, wanted, rates))


def _show_rate(price: Price) -> tuple[str, ...]:
    return (
        price.tier,
        name_thing(price),
        show_usd(price),
        name_unit(price),
        show_day(price.until),
        price.read,
        "your file" if price.is_users else price.sources[-1],
        price.confidence,
    )


def _list_extras(catalog: Catalog, wanted: Wanted, rates: Sequence[Price]) -> Iterable[str]:
    yield from map(_say_fee, find_fees(catalog, wanted, rates))
    yield from map(_say_uplift, find_uplifts(catalog, wanted))
    yield from map(_say_discount, find_discounts(catalog, wanted))
    yield from (f"Note: {note}" for note in dict.fromkeys(one.note for one in rates) if note)
    sources = dict.fromkeys(one.sources[-1] for one in rates if one.sources and not one.is_users)
    for source in (catalog.sources[one] for one in sources if one in catalog.sources):
        yield f"Source {source.id}: {source.title}, read {source.read}, {source.url}"
    yield f"The catalog was last checked on {catalog.checked}."


def _say_fee(fee: Fee) -> str:
    free = f"; free: {fee.free}, which is not taken off" if fee.free else ""
    return f"Fee on {fee.platform}: {fee.tool} {write_amount(fee.usd)} USD a {fee.unit}{free}"


def _say_uplift(uplift: Uplift) -> str:
    return (
        f"Away from the global endpoint of {uplift.platform}: "
        f"x{write_amount(uplift.multiplier)} on every price marked global"
    )


def _say_discount(discount: Discount) -> str:
    return f"Your discount {discount.id}: {write_amount(discount.percent)} % off these prices"


def list_models_for_people(catalog: Catalog, wanted: Wanted, rates: Sequence[Price]) -> None:
    """Every model that has a price, a line for each platform, tier and length of prompt."""
    tiers = wanted.tiers or {"standard"}
    table = make_table(
        "model", "platform", "tier", "input", "cached", "output", "other", amounts=()
    )
    for group in _group_by_model(one for one in rates if one.tier in tiers):
        table.add_row(*_show_model(group))
    print_out(
        f"Prices on {wanted.day} (Pacific day), in US dollars a million tokens, "
        f"on the tier {' or '.join(sorted(tiers))}",
        "",
        table,
        "",
        *map(_say_discount, find_discounts(catalog, wanted)),
        f"The catalog was last checked on {catalog.checked}. "
        "Source, date read and confidence of each: gemini-otel prices MODEL",
    )


def _group_by_model(rates: Iterable[Price]) -> list[list[Price]]:
    """The prices of one row each; what does not depend on the prompt goes with short prompts."""
    rows: dict[tuple[str, ...], dict[str, list[Price]]] = {}
    for one in rates:
        bands = rows.setdefault((one.model, one.platform, one.tier), {})
        bands.setdefault(one.band, []).append(one)
    groups: list[list[Price]] = []
    for bands in rows.values():
        everywhere = bands.pop("all", [])
        first, *others = list(bands.values()) or [[]]
        groups += [first + everywhere, *others]
    return groups


def _show_model(group: list[Price]) -> tuple[str, ...]:
    first = group[0]
    band = f" {first.band}" if first.band != "all" else ""
    cells = (("input", False), ("input", True), ("output", False))
    shown = (_show_cell(one for one in group if _is_cell(one, *cell)) for cell in cells)
    others = [one for one in group if one.unit != "1M tokens"]
    place = (f"{first.model}{band}", first.platform, first.tier)
    return (*place, *shown, ", ".join(map(_say_other, others)))


def _is_cell(price: Price, direction: str, cached: bool) -> bool:
    return price.unit == "1M tokens" and (price.direction, price.cached) == (direction, cached)


def _show_cell(prices: Iterable[Price]) -> str:
    """The price of text, and of what costs something else."""
    return ", ".join(
        show_usd(one) if "text" in one.modalities else f"{show_usd(one)} {' '.join(one.modalities)}"
        for one in prices
    )


def _say_other(price: Price) -> str:
    if price.direction == "storage":
        return f"{show_usd(price)} storage/h"
    sound = {None: "", True: " with sound", False: " without sound"}[price.audio]
    return f"{show_usd(price)}/{price.unit}{f' {price.size}' if price.size else ''}{sound}"
