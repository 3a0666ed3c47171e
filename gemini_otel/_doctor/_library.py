"""Looks at ourselves: versions, whether anything is observed, what went wrong inside."""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from gemini_otel import _guard
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._scene import Scene
from gemini_otel._version import VERSION


_NEWEST_PYTHON: Final = (3, 13)
_PACKAGES: Final = (
    "opentelemetry-api",
    "opentelemetry-sdk",
    "opentelemetry-instrumentation",
    "wrapt",
    "structlog",
)


def examine_library(scene: Scene) -> Iterator[Finding]:
    """Whether we are switched on, on what we stand, what failed."""
    yield _find_switch(scene)
    yield _find_versions()
    yield judge_python(sys.version_info[:3])
    yield _find_faults()


def _find_switch(scene: Scene) -> Finding:
    if scene.circumstances:
        return Finding(_codes.INSTRUMENTED, "ok", "Gemini calls of this process are observed.")
    return Finding(
        _codes.INSTRUMENTED,
        "problem",
        "This process is not instrumented: no Gemini call is observed.",
        "See the other findings; then start the program with `opentelemetry-instrument`."
        if scene.is_fresh
        else "Call gemini_otel.instrument() at start-up, or start the program with "
        "`opentelemetry-instrument`.",
    )


def read_version(package: str) -> str | None:
    """The version of an installed distribution."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _find_versions() -> Finding:
    found = {name: read_version(name) for name in _PACKAGES}
    listed = ", ".join(f"{name} {number or 'not installed'}" for name, number in found.items())
    seen = f"gemini-otel {VERSION} on {listed}."
    api, sdk = found["opentelemetry-api"], found["opentelemetry-sdk"]
    if sdk and api != sdk:
        fix = f"Install one version of both: pip install 'opentelemetry-sdk=={api}'."
        return Finding(_codes.VERSIONS, "warning", seen, fix)
    return Finding(_codes.VERSIONS, "ok", seen)


def judge_python(running: tuple[int, ...]) -> Finding:
    """What is known of a version of Python."""
    seen = f"Python {'.'.join(map(str, running))}."
    if running[:2] > _NEWEST_PYTHON:
        newest = ".".join(map(str, _NEWEST_PYTHON))
        advice = f"gemini-otel is tested up to Python {newest}: look for a newer gemini-otel."
        return Finding(_codes.PYTHON, "note", seen, advice)
    return Finding(_codes.PYTHON, "ok", seen)


def _find_faults() -> Finding:
    faults = dict(_guard.faults)
    if not faults:
        return Finding(_codes.FAULTS, "ok", "No fault of ours was kept from the program.")
    places = ", ".join(f"{place} {count}" for place, count in sorted(faults.items()))
    return Finding(
        _codes.FAULTS,
        "warning",
        f"Faults that were kept from the program, by place: {places}.",
        "Calls went on with less telemetry: report the places, with the log lines "
        "internal_error, to gemini-otel.",
    )
