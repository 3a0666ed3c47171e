"""Scenarios of the alerts on calls that fail: just over, just under, and too few calls."""

from dashboards._reading import to_seconds
from dashboards.config import BURNS, Burn
from gemini_otel._metrics import CALLS, QUOTA_EXCEEDED, RETRIES
from gemini_otel._semconv import (
    ERROR_CLASS,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
    ERROR_TYPE,
    REQUEST_MODEL,
)
from tests.alerts.counting import count
from tests.alerts.scenario import SERVICE, Look, Scenario, called, grow, series, sudden


_MODEL = {called(REQUEST_MODEL): "m"}
_QUOTA = {called(ERROR_QUOTA_METRIC): "requests", called(ERROR_QUOTA_WINDOW): "minute"}
_LIMITED = series(QUOTA_EXCEEDED, **_QUOTA, **{called(ERROR_CLASS): "rate_limited"})
_USED_UP = series(QUOTA_EXCEEDED, **_QUOTA, **{called(ERROR_CLASS): "quota_exhausted"})
_CAPACITY = series(QUOTA_EXCEEDED, **_MODEL, **{called(ERROR_CLASS): "capacity"})


def _calls(error: str = "", **labels: str) -> str:
    return series(CALLS, **({called(ERROR_TYPE): error} if error else {}), **labels)


def _retries(**labels: str) -> str:
    return series(RETRIES, **{called(ERROR_TYPE): "503"}, **labels)


_QUARTER = 45


def _errors(burn: Burn) -> tuple[Scenario, ...]:
    """The window at 1.02 of its limit; at 0.95, its end at 1.2; the reverse; and too few."""
    whole, end = to_seconds(burn.window) // 60, to_seconds(burn.short) // 60
    step = max(1, end // 6)
    limit = burn.factor * 0.01

    def fail(calls: float, *shares: tuple[float, int], look: Look) -> Scenario:
        """Calls in the window, of which shares fail for so many minutes each."""
        each = calls / whole * step
        parts = [(share * limit, minutes // step) for share, minutes in shares]
        lines = {
            _calls(): grow(*((each * (1 - share), steps) for share, steps in parts)),
            _calls("503"): grow(*((each * share, steps) for share, steps in parts)),
            # Not to be counted: these are the program's own.
            _calls("400"): grow(*((0.0, steps) for _, steps in parts)),
        }
        return Scenario(lines, (look,), step=step, every=step)

    done = 2 * whole + 10 * step
    share = f"{102 * limit:.4g}%"
    told = f"{share} of the calls of shop failed in {burn.window}, of 1 % that may"
    before = (0.95 * whole - 1.2 * end) / (whole - end)
    many, half = 6 / limit, 0.5 / limit
    return (
        fail(many, (1.02, done), look=Look(done, told)),
        fail(many, (before, done - end), (1.2, end), look=Look(done)),
        fail(many, (1.2, done - end), (0.95, end), look=Look(done)),
        # Too few calls, however many of them fail; and too few that fail.
        fail(21, (half, done), look=Look(done, "")),
        fail(19, (half, done), look=Look(done)),
        fail(4.7 / limit / 1.2, (1.2, done), look=Look(done, "")),
        fail(4.3 / limit / 1.2, (1.2, done), look=Look(done)),
        Scenario(
            {_calls(): grow((0.0, 200)), _calls("503"): grow((0.0, 100), (50.0, 100))},
            sudden(101, 2),
        ),
        Scenario({_calls(): grow((1, 200)), _calls("400"): grow((9, 200))}, (Look(190),)),
    )


def _limit(share: float, attempts: float, *looks: Look) -> Scenario:
    """A share of the attempts of a quarter is refused; a tenth of them are retries."""
    each = attempts / 15
    values = {
        _LIMITED: grow((share * each, _QUARTER)),
        _calls(): grow((0.9 * each, _QUARTER)),
        _retries(): grow((0.1 * each, _QUARTER)),
    }
    return Scenario(values, looks)


def _load(share: float, attempts: float, *looks: Look) -> Scenario:
    """A share of the attempts of a quarter finds the model overloaded, in three equal ways."""
    each, third = attempts / 15, share * attempts / 45
    values = {
        _calls(**_MODEL): grow((each - 3 * third, _QUARTER)),
        _calls("503", **_MODEL): grow((third, _QUARTER)),
        _calls("429", **_MODEL): grow((third, _QUARTER)),
        _retries(**_MODEL): grow((third, _QUARTER)),
        _CAPACITY: grow((third, _QUARTER)),
    }
    return Scenario(values, looks)


def _repeat(ratio: float, retries: float, *looks: Look) -> Scenario:
    """So many repeated attempts a quarter, at so many calls each."""
    values = {
        _calls(): grow((retries / ratio / 15, _QUARTER)),
        _retries(): grow((retries / 15, _QUARTER)),
    }
    return Scenario(values, looks)


_QUIET, _REST = (Look(44),), _calls(**_MODEL)
_WITHOUT_CAPACITY = {
    _calls(**_MODEL): grow((100.0, _QUARTER)),
    _calls("503", **_MODEL): grow((1.0, _QUARTER)),
}
_OF_TWO_SERVICES = {
    _LIMITED: grow((1.0, _QUARTER)),
    series(QUOTA_EXCEEDED, **{called(ERROR_CLASS): "rate_limited"}): grow((0.4, _QUARTER)),
    series(QUOTA_EXCEEDED, job="other", **{called(ERROR_CLASS): "rate_limited"}): grow((0.4, 45)),
    _calls(): grow((10.0, _QUARTER)),
    _calls(job="other"): grow((10.0, _QUARTER)),
}
"""Two kinds of quota in one service, of which one is short; and a service that is well."""
_RATE = "%s of the attempts of shop were refused for a rate: requests per minute"
_EXHAUSTED = "a quota of shop is used up, attempts refused in 15m: %s (requests per minute)"
_CAPPED = series(QUOTA_EXCEEDED, **{called(ERROR_CLASS): "quota_exhausted"})
_OF_NO_NAME = "a quota of shop is used up, attempts refused in 15m: 3 (a quota without a name)"
_BUSY = "%s of the attempts of shop at m found it overloaded"
_STORM = "%s repeated attempts a call in shop"
_OF_KIND, _OF_MODEL = {**SERVICE, **_QUOTA}, {**SERVICE, **_MODEL}

SCENARIOS = {
    **{f"GeminiErrorBudgetBurn {burn.window}": _errors(burn) for burn in BURNS},
    "GeminiQuotaRateLimited": (
        _limit(0.053, 200, Look(44, _RATE % "5.3%", _OF_KIND)),
        _limit(0.047, 200, Look(44)),
        _limit(0.5, 21, Look(44, _RATE % "50%", _OF_KIND)),
        _limit(0.5, 19, Look(44)),
        _limit(0.075, 4.7 / 0.075, Look(44, _RATE % "7.5%", _OF_KIND)),
        _limit(0.075, 4.3 / 0.075, Look(44)),
        Scenario({_LIMITED: grow((0.5, 45)), _calls(): grow((19 / 15, 45))}, (Look(44),)),
        Scenario(_OF_TWO_SERVICES, (Look(44, _RATE % "10%", _OF_KIND),)),
        Scenario({_LIMITED: grow((0.0, 60), (50.0, 30)), _calls(): grow((10, 90))}, sudden(61, 5)),
    ),
    "GeminiQuotaExhausted": (
        *count(_USED_UP, _EXHAUSTED.__mod__, _OF_KIND),
        Scenario({_CAPPED: "_x5 3x9"}, (Look(10, _OF_NO_NAME),)),
    ),
    "GeminiModelOverloaded": (
        _load(0.105, 60, Look(44, _BUSY % "10.5%", _OF_MODEL)),
        _load(0.095, 60, Look(44)),
        _load(0.15, 4.7 / 0.15, Look(44, _BUSY % "15%", _OF_MODEL)),
        _load(0.15, 4.3 / 0.15, Look(44)),
        _load(0.6, 21, Look(44, _BUSY % "60%", _OF_MODEL)),
        _load(0.6, 19, Look(44)),
        Scenario(_WITHOUT_CAPACITY, (Look(44),)),
        # Only one of the three, in a small share; and in a large one, but hardly any.
        *(
            Scenario({line: grow((bad / 15, 45)), _REST: grow((rest / 15, 45))}, _QUIET)
            for bad, rest in ((6, 100), (4.3, 26))
            for line in (_CAPACITY, _calls("503", **_MODEL))
        ),
        Scenario({_CAPACITY: grow((1, 45)), _calls(**_MODEL): grow((19 / 15, 45))}, (Look(44),)),
        Scenario(
            {_CAPACITY: grow((0.0, 60), (50.0, 30)), _calls(**_MODEL): grow((10, 90))},
            sudden(61, 10),
        ),
    ),
    "GeminiRetryStorm": (
        _repeat(0.53, 21, Look(44, _STORM % "0.53")),
        _repeat(0.47, 21, Look(44)),
        _repeat(0.53, 19, Look(44)),
        Scenario(
            {_retries(): grow((0.0, 60), (500.0, 30)), _calls(): grow((10, 90))}, sudden(61, 5)
        ),
    ),
}
