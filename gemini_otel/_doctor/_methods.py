"""Looks at Google's SDK: its version, what is wrapped, and who else wraps it."""

import re
import sys
from collections.abc import Iterator
from typing import Final

from gemini_otel._capture._targets import TARGETS, Subject, Target
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding, Status
from gemini_otel._doctor._library import read_version
from gemini_otel._doctor._scene import Scene
from gemini_otel._signals._neighbours import MARKING, find_neighbours
from gemini_otel._switch import patches


_PACKAGE: Final = "google-genai"
_OLDEST: Final = (1, 65)
_NEWEST: Final = (3, 4)
_BILLED: Final = (Subject.GENERATION, Subject.EMBEDDING)


def examine_methods(scene: Scene) -> Iterator[Finding]:
    """Which SDK is there, and what of it is observed."""
    yield judge_version(read_version(_PACKAGE))
    yield _find_methods(scene)
    yield from _find_missing()
    yield _find_wrappers()
    yield _find_neighbours()


def judge_version(found: str | None) -> Finding:
    """What is known of a version of google-genai."""
    if found is None:
        advice = "pip install 'gemini-otel[instruments]'"
        return Finding(_codes.SDK_VERSION, "problem", f"{_PACKAGE} is not installed.", advice)
    numbers = tuple(int(part) for part in re.findall(r"\d+", found)[:2])
    seen = f"{_PACKAGE} {found}; tested are 1.65 to 3.4."
    if numbers < _OLDEST:
        advice = "Upgrade google-genai to 1.65 or newer: this one is not observed."
        return Finding(_codes.SDK_VERSION, "problem", seen, advice)
    if numbers > _NEWEST:
        advice = "Look at sdk.missing, and for a newer gemini-otel."
        return Finding(_codes.SDK_VERSION, "note", seen, advice)
    return Finding(_codes.SDK_VERSION, "ok", seen)


def _find_methods(scene: Scene) -> Finding:
    code, placed = _codes.SDK_METHODS, len(patches.standings)
    if not scene.circumstances:
        return Finding(code, "note", "No method is wrapped, since nothing is instrumented.")
    if not placed and "google.genai.models" not in sys.modules:
        return Finding(code, "ok", "google.genai is not imported; it is wrapped as soon as it is.")
    later = sorted({one.module for one in TARGETS if one.module not in sys.modules})
    rest = f"; {', '.join(later)} as soon as it is imported" if later else ""
    return Finding(code, "ok", f"{placed} of {len(TARGETS)} methods are wrapped{rest}.")


def _find_missing() -> Iterator[Finding]:
    """A finding for each method that this SDK does not have."""
    wrapped, missing = {one.path for one in patches.standings}, set(patches.missing)
    gone = [target for target in TARGETS if target.path in missing]
    for target in gone:
        yield _judge_missing(target, wrapped)
    if not gone:
        yield Finding(_codes.SDK_MISSING, "ok", "Nothing that is observed is missing in the SDK.")


def _judge_missing(target: Target, wrapped: set[str]) -> Finding:
    stand_in = target.stands_in
    status: Status
    if stand_in and stand_in.path in wrapped:
        status, then = "warning", f"{stand_in.path} is observed in its place"
    else:
        status = "problem" if target.subject in _BILLED else "warning"
        then = f"{target.subject.value} is not observed"
    advice = "Look for a newer gemini-otel, or take a google-genai that is tested."
    seen = f"This SDK has no {target.path}; {then}."
    return Finding(_codes.SDK_MISSING, status, seen, advice, target.path)


def _find_wrappers() -> Finding:
    standings = patches.standings
    lost = [one.path for one in standings if not one.is_passed]
    covered = [one.path for one in standings if not one.is_on_top and one.is_passed]
    if lost:
        return Finding(
            _codes.SDK_WRAPPERS,
            "problem",
            f"Somebody took our wrapper off: {', '.join(lost)}.",
            "Call gemini_otel.uninstrument() and instrument() again, after whoever restores it.",
        )
    if covered:
        seen = f"Somebody wrapped these after us, and calls still pass through: {_list(covered)}."
        return Finding(_codes.SDK_WRAPPERS, "note", seen)
    seen = "Our wrappers are on top." if standings else "There is no wrapper of ours."
    return Finding(_codes.SDK_WRAPPERS, "ok", seen)


def _find_neighbours() -> Finding:
    found = find_neighbours()
    if not found:
        return Finding(_codes.SDK_NEIGHBOURS, "ok", "Nobody else wraps these methods.")
    marking = all(name.startswith(MARKING) for name in found)
    then = "their spans stand, ours are left out" if marking else "each call has two spans"
    return Finding(
        _codes.SDK_NEIGHBOURS,
        "warning",
        f"These wrap the same methods: {', '.join(found)}; {then}. Our metrics and usage events "
        "stay exact.",
        "Switch one of them off, for example with OTEL_PYTHON_DISABLED_INSTRUMENTATIONS, or sum "
        "over the spans of one scope only.",
    )


def _list(paths: list[str]) -> str:
    return ", ".join(path.removeprefix("google.genai.") for path in paths)
