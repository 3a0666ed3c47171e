"""Looks at how metrics are read: how often, as what, through which views."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from math import isfinite
from typing import Any, Final, cast

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._pipelines import find_stages, follow
from gemini_otel._doctor._scene import Scene
from gemini_otel._metrics import Metric
from gemini_otel._semconv import SCOPE
from gemini_otel._signals._counts import OUR_TOTALS
from gemini_otel._version import VERSION


_COUNTERS: Final = ("ObservableCounter", "_ObservableCounter")


def examine_metering(scene: Scene) -> Iterator[Finding]:
    """What comes of our metrics on their way out."""
    readers = find_stages(scene.metering)
    if readers:
        yield _find_temporality(readers)
        yield _find_interval(scene, readers)
    yield from _find_views(scene)
    yield _find_latency(scene)
    yield _find_loss(scene)


def _find_temporality(readers: Iterable[object]) -> Finding:
    found = {_read_temporality(reader) for reader in readers}
    seen = f"Counters are read as {', '.join(sorted(found)).lower()} values."
    if "DELTA" in found:
        advice = "Prometheus takes cumulative values only; most other backends take both."
        return Finding(_codes.METRICS_TEMPORALITY, "note", seen, advice)
    return Finding(_codes.METRICS_TEMPORALITY, "ok", seen)


def _read_temporality(reader: object) -> str:
    by_class = getattr(reader, "_instrument_class_temporality", None)
    if isinstance(by_class, Mapping):
        for kind, temporality in cast("Mapping[object, object]", by_class).items():
            if getattr(kind, "__name__", "") in _COUNTERS:
                return str(getattr(temporality, "name", temporality))
    return "UNKNOWN"


def _find_interval(scene: Scene, readers: tuple[object, ...]) -> Finding:
    """A first value must wait behind a zero for as long as the slowest of several readers."""
    meters = scene.circumstances.meters if scene.circumstances else None
    intervals = [_read_interval(reader) for reader in readers]
    known = [interval for interval in intervals if interval is not None]
    seen = f"Metrics are exported every {_list(known)}." if known else "Metrics are read on demand."
    if meters is None:
        return Finding(_codes.METRICS_INTERVAL, "ok", seen)
    hold_s = meters.hold_s
    if not hold_s:
        seen = f"{seen} First values do not wait: an increase() does not see them."
        advice = "Leave first_value_hold_s unset, unless all is read as delta values."
        return Finding(_codes.METRICS_INTERVAL, "note", seen, advice)
    seen = f"{seen} First values wait {hold_s:g} s behind a zero."
    if len(readers) > 1 and any(interval > hold_s for interval in known):
        return Finding(
            _codes.METRICS_INTERVAL,
            "warning",
            f"{seen} A reader that is slower may miss that zero, and increase() the first value.",
            "Set GEMINI_OTEL_FIRST_VALUE_HOLD to the longest interval, in seconds.",
        )
    return Finding(_codes.METRICS_INTERVAL, "ok", seen)


def _read_interval(reader: object) -> float | None:
    """Seconds between two exports; `None` for a reader that is asked, or that only flushes."""
    millis = getattr(reader, "_export_interval_millis", None)
    return millis / 1000 if isinstance(millis, int | float) and isfinite(millis) else None


def _list(intervals: Iterable[float]) -> str:
    return " and ".join(f"{one:g} s" for one in sorted(set(intervals)))


def _find_views(scene: Scene) -> Iterator[Finding]:
    views = follow(scene.metering, "_sdk_config.views") or ()
    harms = [harm for harm in map(_find_harm, views) if harm]
    for harm in harms:
        advice = "Exclude the meter gemini_otel from the view, unless you mean it."
        yield Finding(_codes.METRICS_VIEWS, "warning", harm, advice)
    if not harms:
        yield Finding(_codes.METRICS_VIEWS, "ok", "No view takes anything from our metrics.")


def _find_harm(view: Any) -> str | None:
    """What a view takes from our totals, if anything."""
    met = [metric.name for metric in OUR_TOTALS if _is_met(view, metric)]
    if not met:
        return None
    listed = f"{met[0]} and {len(met) - 1} more" if len(met) > 1 else met[0]
    if "Drop" in type(getattr(view, "_aggregation", None)).__name__:
        return f"A view drops {listed}."
    keys = getattr(view, "_attribute_keys", None)
    if keys is None:
        return None
    kept = ", ".join(sorted(map(str, keys))) or "none"
    return f"A view keeps of the attributes of {listed} only these: {kept}."


def _is_met(view: Any, metric: Metric) -> bool:
    """Whether a view is for one of our counters, by what it says of it and of its meter."""
    name, unit = getattr(view, "_instrument_name", None), getattr(view, "_instrument_unit", None)
    kind = getattr(getattr(view, "_instrument_type", None), "__name__", None)
    return (
        (name is None or fnmatchcase(metric.name, str(name).lower()))
        and (unit is None or fnmatchcase(metric.unit, str(unit)))
        and getattr(view, "_meter_name", None) in (None, SCOPE)
        and getattr(view, "_meter_version", None) in (None, VERSION)
        and kind in (None, *_COUNTERS)
    )


def _find_latency(scene: Scene) -> Finding:
    if scene.settings.semconv == "none":
        return Finding(
            _codes.METRICS_LATENCY,
            "note",
            "The setting semconv is none: there are no metrics of latency.",
            "Set GEMINI_OTEL_SEMCONV to v1.41 where nobody else measures latency.",
        )
    seen = f"Latency is measured under the names of {scene.settings.semconv}."
    return Finding(_codes.METRICS_LATENCY, "ok", seen)


def _find_loss(scene: Scene) -> Finding:
    if scene.circumstances and scene.circumstances.meters.is_lost:
        return Finding(
            _codes.METRICS_LOST,
            "problem",
            "This process was forked while its meter provider collected: it has no metrics.",
            "Make the meter provider in the worker, after the fork.",
        )
    return Finding(_codes.METRICS_LOST, "ok", "No metrics of this process were lost at a fork.")
