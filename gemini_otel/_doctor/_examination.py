"""Examines a process: one check after the other, none of which can harm it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from gemini_otel._doctor._added import describe_failure, examine_added
from gemini_otel._doctor._configuration import examine_settings
from gemini_otel._doctor._contents import examine_content
from gemini_otel._doctor._exports import examine_events, examine_metrics, examine_traces
from gemini_otel._doctor._finding import Diagnosis, Finding
from gemini_otel._doctor._identity import examine_identity
from gemini_otel._doctor._library import examine_library
from gemini_otel._doctor._metering import examine_metering
from gemini_otel._doctor._methods import examine_methods
from gemini_otel._doctor._price_state import examine_prices
from gemini_otel._doctor._scene import Scene, survey


_CHECKS: Final[tuple[Callable[[Scene], Iterable[Finding]], ...]] = (
    examine_library,
    examine_methods,
    examine_traces,
    examine_metrics,
    examine_metering,
    examine_events,
    examine_identity,
    examine_content,
    examine_prices,
    examine_settings,
)


def doctor() -> Diagnosis:
    """Says what of this process is observed, where it goes, and what is in the way of it.

    It can be called at any time, also where nothing is instrumented. It changes nothing, sends
    nothing and does not raise: a check that fails is a finding.

    Returns:
        The findings, in a fixed order; `print(gemini_otel.doctor())` shows a line each.
    """
    return examine(is_fresh=False)


def examine(*, is_fresh: bool) -> Diagnosis:
    """The same, also for a process that was made to be examined.

    Args:
        is_fresh: Whether it was; modules that settings name may be imported in it.
    """
    return Diagnosis(tuple(_run(is_fresh=is_fresh)))


def _run(*, is_fresh: bool) -> Iterator[Finding]:
    try:
        scene = survey(is_fresh=is_fresh)
    except Exception as fault:  # noqa: BLE001 - a provider of the app's may raise anything
        yield describe_failure("survey", fault)
        return
    for check in _CHECKS:
        found: list[Finding] = []
        try:
            found.extend(check(scene))
        except Exception as fault:  # noqa: BLE001 - the other checks go on
            found.append(describe_failure(check.__name__, fault))
        yield from found
    yield from examine_added()
