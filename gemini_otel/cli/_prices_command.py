"""The command `prices`: what holds, what changes, and which models leave."""

from datetime import date, datetime
from pathlib import Path

import click

from gemini_otel.cli._documents import (
    describe_change,
    describe_discount,
    describe_fee,
    describe_life,
    describe_price,
    describe_uplift,
    print_document,
)
from gemini_otel.cli._listing import list_models_for_people, list_rates_for_people
from gemini_otel.cli._options import (
    WrongUsage,
    as_json,
    find_day,
    open_catalog,
    refuse_model,
    say_platform,
    say_tier,
    say_when,
    with_prices,
)
from gemini_otel.cli._outlook_listing import list_changes_for_people, list_lives_for_people
from gemini_otel.cli._rates import (
    Wanted,
    find_discounts,
    find_fees,
    find_rates,
    find_routes,
    find_uplifts,
    list_answering,
)
from gemini_otel.cli._wording import say_route
from gemini_otel.pricing import Catalog, list_changes
from gemini_otel.pricing._identity import strip_path
from gemini_otel.pricing._records import Life, Price


@click.command(short_help="The rates that hold, what changes when, which models leave.")
@click.argument("model", required=False)
@say_when("The Pacific day, or a time with its zone; today unless given.")
@say_platform("gemini_api or vertex; both unless given.")
@say_tier("A service tier; all unless given.", multiple=True)
@with_prices
@click.option("--changes", is_flag=True, help="What changes on later days: old, new, factor.")
@click.option("--lifecycle", is_flag=True, help="When models come, leave, and what replaces them.")
@as_json
def prices(  # noqa: PLR0913 - one for each option
    *,
    model: str | None,
    at: date | datetime | None,
    platform: str | None,
    tier: tuple[str, ...],
    file: Path | None,
    changes: bool,
    lifecycle: bool,
    is_json: bool,
) -> None:
    """The rates that hold on a day, with their source and the date it was read.

    MODEL shows everything about one model; without it, every model that has a price that day.
    Prices are in US dollars a million tokens unless the unit says otherwise.
    """
    if changes and lifecycle:
        raise WrongUsage("--changes and --lifecycle were both given; give one of them.")
    catalog, day = open_catalog(file), find_day(at)
    found = _find_model(model, catalog, is_lifecycle=lifecycle)
    platforms = frozenset({platform} if platform else ())
    wanted = Wanted(day, found, platforms, frozenset(tier))
    show = _show_changes if changes else _show_lives if lifecycle else _show_rates
    show(catalog, wanted, is_json=is_json)


def _find_model(name: str | None, catalog: Catalog, *, is_lifecycle: bool) -> str | None:
    if name is None:
        return None
    found = catalog.find_model(name)
    if found is None and is_lifecycle:
        # Models that never had a price here, such as retired ones, have lives too.
        found = next((one.model for one in catalog.lives if one.model == strip_path(name)), None)
    return found or refuse_model(name, catalog)


def _show_rates(catalog: Catalog, wanted: Wanted, *, is_json: bool) -> None:
    rates = find_rates(catalog, wanted)
    if is_json:
        print_document(_describe_rates(catalog, wanted, rates))
    elif rates and wanted.model:
        list_rates_for_people(catalog, wanted, rates)
    elif rates:
        list_models_for_people(catalog, wanted, rates)
    if not rates:
        raise click.ClickException(_explain_none(catalog, wanted))


def _describe_rates(catalog: Catalog, wanted: Wanted, rates: list[Price]) -> dict[str, object]:
    return {
        "at": wanted.day.isoformat(),
        "checked": catalog.checked.isoformat() if catalog.checked else None,
        "currency": "USD",
        "routed": [one._asdict() for one in find_routes(catalog, wanted)],
        "prices": [describe_price(one, catalog) for one in rates],
        "fees": [describe_fee(one, catalog) for one in find_fees(catalog, wanted, rates)],
        "uplifts": [describe_uplift(one, catalog) for one in find_uplifts(catalog, wanted)],
        "discounts": [describe_discount(one) for one in find_discounts(catalog, wanted)],
    }


def _explain_none(catalog: Catalog, wanted: Wanted) -> str:
    """Why nothing holds: another day, platform or tier may have prices."""
    others = " or ".join(sorted({one.routed_to for one in find_routes(catalog, wanted)}))
    what = f"{wanted.model or 'No model'}{f', {say_route(others)},' if others else ''}"
    where = "".join(f" on {one}" for one in sorted(wanted.platforms))
    tiers = f" on the tier {' or '.join(sorted(wanted.tiers))}" if wanted.tiers else ""
    parts = [one._replace(tiers=frozenset()) for one in list_answering(catalog, wanted)]
    days = [
        one
        for one in catalog.prices
        if any(part.model and part.covers_some_day(one) for part in parts)
    ]
    if not days:
        return f"{what} has no price{where}."
    first = min(one.since for one in days)
    ends = [one.until for one in days]
    last = max(end for end in ends if end) if all(ends) else "further notice"
    return f"{what} has no price{where}{tiers} on {wanted.day}; it has some from {first} to {last}."


def _show_changes(catalog: Catalog, wanted: Wanted, *, is_json: bool) -> None:
    parts = list_answering(catalog, wanted)
    ahead = list_changes(catalog, wanted.day)
    found = [one for one in ahead if any(part.covers_some_day(one.price) for part in parts)]
    if is_json:
        document = [describe_change(one, catalog) for one in found]
        print_document({"after": wanted.day.isoformat(), "changes": document})
    else:
        list_changes_for_people(catalog, wanted, found)


def _show_lives(catalog: Catalog, wanted: Wanted, *, is_json: bool) -> None:
    found = [
        one
        for one in catalog.lives
        if wanted.model in (None, one.model)
        and (not wanted.platforms or one.platform in wanted.platforms)
    ]
    found.sort(key=lambda one: _rank_life(one, wanted.day))
    if is_json:
        document = [describe_life(one, catalog) for one in found]
        print_document({"at": wanted.day.isoformat(), "lifecycle": document})
    else:
        list_lives_for_people(wanted, found)


def _rank_life(life: Life, day: date) -> tuple[int, int, str, str]:
    """Those that leave first come first, then those without a date, then those that left."""
    if life.shutdown is None:
        return 1, 0, life.model, life.platform
    is_gone = life.shutdown <= day
    days = life.shutdown.toordinal()
    return 2 if is_gone else 0, -days if is_gone else days, life.model, life.platform
