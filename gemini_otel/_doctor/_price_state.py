"""Looks at prices: how old, whose, and what in use has none or leaves."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timezone
from typing import Final

from gemini_otel._config import ConfigurationError
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._scene import Scene
from gemini_otel._metrics import MODEL_SHUTDOWN, UNPRICED
from gemini_otel._semconv import REQUEST_MODEL, RESPONSE_MODEL, UNPRICED_REASON
from gemini_otel._signals._pricer import OLD_DAYS, make_pricer
from gemini_otel.pricing import Catalog
from gemini_otel.pricing._days import PacificClock


_OWN: Final = "prices= or GEMINI_OTEL_PRICES"


def examine_prices(scene: Scene) -> Iterator[Finding]:
    """Whether what is reported as cost can be right and whole."""
    try:
        pricer = scene.circumstances and scene.circumstances.pricer
        catalog = (pricer or make_pricer(scene.settings.prices)).catalog
    except ConfigurationError as error:
        yield Finding(_codes.PRICES_OWN, "problem", str(error), "Mend the file, or name another.")
        return
    yield judge_age(catalog.checked, PacificClock().find_day(time.time_ns()))
    yield _find_own(scene, catalog)
    if scene.circumstances:
        yield _find_unpriced(scene)
        yield _find_shutdowns(scene)


def judge_age(checked: date | None, today: date) -> Finding:
    """How old prices are that were checked on a day."""
    if checked is None:
        return Finding(_codes.PRICES_AGE, "warning", "It is not known when prices were checked.")
    days = (today - checked).days
    seen = f"The prices were checked on {checked}, {days} day{'' if days == 1 else 's'} ago."
    if days > OLD_DAYS:
        advice = f"Upgrade gemini-otel, or add prices of your own with {_OWN}."
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


def _find_unpriced(scene: Scene) -> Finding:
    counted: Counter[str] = Counter()
    for one in scene.circumstances.meters.peek(UNPRICED) if scene.circumstances else ():
        told = one.attributes
        model = told.get(RESPONSE_MODEL) or told.get(REQUEST_MODEL, "unknown model")
        counted[f"{model} ({told.get(UNPRICED_REASON)})"] += one.total
    if not counted:
        return Finding(_codes.PRICES_UNPRICED, "ok", "Every call so far has a price.")
    listed = ", ".join(f"{name} {count}" for name, count in counted.most_common(10))
    return Finding(
        _codes.PRICES_UNPRICED,
        "warning",
        f"Calls without a price, or not for all of them: {listed}.",
        f"Add a price to a file of your own and name it with {_OWN}, or upgrade gemini-otel.",
    )


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
