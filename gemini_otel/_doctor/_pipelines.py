"""Reads what OpenTelemetry's SDK shows of a pipeline, without importing it."""

from collections.abc import Collection, Mapping
from typing import Any, Final, Literal, NamedTuple, cast


_STAGES: Final = (
    "_active_span_processor._span_processors",
    "_multi_log_record_processor._log_record_processors",
    "_metric_readers",
    "_sdk_config.metric_readers",
)
_EXPORTERS: Final = ("span_exporter", "_exporter", "_batch_processor._exporter")
_ENDS: Final = ("_shutdown", "_batch_processor._shutdown")
_RESOURCES: Final = ("resource", "_sdk_config.resource", "_resource")


Kind = Literal["none", "no-op", "disabled", "sdk", "other"]


class Pipeline(NamedTuple):
    """Where one signal goes.

    Attributes:
        kind: `none` until the program sets a provider, `no-op`, `disabled` for one that was made
            while OTEL_SDK_DISABLED was true, `sdk`, or `other` for one whose inside is not known.
        name: The class of the provider.
        stages: Processors or readers, with their exporters, by class; `None` where it does not
            show them.
        is_shut_down: Whether it takes nothing any more, as far as it shows.
    """

    kind: Kind
    name: str
    stages: tuple[str, ...] | None
    is_shut_down: bool


def read_pipeline(provider: object) -> Pipeline:
    """What a provider shows of itself."""
    found = _find_stages(provider)
    stages = None if found is None else tuple(_describe_stage(one) for one in found)
    is_shut_down = _is_shut_down(provider) or bool(found and all(map(_is_shut_down, found)))
    return Pipeline(_find_kind(provider), type(provider).__name__, stages, is_shut_down)


def _is_shut_down(part: object) -> bool:
    return any(follow(part, path) is True for path in _ENDS)


def find_stages(provider: object) -> tuple[object, ...]:
    """The span processors, log processors or metric readers of a provider, as far as it shows."""
    return _find_stages(provider) or ()


def _find_stages(provider: object) -> tuple[object, ...] | None:
    found = _follow_any(provider, _STAGES)
    is_list = isinstance(found, tuple | list | set | frozenset)
    return tuple(cast("Collection[object]", found)) if is_list else None


def read_resource(provider: object) -> Mapping[str, Any]:
    """The resource attributes of a provider; none where it shows none."""
    found = getattr(_follow_any(provider, _RESOURCES), "attributes", None)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def follow(thing: object, path: str) -> Any:
    """The attribute at the end of a path, or `None`."""
    for name in path.split("."):
        thing = getattr(thing, name, None)
    return thing


def _follow_any(thing: object, paths: tuple[str, ...]) -> Any:
    found = (follow(thing, path) for path in paths)
    return next((one for one in found if one is not None), None)


def _find_kind(provider: object) -> Kind:
    modules = [f"{base.__module__}." for base in type(provider).__mro__]
    if any(name.startswith("opentelemetry.sdk.") for name in modules):
        return "disabled" if getattr(provider, "_disabled", False) is True else "sdk"
    if not modules[0].startswith("opentelemetry."):
        return "other"
    return "none" if "Proxy" in type(provider).__name__ else "no-op"


def _describe_stage(stage: object) -> str:
    exporter = _follow_any(stage, _EXPORTERS)
    # One that stands for another, such as those of `setup()`, says so by this name.
    exporter = getattr(exporter, "wrapped_exporter", exporter)
    name = type(stage).__name__
    return name if exporter is None else f"{name} -> {type(exporter).__name__}"
