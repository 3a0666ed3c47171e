"""Everything the demo shows, read from what gemini_otel recorded, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gemini_otel._metrics import TOKENS
from gemini_otel._semconv import (
    ATTRIBUTION_PREFIX,
    TOKEN_KIND,
    TOKEN_MODALITY,
)
from gemini_otel.demo._comparison import Comparison, compare
from gemini_otel.demo._cost_comparison import CostComparison, compare_costs
from gemini_otel.demo._costs import Costs, read_costs, read_model
from gemini_otel.demo._ledger import Ledger, LedgerComparison, compare_ledger
from gemini_otel.demo._money import Amount, read_cost
from gemini_otel.demo._performance import ATTRIBUTION_KEY, Performance
from gemini_otel.demo._scenes import SCENES
from gemini_otel.demo._stage import Stage
from gemini_otel.testing import RecordedSpan, Telemetry


_SCENE: Final = ATTRIBUTION_PREFIX + ATTRIBUTION_KEY


@dataclass(frozen=True, slots=True)
class Span:
    """A span and the spans below it.

    Attributes:
        name: Its name.
        duration_s: How long it took, in seconds.
        cost: What was charged for it; `None` where nothing was, or where it has no price.
        attributes: All that it says.
        children: The spans below it.
    """

    name: str
    duration_s: float
    cost: Amount | None
    attributes: Mapping[str, Any]
    children: Sequence["Span"]


@dataclass(frozen=True, slots=True)
class Played:
    """A scene, what came of it, and its spans."""

    number: int
    title: str
    said: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A scene that was not played, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Some tokens of one model, kind and modality."""

    model: str
    kind: str
    modality: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Event:
    """An event, and the number of the scene it happened in."""

    scene: int
    name: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it, in the order in which it is shown."""

    about: str
    scenes: Sequence[Played]
    skipped: Sequence[Skipped]
    tokens: Sequence[Tokens]
    costs: Costs
    events: Sequence[Event]
    log: Sequence[str]
    comparison: Comparison
    cost_comparison: CostComparison
    ledger_comparison: LedgerComparison

    @property
    def is_exact(self) -> bool:
        """Whether all sides agree in everything."""
        sides = (self.comparison, self.cost_comparison, self.ledger_comparison)
        return all(side.is_exact for side in sides)


def read_report(
    stage: Stage,
    performances: Sequence[Performance],
    telemetry: Telemetry,
    log: Sequence[str],
    ledger: Ledger,
) -> Report:
    """Reads the telemetry of the scenes that were played."""
    numbers = {one.scene.title: number for number, one in enumerate(performances, start=1)}
    scenes = _place(telemetry.spans, numbers)
    tokens = compare(stage, [one.outcome for one in performances], telemetry)
    costs = compare_costs(stage, telemetry, _name(scenes, numbers))
    return Report(
        about=stage.about,
        scenes=[
            Played(number, one.scene.title, one.outcome.said, _grow(telemetry, scenes, number))
            for number, one in enumerate(performances, start=1)
        ],
        skipped=[Skipped(s.title, s.not_live) for s in SCENES if s not in stage.scenes],
        tokens=_read_tokens(telemetry),
        costs=read_costs(telemetry, scenes),
        events=[
            Event(scenes.get(event.trace_id, 0), event.name, event.attributes)
            for event in telemetry.events()
        ],
        log=list(log),
        comparison=tokens,
        cost_comparison=costs,
        ledger_comparison=compare_ledger(ledger, costs.in_events, tokens.responses),
    )


def _place(spans: Sequence[RecordedSpan], numbers: Mapping[str, int]) -> Mapping[str, int]:
    """The scene of each trace: calls carry its title, and their trace has the rest."""
    return {
        span.trace_id: numbers[span.attributes[_SCENE]]
        for span in spans
        if _SCENE in span.attributes
    }


def _name(scenes: Mapping[str, int], numbers: Mapping[str, int]) -> Mapping[str, str]:
    """The title of the scene of each trace."""
    titles = {number: title for title, number in numbers.items()}
    return {trace: titles[number] for trace, number in scenes.items()}


def _grow(telemetry: Telemetry, scenes: Mapping[str, int], number: int) -> Sequence[Span]:
    """The trees of a scene, in the order of their starts."""
    spans = [span for span in telemetry.spans if scenes.get(span.trace_id) == number]
    spans.sort(key=lambda span: span.start_ns)
    return _below(None, spans)


def _below(parent: str | None, spans: Sequence[RecordedSpan]) -> Sequence[Span]:
    return [
        Span(
            span.name,
            (span.end_ns - span.start_ns) / 1e9,
            read_cost(span.attributes),
            span.attributes,
            _below(span.span_id, spans),
        )
        for span in spans
        if span.parent_id == parent
    ]


def _read_tokens(telemetry: Telemetry) -> Sequence[Tokens]:
    return [
        Tokens(
            model=read_model(point.attributes),
            kind=point.attributes[TOKEN_KIND],
            modality=point.attributes[TOKEN_MODALITY],
            tokens=int(point.value),
        )
        for point in telemetry.points(TOKENS.name)
    ]
