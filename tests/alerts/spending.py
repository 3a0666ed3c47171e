"""Scenarios of the alerts on spend that is out of the ordinary: a day as ever, and an hour not."""

from gemini_otel._metrics import CALLS, COST, TOKENS
from gemini_otel._semconv import COST_COMPONENT, TOKEN_KIND
from tests.alerts.scenario import QUIET, Look, Scenario, called, grow, series, sudden


_STEP = 5
_DAY = 312
"""Steps of five minutes: 26 hours."""
_COMPONENT, _KIND = called(COST_COMPONENT), called(TOKEN_KIND)
_THINKING = series(COST, **{_COMPONENT: "thinking"})
_OUTPUT = series(COST, **{_COMPONENT: "output"})
_GROUNDING = series(COST, **{_COMPONENT: "grounding"})
_CACHED = series(TOKENS, **{_KIND: "cached"})
_UNCACHED = series(TOKENS, **{_KIND: "uncached_prompt"})

_PER_CALL = "$%s a call in shop, more than 2 times that of the day before"
_SHARE = (
    "%s of the spend on output of shop is thinking, more than 1.5 times the share of the day before"
)
_HITS = (
    "%s of the input of shop came from the cache, less than 0.5 times the share of the day before"
)
_SEARCHED = (
    "$%s spent on grounding in an hour by shop, more than 3 times the mean hour of the day before"
)


def _per_call(
    usd: float, calls: float, *looks: Look, earlier: float = 0.05, calls_earlier: float = 5
) -> Scenario:
    """A cent a call for a day; half an hour of something else; then what is given."""
    cost = grow((0.05, _DAY - 6), (earlier, 6), (5 * usd, 7))
    made = grow((5, _DAY - 6), (calls_earlier, 6), (5 * calls, 7))
    return _run({series(COST): cost, series(CALLS): made}, *looks)


def _begin(calls_a_day: float, summary: str | None) -> Scenario:
    """So many calls of a cent in a day, which is little to go by; then 60 an hour of three."""
    each = calls_a_day / 288
    lines = {
        series(COST): grow((0.01 * each, _DAY), (0.15, 7)),
        series(CALLS): grow((each, _DAY), (5.0, 7)),
    }
    return _run(lines, Look(_END, summary))


_HALF_AN_HOUR_AGO = {
    series(COST): grow((0.0, _DAY - 6), (0.05, 6), (0.15, 7)),
    series(CALLS): grow((0.0, _DAY - 6), (5.0, 13)),
}
"""A service that began an hour ago, and whose calls are dearer for half of it."""


def _think(share: float, usd: float, *looks: Look, earlier: float = 0.05) -> Scenario:
    """A fifth of the output's cost is thinking for a day, then a share that costs so much."""
    thinking = grow((0.05, _DAY - 12), (earlier, 12), (usd / 12, 13))
    output = grow((0.2, _DAY), (usd / share * (1 - share) / 12, 13))
    return _run({_THINKING: thinking, _OUTPUT: output}, *looks)


def _cache(before: float, share: float, tokens: float, *looks: Look) -> Scenario:
    """A share of 20,000 tokens a step is cached for a day, then another share of others."""
    cached = grow((20_000 * before, _DAY), (tokens * share / 12, 13))
    uncached = grow((20_000 * (1 - before), _DAY), (tokens * (1 - share) / 12, 13))
    return _run({_CACHED: cached, _UNCACHED: uncached}, *looks)


def _search(before: float, usd: float, *looks: Look, earlier: float | None = None) -> Scenario:
    """So much an hour for a day, another amount for the hour before last, then a given one."""
    between = before if earlier is None else earlier
    parts = ((before / 12, _DAY - 12), (between / 12, 12), (usd / 12, 13))
    return _run({_GROUNDING: grow(*parts)}, *looks)


def _come_back(hours: int, summary: str | None) -> Scenario:
    """Ten hours of a service, silence, and in the last two of so many hours searches."""
    lines = {_OUTPUT: "1x20", _GROUNDING: f"_x{2 * hours - 4} {grow((10.0, 10))}"}
    return Scenario(lines, (Look(60 * hours, summary),), step=30, every=30)


def _run(lines: dict[str, str], *looks: Look) -> Scenario:
    return Scenario(lines, looks, step=_STEP, every=_STEP)


_END, _HOUR = 5 * (_DAY + 7), 5 * (_DAY + 13)
"""The window is full of what is odd for as long as the alert waits."""
_NO_LONGER_CACHED = {
    _CACHED: f"{grow((10_000.0, _DAY))} stale",
    _UNCACHED: grow((10_000.0, _DAY + 13)),
}
_NEW_SEARCHES = {_GROUNDING: f"_x300 {grow((0.5, 10))}", _OUTPUT: grow((10.0, 311))}
_NEW_THINKING = {_THINKING: f"_x300 {grow((0.5, 10))}", _OUTPUT: grow((1.0, 311))}
_SUDDEN_CALLS = {
    series(COST): grow((0.01, 100), (100.0, 20)),
    series(CALLS): grow((1, 120)),
}
_SUDDEN_THINKING = {_THINKING: grow((0.01, 100), (100.0, 20)), _OUTPUT: grow((0.04, 120))}
_SUDDEN_CACHE = {
    _CACHED: grow((2_000.0, 100), (0.0, 20)),
    _UNCACHED: grow((2_000.0, 100), (10**7, 20)),
}
_SUDDEN_SEARCH = {_GROUNDING: grow((0.001, 1_500), (100.0, 20))}
_FIRST_DAY = {_GROUNDING: grow((2 / 12, 120))}

SCENARIOS = {
    "GeminiCostPerCallJump": (
        _per_call(0.0206, 1, Look(_END, _PER_CALL % "0.020600")),
        _per_call(0.0194, 1, Look(_END)),
        _per_call(0.03 * 0.65, 0.65, Look(_END)),
        _per_call(0.03 * 0.7, 0.7, Look(_END, _PER_CALL % "0.030000")),
        _per_call(0.03, 1, Look(_END), earlier=5.0),
        _per_call(0.005, 1, Look(_END, _PER_CALL % "0.005000"), calls_earlier=5_000),
        _begin(21.5, _PER_CALL % "0.030000"),
        _begin(18.5, QUIET),
        _run(_HALF_AN_HOUR_AGO, Look(5 * (_DAY + 7), _PER_CALL % "0.030000")),
        Scenario(_SUDDEN_CALLS, sudden(101, 5)),
    ),
    "GeminiThinkingShareJump": (
        _think(0.31, 1.05, Look(_HOUR, _SHARE % "31%")),
        _think(0.29, 1.05, Look(_HOUR)),
        _think(0.31, 0.95, Look(_HOUR)),
        _think(0.31, 1.05, Look(_HOUR), earlier=20.0),
        # None the day before: any is a jump.
        _run(_NEW_THINKING, Look(5 * 310, "")),
        Scenario(_SUDDEN_THINKING, sudden(101, 5)),
    ),
    "GeminiCacheHitDrop": (
        _cache(0.5, 0.24, 105_000, Look(_HOUR, _HITS % "24%")),
        _cache(0.5, 0.26, 105_000, Look(_HOUR)),
        _cache(0.5, 0.24, 95_000, Look(_HOUR)),
        _cache(0.105, 0.04, 105_000, Look(_HOUR, _HITS % "4%")),
        _cache(0.095, 0.04, 105_000, Look(_HOUR)),
        _run(_NO_LONGER_CACHED, Look(_HOUR, _HITS % "0%")),
        Scenario(_SUDDEN_CACHE, sudden(101, 5)),
    ),
    "GeminiGroundingSpendJump": (
        _search(0.6, 1.86, Look(_HOUR, _SEARCHED % "1.86")),
        _search(0.6, 1.74, Look(_HOUR)),
        _search(0.01, 1.05, Look(_HOUR, _SEARCHED % "1.05")),
        _search(0.01, 0.95, Look(_HOUR)),
        _search(0.6, 5.0, Look(_HOUR), earlier=60.0),
        _run(_NEW_SEARCHES, Look(5 * 310, "")),
        Scenario(_SUDDEN_SEARCH, sudden(1_501, 5)),
        # As much in each hour of a service's first day is no jump.
        *(_run(_FIRST_DAY, Look(60 * hours)) for hours in (3, 5, 9)),
        # It was there two days before, and no later; and three days before.
        _come_back(47, ""),
        _come_back(60, QUIET),
    ),
}
