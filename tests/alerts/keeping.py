"""Scenarios of the alerts on answers that are no use, and on what needs keeping up."""

from gemini_otel._metrics import (
    BLOCKED,
    CALLS,
    INCIDENTS,
    LEDGER_ERRORS,
    MODEL_SHUTDOWN,
    PRICES_CHECKED,
    UNPRICED,
    Metric,
)
from gemini_otel._semconv import (
    BLOCK_REASON,
    ERROR_TYPE,
    FINISH_REASON,
    INCIDENT,
    LEDGER_PROBLEM,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    UNPRICED_REASON,
)
from tests.alerts.counting import count
from tests.alerts.scenario import SERVICE, Look, Scenario, called, grow, hold, series, sudden


_MODEL = {called(REQUEST_MODEL): "m"}
_ANSWERER = {called(RESPONSE_MODEL): "m"}
_UNKNOWN = {called(UNPRICED_REASON): "unknown_model"}
_OF_MODEL = {**SERVICE, **_MODEL}
_HOURS = 180
_DAY_S = 86_400


def _answers(metric: Metric, limit: float, what: str, **which: str) -> tuple[Scenario, ...]:
    """Five hundredths over the limit, as much under, too few of all or of these, all at once."""
    bad, rest = series(metric, **_MODEL, **which), series(CALLS, **_MODEL)
    failed = series(CALLS, **_MODEL, **{called(ERROR_TYPE): "503"})

    def tell(share: float) -> str:
        return f"{100 * share:.4g}% of the answers of m to shop {what} in 1h"

    def share(of_limit: float, calls: float, look: Look) -> Scenario:
        part = of_limit * limit * calls / 60
        others = calls / 60 - (part if metric is CALLS else 0)
        lines = {bad: grow((part, _HOURS)), rest: grow((others, _HOURS))}
        return Scenario({**lines, failed: grow((9.0, _HOURS))}, (look,))

    few = 1 / (1.5 * limit)
    return (
        share(1.05, 600, Look(175, tell(1.05 * limit), _OF_MODEL)),
        share(0.95, 600, Look(175)),
        share(0.5 / limit, 21, Look(175, tell(0.5), _OF_MODEL)),
        share(0.5 / limit, 19, Look(175)),
        share(1.5, 4.7 * few, Look(175, tell(1.5 * limit), _OF_MODEL)),
        share(1.5, 4.3 * few, Look(175)),
        Scenario({bad: grow((0.0, 100), (500.0, 40)), rest: grow((10, 140))}, sudden(101, 10)),
    )


_RECITED = {called(BLOCK_REASON): "RECITATION"}
_NOT_WITHHELD = Scenario(
    {series(BLOCKED, **_MODEL, **_RECITED): grow((9, 90)), series(CALLS, **_MODEL): grow((9, 90))},
    (Look(80),),
)


def _leave(days: float, told: str) -> tuple[Scenario, ...]:
    """A shutdown just inside the limit, just outside; the model not used, and used under alias."""
    gauge, end = series(MODEL_SHUTDOWN, **_ANSWERER), 3_000
    near = f"m, which shop uses, is shut down in {told}"
    labels = {**SERVICE, **_ANSWERER}

    def use(of_limit: float, used: str, calls: str, *looks: Look) -> Scenario:
        # Ten minutes a step: two days are 288 of them.
        at = of_limit * days * _DAY_S + 60 * end
        return Scenario({gauge: hold((at, 320)), used: calls}, looks, step=10, every=10)

    answered, asked = series(CALLS, **_ANSWERER), series(CALLS, **_MODEL)
    pinned = series(CALLS, **{called(REQUEST_MODEL): "m-001", called(RESPONSE_MODEL): "m-001"})
    at_once = {gauge: hold((0.97 * days * _DAY_S, 20)), answered: grow((1, 20))}
    return (
        Scenario(at_once, (Look(0, ""),)),
        use(0.97, answered, grow((1, 320)), Look(end, near, labels)),
        use(1.03, answered, grow((1, 320)), Look(end)),
        use(0.97, answered, grow((0.0, 320)), Look(end)),
        # A single call, 1.5 days and 18 hours before.
        use(0.97, answered, grow((0.0, 83), (1.0, 1), (0.0, 230)), Look(end)),
        use(0.97, answered, grow((0.0, 191), (1.0, 1), (0.0, 120)), Look(end, near, labels)),
        use(0.97, asked, grow((0.0, 191), (1.0, 1), (0.0, 120)), Look(end, near, labels)),
        use(0.97, asked, grow((0.0, 83), (1.0, 1), (0.0, 230)), Look(end)),
        # Calls name a version of it.
        use(0.97, pinned, grow((1, 320)), Look(end, near, labels)),
    )


def _age(days: float, *looks: Look) -> Scenario:
    """Prices that were checked so many days before the last look."""
    checked = 100 * 60 - days * _DAY_S
    return Scenario({series(PRICES_CHECKED): hold((checked, 120))}, looks)


_UNPRICED = "billed calls of shop to m without a whole price in 15m: %s (unknown_model)"
_LACKING = "billed responses of shop that did not reach its ledger in 15m: %s (lost)"
_AWAY = "the ledger of shop takes nothing, responses wait beside it; tries that failed in 5m: %s"
_PROBLEM = called(LEDGER_PROBLEM)
_OUTAGE = series(LEDGER_ERRORS, **{_PROBLEM: "outage"})
_LEFT = Scenario(
    {series(UNPRICED, **_MODEL, **{called(UNPRICED_REASON): "incomplete_usage"}): grow((9, 90))},
    (Look(80),),
)
_GONE = "no metrics of shop, series of the last day that are gone: 1"
_IS_AWAY = (Look(45), Look(46, _AWAY % 10), Look(60, _AWAY % 10), Look(73, ""), Look(74))

SCENARIOS = {
    "GeminiMaxTokensShare": _answers(
        CALLS,
        0.1,
        "were cut off at max_output_tokens",
        **{called(FINISH_REASON): "MAX_TOKENS"},
    ),
    "GeminiSafetyBlocks": (
        *_answers(BLOCKED, 0.05, "were withheld", **{called(BLOCK_REASON): "SAFETY"}),
        _NOT_WITHHELD,
    ),
    "GeminiRecitations": _answers(
        INCIDENTS, 0.02, "were stopped for reciting", **{called(INCIDENT): "gemini.recitation"}
    ),
    "GeminiUsageIncomplete": _answers(
        UNPRICED,
        0.1,
        "were left before their whole usage was known",
        **{called(UNPRICED_REASON): "incomplete_usage"},
    ),
    "GeminiUnpricedCalls": (
        *count(
            series(UNPRICED, **_MODEL, **_UNKNOWN),
            _UNPRICED.__mod__,
            {**SERVICE, **_MODEL, **_UNKNOWN},
        ),
        _LEFT,
    ),
    "GeminiTelemetryAbsent": (
        Scenario(
            {series(CALLS): "0+1x100 stale"},
            (
                Look(100),
                Look(115),
                Look(116, _GONE),
                Look(100 + 1_439, _GONE),
                Look(100 + 1_441),
            ),
        ),
    ),
    "GeminiModelShutdown warning": _leave(30, "29d 2h 24m 0s"),
    "GeminiModelShutdown critical": _leave(7, "6d 18h 57m 36s"),
    "GeminiPricesOld": (
        _age(46, Look(100, "the prices in shop were checked 46d 0h 0m 0s ago")),
        _age(44, Look(100)),
        Scenario({series(PRICES_CHECKED): hold((-46 * _DAY_S, 120))}, (Look(59), Look(60, ""))),
    ),
    "GeminiLedgerErrors critical": (
        *count(
            series(LEDGER_ERRORS, **{_PROBLEM: "lost"}),
            _LACKING.__mod__,
            {**SERVICE, _PROBLEM: "lost"},
        ),
        Scenario({_OUTAGE: grow((1.0, 90))}, (Look(80),)),
    ),
    # Two tries a minute for as long as the database is away; a minute of that is no alarm.
    "GeminiLedgerErrors warning": (
        Scenario({_OUTAGE: grow((0.0, 30), (2.0, 40), (0.0, 30))}, _IS_AWAY),
        Scenario({_OUTAGE: grow((0.0, 30), (7.0, 1), (0.0, 60))}, (Look(34), Look(46), Look(50))),
        Scenario({series(LEDGER_ERRORS, **{_PROBLEM: "lost"}): grow((1.0, 90))}, (Look(80),)),
    ),
}
