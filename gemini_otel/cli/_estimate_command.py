"""The command `estimate`: what calls would cost, tiers and models side by side."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from gemini_otel.cli._amounts import (
    AT_LEAST,
    describe_charges,
    describe_cost,
    describe_gaps,
    write_nano,
)
from gemini_otel.cli._documents import print_document
from gemini_otel.cli._estimates import Estimate, Place, Plan, estimate_cost, find_lowest
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
from gemini_otel.cli._tables import make_table, print_out
from gemini_otel.cli._wording import say_route
from gemini_otel.pricing import COMPONENTS, Catalog


_FAILED: Final = 1
_MOST: Final = 10**12

_COUNTS: Final = {
    "--input": "Text tokens of the prompt, cached ones included.",
    "--cached": "Those of --input that come from a cache.",
    "--audio-input": "Audio tokens of the prompt, besides --input.",
    "--image-input": "Image tokens of the prompt, besides --input.",
    "--tool-use": "Tokens that tools such as URL context bring into the prompt.",
    "--output": "Text tokens of the answer.",
    "--image-output": "Image tokens of the answer, besides --output.",
    "--thinking": "Tokens of thinking.",
    "--queries": "Searches of the web.",
}


def _with_counts(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, says in reversed(_COUNTS.items()):
        count = click.option(name, type=click.IntRange(0, _MOST), default=0, metavar="N", help=says)
        command = count(command)
    return command


@click.command(short_help="What calls would cost, tiers and models side by side.")
@click.option("--model", "models", multiple=True, required=True, help="A model; several compare.")
@_with_counts
@click.option(
    "--requests", type=click.IntRange(1, _MOST), default=1, metavar="N", help="So many requests."
)
@say_tier("A service tier; all that the model has unless given.", multiple=True)
@say_when("The Pacific day of the calls, or a time with its zone; today unless given.")
@say_platform("Where the calls go.", default="gemini_api")
@click.option("--location", help="The location of Vertex AI; the global endpoint unless given.")
@with_prices
@as_json
def estimate(  # noqa: PLR0913 - one for each option
    *,
    models: tuple[str, ...],
    requests: int,
    tier: tuple[str, ...],
    at: date | datetime | None,
    platform: str,
    location: str | None,
    file: Path | None,
    is_json: bool,
    **counts: int,
) -> None:
    """What a request of so many tokens would cost, at list price or at your own.

    The exit code is 1 if one of the models and tiers has no full price.
    """
    plan = Plan(**counts)
    _check(plan)
    catalog = open_catalog(file)
    place = Place(platform, location, find_day(at))
    found = [catalog.find_model(name) or refuse_model(name, catalog) for name in models]
    estimates = estimate_cost(catalog, dict.fromkeys(found), tier, plan, place)
    if is_json:
        print_document(_describe(estimates, place, requests))
    else:
        _show(estimates, place, requests, catalog)
    sys.exit(0 if all(one.cost.is_complete for one in estimates) else _FAILED)


def _check(plan: Plan) -> None:
    if not any(plan):
        raise WrongUsage("Nothing to estimate: give --input, --output or another count.")
    if plan.cached > plan.input:
        raise WrongUsage(
            f"--cached is {plan.cached} of --input {plan.input}: the cached tokens are a part "
            "of the prompt; count them in --input too."
        )


def _describe(estimates: Sequence[Estimate], place: Place, requests: int) -> dict[str, Any]:
    lowest = find_lowest(estimates)
    return {
        "at": place.day.isoformat(),
        "platform": place.platform,
        "location": place.location,
        "requests": requests,
        "estimates": [
            {
                "model": one.model,
                "routed_to": one.routed_to,
                "tier": one.tier,
                "cost": describe_cost(one.cost),
                "total": _multiply(one, requests),
                "cheapest": _is_cheapest(one, lowest),
                "components": describe_charges(one.cost.charges),
                "assumptions": list(one.cost.assumptions),
                "unpriced": describe_gaps(one.cost.gaps),
            }
            for one in estimates
        ],
    }


def _multiply(one: Estimate, requests: int) -> str | None:
    return None if one.cost.nano is None else write_nano(one.cost.nano * requests)


def _show(estimates: Sequence[Estimate], place: Place, requests: int, catalog: Catalog) -> None:
    lowest = find_lowest(estimates)
    used = [name for name in COMPONENTS if any(_sum(one, name) for one in estimates)]
    times = (1, requests) if requests > 1 else (1,)
    titles = [name.replace("_", " ") for name in used]
    titles += ["a request", f"{requests:,} requests"][: len(times)]
    table = make_table("model", "tier", *titles, "", amounts=titles)
    for one in estimates:
        parts = [write_nano(_sum(one, name)) for name in used]
        sums = [_show_sum(one, many) for many in times]
        table.add_row(one.model, one.tier, *parts, *sums, _remark(one, lowest))
    where = f"{place.platform}{f' in {place.location}' if place.location else ''}"
    print_out(
        f"Estimate for {place.day} (Pacific day) on {where}, in US dollars",
        "",
        table,
        "",
        f"The catalog was last checked on {catalog.checked}.",
    )


def _show_sum(one: Estimate, requests: int) -> str:
    amount = _multiply(one, requests)
    return f"{'' if one.cost.is_complete else AT_LEAST}{amount}" if amount else "-"


def _sum(one: Estimate, component: str) -> int:
    return sum(charge.nano for charge in one.cost.charges if charge.component == component)


def _remark(one: Estimate, lowest: int | None) -> str:
    gaps = dict.fromkeys(f"{gap.component}: {gap.reason}" for gap in one.cost.gaps)
    remarks = [
        f"no full price: {', '.join(gaps)}" if gaps else "",
        "cheapest" if _is_cheapest(one, lowest) else "",
        say_route(one.routed_to) if one.routed_to else "",
    ]
    return "; ".join(filter(None, remarks))


def _is_cheapest(one: Estimate, lowest: int | None) -> bool:
    return one.cost.is_complete and one.cost.nano == lowest
