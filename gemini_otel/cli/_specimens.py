"""Makes calls to a fake Gemini, and holds what is recorded against what was served."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gemini_otel._config import resolve
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._metrics import COST, TOKENS
from gemini_otel._semconv import EVENT_USAGE, USAGE_TOKENS_PREFIX
from gemini_otel.cli._patient import import_sdk, reach_this_machine


if TYPE_CHECKING:
    from gemini_otel.testing import FakeGemini, Telemetry


_QUESTION: Final = {"model": "gemini-3.8-flash", "contents": "Is anybody there?"}


@dataclass(frozen=True, slots=True)
class Specimen:
    """What came of one call.

    Attributes:
        name: How it was asked.
        span: The span's name, if there is one.
        served: The tokens that the server says it served.
        counted: The tokens that were counted.
        told: The tokens of the usage event; `None` where events are switched off.
        cost_nano: What it cost, in nano-dollars, by the metric.
        error: Why there is nothing to compare.
    """

    name: str
    span: str | None = None
    served: int = 0
    counted: int = 0
    told: int | None = None
    cost_nano: int | None = None
    error: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether everything that was recorded is what was served."""
        is_right = 0 < self.served == self.counted and self.told in (None, self.served)
        return is_right and not self.error


def send() -> list[Specimen]:
    """Asks for an answer and a stream, with the settings of the environment.

    Raises:
        ModuleNotFoundError: The extra `testing` is not installed.
    """
    from gemini_otel.testing import FakeGemini, record_telemetry

    import_sdk()
    reach_this_machine()
    with FakeGemini() as gemini:
        client: Any = gemini.client()
        models = client.models
        record = partial(_record, gemini, record_telemetry)
        return [
            record("call", lambda: models.generate_content(**_QUESTION)),
            record("stream", lambda: list(models.generate_content_stream(**_QUESTION))),
        ]


def _record(
    gemini: "FakeGemini", record_telemetry: Any, name: str, ask: Callable[[], object]
) -> Specimen:
    before = _count_served(gemini)
    try:
        with record_telemetry() as telemetry:
            ask()
            return _compare(name, telemetry, _count_served(gemini) - before)
    except Exception as error:  # noqa: BLE001 - a setting, a proxy, a hook: it is what is asked for
        return Specimen(name, error=f"{type(error).__name__}: {error}"[:500])


def _count_served(gemini: "FakeGemini") -> int:
    return sum(gemini.totals().values())


def _compare(name: str, telemetry: "Telemetry", served: int) -> Specimen:
    spans = [span.name for span in telemetry.spans if span.kind == "CLIENT"]
    events = telemetry.events(EVENT_USAGE)
    told = sum(
        tokens
        for event in events
        for attribute, tokens in event.attributes.items()
        if attribute.startswith(USAGE_TOKENS_PREFIX)
    )
    costs = [round(point.value * 10**9) for point in telemetry.points(COST.name)]
    return Specimen(
        name,
        spans[0] if spans else None,
        served,
        int(telemetry.total(TOKENS.name)),
        told if events or resolve({}).usage_event else None,
        sum(costs) if costs else None,
    )


def judge_specimens(specimens: list[Specimen]) -> Finding:
    """Whether all that was recorded is exact."""
    told = "; ".join(dict.fromkeys(one.error or _tell(one) for one in specimens))
    if all(one.is_exact for one in specimens):
        return Finding(_codes.SEND_EXACT, "ok", f"What was recorded is what was served: {told}.")
    return Finding(
        _codes.SEND_EXACT,
        "problem",
        f"What was recorded is not what was served: {told}",
        "Mend what the problems above name, then send again.",
    )


def _tell(one: Specimen) -> str:
    event = "no usage event" if one.told is None else f"{one.told} in the event"
    return f"{one.name} {one.served} tokens, {one.counted} counted, {event}"


def describe_specimen(one: Specimen) -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": one.name,
        "exact": one.is_exact,
        "span": one.span,
        "tokens": {"served": one.served, "counted": one.counted, "event": one.told},
        "cost_nano_usd": one.cost_nano,
        "error": one.error,
    }
