"""Looks at what is set up already, so that nothing is replaced and nothing is exported twice."""

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from opentelemetry._logs import get_logger_provider
from opentelemetry.metrics import get_meter_provider
from opentelemetry.trace import get_tracer_provider

from gemini_otel import _log
from gemini_otel._doctor._pipelines import find_stages, follow, read_pipeline
from gemini_otel_exporters._setup._making import load_class
from gemini_otel_exporters._setup._names import PROMETHEUS, Signal, Wanted


_EXPORTERS: Final = ("span_exporter", "_batch_processor._exporter", "_exporter")
_OTLP: Final = "opentelemetry.exporter.otlp."


class Place(NamedTuple):
    """Where one signal goes so far.

    Attributes:
        state: `free` where a provider can be set, `sdk` where one can be added to, `closed` where
            neither is possible.
        provider: The provider, unless the place is free.
    """

    state: Literal["free", "sdk", "closed"]
    provider: Any = None

    def list_ours(self, kind: str) -> list[Any]:
        """The processors of ours of this class that are there."""
        return [
            stage
            for stage in find_stages(self.provider)
            if type(stage).__name__ == kind and type(stage).__module__.startswith(__name__[:21])
        ]


def find_places() -> dict[Signal, Place]:
    """Where each signal goes so far."""
    return {
        "traces": _judge(get_tracer_provider()),
        "metrics": _judge(get_meter_provider()),
        "logs": _judge(get_logger_provider()),
    }


def _judge(provider: object) -> Place:
    kind = read_pipeline(provider).kind
    if kind == "none":
        return Place("free")
    if kind == "sdk":
        return Place("sdk", provider)
    _log.warn_once(
        "provider_takes_no_exporter",
        type(provider).__name__,
        provider=type(provider).__qualname__,
        consequence="nothing is added to it",
        fix="call setup() before it is set, or leave it out",
    )
    return Place("closed", provider)


def leave_out_present(signal: Signal, wanted: Wanted, place: Place) -> Wanted:
    """What a provider that is there still lacks of what is wanted.

    What a variable names is for the provider that has no exporter: whoever set the provider up
    may have read the same variable.
    """
    if place.state == "free" or not wanted.names:
        return wanted
    present = [type(one) for one in _find_exporters(place.provider)]
    if place.state == "closed" or (present and not wanted.is_argument):
        return wanted._replace(names=())
    lacking = (n for n in wanted.names if not _is_among(signal, n, wanted.where, present))
    return wanted._replace(names=tuple(lacking))


def _find_exporters(provider: object) -> Iterable[object]:
    for stage in find_stages(provider):
        found = (follow(stage, path) for path in _EXPORTERS)
        exporter = next((one for one in found if one is not None), None)
        if exporter is not None:
            yield follow(exporter, "_renewed.exporter") or exporter
        elif "MetricReader" in type(stage).__name__ or hasattr(stage, "page"):
            yield stage


def _is_among(signal: Signal, name: str, where: str, present: list[type]) -> bool:
    if name == PROMETHEUS:
        return any("Prometheus" in base.__name__ for one in present for base in one.__mro__)
    wanted = load_class(signal, name, where)
    is_otlp = wanted.__module__.startswith(_OTLP)
    return any(one is wanted or (is_otlp and one.__module__.startswith(_OTLP)) for one in present)
