"""Looks at what tells this process from others: its service, its instance, its forks."""

import sys
from collections.abc import Iterator
from typing import Any, Final

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._pipelines import read_pipeline, read_resource
from gemini_otel._doctor._scene import Scene
from gemini_otel._signals._instruments import is_inherited, read_fork_depth


_NAME: Final = "service.name"
_ID: Final = "service.instance.id"
_RESOURCE: Final = "OTEL_RESOURCE_ATTRIBUTES"
_MAKE: Final = "Make the providers in each worker, with an id of its own"


def examine_identity(scene: Scene) -> Iterator[Finding]:
    """Whose telemetry a backend will take this for."""
    resource = _find_resource(scene)
    if resource:
        yield _find_service(resource)
        yield _find_instance(scene, resource)
    yield _find_fork(scene)


def _find_resource(scene: Scene) -> dict[str, Any]:
    """That of metrics first: theirs are the totals that would collide."""
    providers = (scene.metering, scene.tracing, scene.logging)
    found = (dict(read_resource(provider)) for provider in providers)
    nothing: dict[str, Any] = {}
    return next((one for one in found if one), nothing)


def _find_service(resource: dict[str, Any]) -> Finding:
    name = str(resource.get(_NAME, "unknown_service"))
    if name.startswith("unknown_service"):
        advice = "Set OTEL_SERVICE_NAME."
        return Finding(_codes.SERVICE_NAME, "warning", "The service has no name.", advice)
    return Finding(_codes.SERVICE_NAME, "ok", f"The service is {name[:200]}.")


def _find_instance(scene: Scene, resource: dict[str, Any]) -> Finding:
    found = resource.get(_ID)
    if found is None:
        return Finding(
            _codes.INSTANCE_ID,
            "warning",
            f"The resource has no {_ID}: the totals of several processes of one service collide.",
            f"{_MAKE}: Resource.create({{'{_ID}': str(uuid.uuid4())}}); OpenTelemetry's SDK "
            "sets one by itself from about 1.45 on.",
        )
    if str(found) == _read_generated():
        seen = f"{_ID} is {found}, made by the SDK for this process alone."
        return Finding(_codes.INSTANCE_ID, "ok", seen)
    return _judge_own_id(scene, str(found)[:200])


def _read_generated() -> str | None:
    """The id that the SDK made, and that it makes anew after a fork."""
    made = getattr(sys.modules.get("opentelemetry.sdk.resources"), "_service_instance_id", None)
    return made if isinstance(made, str) else None


def _judge_own_id(scene: Scene, found: str) -> Finding:
    if f"{_ID}={found}" in _list_given(scene.environ.get(_RESOURCE, "")):
        return Finding(
            _codes.INSTANCE_ID,
            "warning",
            f"{_ID} is {found} by {_RESOURCE}: workers that share the variable share the id, and "
            "their totals collide.",
            f"Leave it out of {_RESOURCE}, unless there is one process for each value of it.",
        )
    if read_fork_depth() and _is_forked(scene):
        return Finding(
            _codes.INSTANCE_ID,
            "warning",
            f"{_ID} is {found}, as in the parent process: the totals of its children collide.",
            f"{_MAKE}.",
        )
    seen = f"{_ID} is {found}, set by the program."
    advice = "Let no two processes have the same: make it where the process starts."
    return Finding(_codes.INSTANCE_ID, "note", seen, advice)


def _list_given(variable: str) -> list[str]:
    pairs = (item.partition("=") for item in variable.split(","))
    return [f"{name.strip()}={value.strip()}" for name, _, value in pairs]


def _find_fork(scene: Scene) -> Finding:
    depth = read_fork_depth()
    if not depth:
        seen = "This process was not forked since gemini_otel was imported."
        return Finding(_codes.FORK, "ok", seen)
    if not _is_forked(scene):
        seen = f"This process was forked (depth {depth}) and has a meter provider of its own."
        return Finding(_codes.FORK, "ok", seen)
    return Finding(
        _codes.FORK,
        "warning",
        f"This process was forked (depth {depth}) with the meter provider of its parent: "
        "histograms repeat what the parent measured before. Counters begin at zero.",
        "Make the providers in the worker, after the fork.",
    )


def _is_forked(scene: Scene) -> bool:
    is_real = read_pipeline(scene.metering).kind in ("sdk", "other")
    return is_real and is_inherited(scene.metering)
