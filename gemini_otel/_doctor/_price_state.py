"""Looks at prices: how old, whose, and which models in use leave."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timezone

from gemini_otel._config import ConfigurationError
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._scene import Scene
from gemini_otel._doctor._unpriced import OWN, examine_unpriced
from gemini_otel._metrics import MODEL_SHUTDOWN
from gemini_otel._semconv import RESPONSE_MODEL
from gemini_otel._signals._pricer import OLD_DAYS, make_pricer
from gemini_otel.pricing import Catalog
from gemini_otel.pricing._days import PacificClock


def examine_prices(scene: Scene) -> Iterator[Finding]:
    """Whether what is reported as cost can be right and whole."""
    try:
        pricer = scene.circumstances and scene.circumstances.pricer
        catalog = (pricer or make_pricer(scene.settings.prices)).catalog
    except ConfigurationError as error:
        advice = "Mend the file, or name another."
        for mistake in str(error).splitlines():
            yield Finding(_codes.PRICES_OWN, "problem", mistake, advice)
        return
    yield judge_age(catalog.checked, PacificClock().find_day(time.time_ns()))
    yield _find_own(scene, catalog)
    if scene.circumstances:
        yield from examine_unpriced(scene.circumstances.meters)
        yield _find_shutdowns(scene)


def judge_age(checked: date | None, today: date) -> Finding:
    """How old prices are that were checked on a day."""
    if checked is None:
        return Finding(_codes.PRICES_AGE, "warning", "It is not known when prices were checked.")
    days = (today - checked).days
    seen = f"The prices were checked on {checked}, {days} day{'' if days == 1 else 's'} ago."
    if days > OLD_DAYS:
        advice = f"Upgrade gemini-otel, or add prices of your own with {OWN}."
        return Finding(_codes.PRICES_AGE, "warning", seen, advice)
    return Finding(_codes.PRICES_AGE, "ok", seen)


def _find_own(scene: Scene, catalog: Catalog) -> Finding:
    file = scene.settings.prices
    if not file:
        return Finding(_codes.PRICES_OWN, "ok", "Prices are those of the package.")
    own = sum(one.is_users for one in catalog.prices)
    discounts = len(catalog.terms.discounts)
    seen = f"{file} adds {_count(own, 'price')} and {_count(discounts, 'discount')}."
    if not own and not discounts:
        advice = "See that the file is the one you mean."
        return Finding(_codes.PRICES_OWN, "note", seen, advice)
    return Finding(_codes.PRICES_OWN, "ok", seen)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _find_shutdowns(scene: Scene) -> Finding:
    gauge = scene.circumstances.meters.peek_gauge(MODEL_SHUTDOWN) if scene.circumstances else ()
    ahead = sorted(
        (_to_day(one.value), str((one.attributes or {}).get(RESPONSE_MODEL))) for one in gauge
    )
    if not ahead:
        seen = "No model in use so far has an announced shutdown."
        return Finding(_codes.PRICES_SHUTDOWNS, "ok", seen)
    listed = ", ".join(f"{model} on {day}" for day, model in ahead)
    return Finding(
        _codes.PRICES_SHUTDOWNS,
        "warning",
        f"Models in use that are shut down: {listed}.",
        "Move to another model; `gemini-otel prices --lifecycle` names the replacements.",
    )


def _to_day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, tz=timezone.utc).date()
