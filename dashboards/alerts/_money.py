"""Alerts on budgets and on spend that is out of the ordinary."""

from collections.abc import Iterator
from typing import Final

from dashboards._names import BOARD_COST, BOARD_TENANTS, BOARD_TOKENS
from dashboards._numbers import exact
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._dimensions import (
    CACHED_TOKENS,
    GROUNDING_COST,
    OUTPUT_COSTS,
    PROMPT_TOKENS,
    THINKING_COST,
)
from dashboards._reading import to_seconds
from dashboards.alerts import _rule
from dashboards.alerts._recordings import (
    BUDGET,
    MONTH_PROJECTED,
    MONTH_SPENT,
    SPENT_1H,
    TENANT,
    spent,
)
from dashboards.alerts._rule import Alert, tell, tell_if_there
from dashboards.config import Budget, Burn, Config, Thresholds
from gemini_otel._metrics import CALLS, COST, TOKENS


_WHOSE: Final = f"(budget: {tell('budget')}{tell_if_there(TENANT, ' ')})"
_DAYS: Final = 30


def watch_budgets(budget: Budget) -> Iterator[Alert]:
    """Burnt too fast; nearly spent; spent; and on the way to be."""
    for burn in budget.burns:
        yield _watch_burn(burn)
    share = budget.warn_share
    yield Alert(
        "GeminiMonthBudgetNear",
        "warning",
        MONTH_SPENT,
        f"{exact(share)} * {BUDGET}",
        f"{_rule.USD} spent this month, {100 * share:g} % of the budget or more {_WHOSE}",
        BOARD_TENANTS,
        lasting="0m",
    )
    yield Alert(
        "GeminiMonthBudgetSpent",
        "critical",
        MONTH_SPENT,
        BUDGET,
        f"{_rule.USD} spent this month, which is more than its budget {_WHOSE}",
        BOARD_TENANTS,
        lasting="0m",
    )
    yield Alert(
        "GeminiMonthBudgetProjected",
        "warning",
        MONTH_PROJECTED,
        BUDGET,
        f"{_rule.USD} will be spent this month at the last day's pace: over budget {_WHOSE}",
        BOARD_TENANTS,
        lasting="1h",
    )


def _watch_burn(burn: Burn) -> Alert:
    days = _DAYS / burn.factor
    return Alert(
        "GeminiBudgetBurn",
        burn.severity,
        spent(burn.window),
        _pace(burn, burn.window),
        f"{_rule.USD} spent in {burn.window}: at this pace a month's budget lasts less than "
        f"{days:.3g} days {_WHOSE}",
        BOARD_TENANTS,
        lasting="2m",
        when=f"{spent(burn.short)} > {_pace(burn, burn.short)}",
        labels={"window": burn.window},
    )


def _pace(burn: Burn, window: str) -> str:
    """What a window may cost where so many times the budget is spent."""
    return f"{exact(burn.factor)} * {to_seconds(window)} / {_DAYS * 86400} * {BUDGET}"


def watch_spend(config: Config) -> Iterator[Alert]:
    """Out of the ordinary: for the hour of the week, per call, thinking, uncached, searching."""
    asking, limits = ask(config), config.thresholds
    yield _watch_hour(limits)
    yield _watch_calls(asking, limits)
    yield _watch_thinking(asking, limits)
    yield _watch_cache(asking, limits)
    yield _watch_grounding(asking, limits)


def _watch_hour(limits: Thresholds) -> Alert:
    before = " + ".join(f"{SPENT_1H} offset {weeks}w" for weeks in (1, 2, 3))
    return Alert(
        "GeminiSpendAnomaly",
        "warning",
        SPENT_1H,
        f"{exact(limits.anomaly_factor)} * ({before}) / 3",
        f"{_rule.USD} spent in an hour, more than {limits.anomaly_factor:g} times the mean of "
        f"this hour of the week {_WHOSE}",
        BOARD_COST,
        lasting="10m",
        when=f"{SPENT_1H} > {exact(limits.anomaly_floor_usd)}",
    )


def _watch_calls(asking: Asking, limits: Thresholds) -> Alert:
    def per_call(window: str, back: str = "") -> str:
        cost, calls = (asking.increase(one, window, back=back) for one in (COST, CALLS))
        return f"{cost} / {calls}"

    return Alert(
        "GeminiCostPerCallJump",
        "warning",
        per_call("30m"),
        f"{exact(limits.cost_factor)} * {per_call('1d', '30m')}",
        f"{_rule.COST} a call in {tell(asking.service)}, more than {limits.cost_factor:g} times "
        "that of the day before",
        BOARD_COST,
        when=f"{asking.increase(CALLS, '30m')} > {exact(limits.cost_floor_calls)}\n"
        f"and\n{asking.increase(CALLS, '1d', back='30m')} > {exact(limits.cost_floor_calls)}",
    )


def _watch_thinking(asking: Asking, limits: Thresholds) -> Alert:
    def share(window: str, back: str = "") -> str:
        thinking = asking.increase(COST, window, THINKING_COST, back=back)
        known = asking.or_nought(thinking, COST) if back else thinking
        return f"{known} / {asking.increase(COST, window, OUTPUT_COSTS, back=back)}"

    thinking = asking.increase(COST, "1h", THINKING_COST)
    return Alert(
        "GeminiThinkingShareJump",
        "warning",
        share("1h"),
        f"{exact(limits.thinking_factor)} * {share('1d', '1h')}",
        f"{_rule.SHARE} of the spend on output of {tell(asking.service)} is thinking, more than "
        f"{limits.thinking_factor:g} times the share of the day before",
        BOARD_TOKENS,
        when=f"{thinking} > {exact(limits.thinking_floor_usd)}",
    )


def _watch_cache(asking: Asking, limits: Thresholds) -> Alert:
    cached = asking.or_nought(asking.increase(TOKENS, "1h", CACHED_TOKENS), TOKENS)
    prompt = asking.increase(TOKENS, "1h", PROMPT_TOKENS)
    before, prompt_before = (
        asking.increase(TOKENS, "1d", which, back="1h") for which in (CACHED_TOKENS, PROMPT_TOKENS)
    )

    return Alert(
        "GeminiCacheHitDrop",
        "warning",
        f"{cached} / {prompt}",
        f"{exact(limits.cache_factor)} * {before} / {prompt_before}",
        f"{_rule.SHARE} of the input of {tell(asking.service)} came from the cache, less than "
        f"{limits.cache_factor:g} times the share of the day before",
        BOARD_TOKENS,
        when=f"{prompt} > {exact(limits.cache_floor_tokens)}\n"
        f"and\n{before} / {prompt_before} > {exact(limits.cache_floor_share)}",
        is_below=True,
    )


def _watch_grounding(asking: Asking, limits: Thresholds) -> Alert:
    hour = asking.increase(COST, "1h", GROUNDING_COST)
    day = asking.increase(COST, "1d", GROUNDING_COST, back="1h")
    known = f"count by ({asking.service}) (last_over_time({asking.select(COST)}[1d] offset 1d))"
    return Alert(
        "GeminiGroundingSpendJump",
        "warning",
        hour,
        f"{exact(limits.grounding_factor)} / 24 * {asking.or_nought(day, COST)}",
        f"{_rule.USD} spent on grounding in an hour by {tell(asking.service)}, more than "
        f"{limits.grounding_factor:g} times the mean hour of the day before",
        BOARD_COST,
        when=f"{hour} > {exact(limits.grounding_floor_usd)}\nand\n{known}",
    )
