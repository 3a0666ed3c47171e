"""Puts wrappers into the SDK's modules as they are imported, and takes them out again."""

import importlib.util
import sys
import threading
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any, Final, NamedTuple, cast

import wrapt

from gemini_otel import _log
from gemini_otel._capture._substitute import (
    find_layer,
    find_lowest,
    find_substitute,
    find_watch,
    substitute,
)
from gemini_otel._capture._targets import TARGETS, Target
from gemini_otel._capture._wrap import make_watch, make_wrapper
from gemini_otel._guard import guarded


class Standing(NamedTuple):
    """How one wrapper stands.

    Attributes:
        path: The full name of the wrapped method.
        is_on_top: Whether it is what a call meets first.
        is_passed: Whether calls pass through it at all.
    """

    path: str
    is_on_top: bool
    is_passed: bool


class _Place(NamedTuple):
    holder: Any
    name: str


class _Patch(NamedTuple):
    place: _Place
    is_own: bool
    wrapper: Any


class Patches:
    """The wrappers that are in place in this process."""

    def __init__(self) -> None:
        self._placed: list[_Patch] = []
        self._made: dict[tuple[_Place, bool], Any] = {}
        self._missing: list[str] = []
        self._is_wanted = False
        self._is_hooked = False
        self._is_searched = False
        self._placing = threading.RLock()

    def place(self) -> None:
        """Wraps what is imported, and the rest as soon as it is.

        The SDK is not imported here: that takes half a second, and an app may never need it.
        """
        self._is_wanted = True
        if self._is_hooked:
            for module in list(_MODULES):
                if module in sys.modules:
                    self._patch(sys.modules[module])
            return
        self._is_hooked = True
        for module in _MODULES:
            wrapt.register_post_import_hook(self._patch, module)

    def remove(self) -> None:
        """Puts every attribute back to the very object it was, where our wrapper is on top.

        Where somebody wrapped it again, ours stays below theirs and passes everything through.
        """
        self._is_wanted = False
        with self._placing:
            for patch in reversed(self._placed):
                _take_out(patch)
            covered = _forget_gone(self._placed)
            self._placed = covered
            self._missing = []
            self._is_searched = False
        if covered:
            _log.warn(
                "wrappers_left_in_place",
                wrapped_by_others=[f"{_name(p.place.holder)}.{p.place.name}" for p in covered],
                consequence="they pass every call through, unobserved",
            )

    @property
    def missing(self) -> tuple[str, ...]:
        """What this SDK does not have, among what we observe."""
        return tuple(self._missing)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The wrappers that were placed, and how each of them stands."""
        return tuple(_find_standing(patch) for patch in list(self._placed))

    @guarded
    def _patch(self, module: ModuleType) -> None:
        with self._placing:
            if not self._is_wanted:
                return
            missing = [
                target.path
                for target in TARGETS
                if target.module == module.__name__ and not self._place(module, target)
            ]
            if not self._is_searched:
                self._is_searched = True
                missing += _list_gone()
        if missing:
            self._missing += missing
            _log.warn_once(
                "sdk_methods_not_found",
                module.__name__,
                methods=missing,
                consequence="what they do is observed at the public methods above them, or not",
                fix="look for a newer gemini-otel",
            )

    def _place(self, module: ModuleType, target: Target) -> bool:
        """Whether the target is there; a target that stands in for it is wrapped instead."""
        holder = getattr(module, target.owner, None) if target.owner else module
        if callable(getattr(holder, target.name, None)):
            self._wrap(holder, target)
            return True
        if target.stands_in and callable(getattr(holder, target.stands_in.name, None)):
            self._wrap(holder, target.stands_in)
        return False

    def _wrap(self, holder: Any, target: Target) -> None:
        place = _Place(holder, target.name)
        known = [patch for patch in self._placed if patch.place == place]
        if _forget_gone(known):
            return
        is_own = place.name in _read_own(holder)
        original = _read(place) if is_own else getattr(holder, place.name)
        # A program that kept ours while it was on may have put it back while it was off.
        wrapper = find_layer(original, place)
        if wrapper is None:
            wrapper = self._find_wrapper(place, original, target)
            setattr(holder, place.name, wrapper)
        find_watch(wrapper).go_on(target)
        others = [patch for patch in self._placed if patch.place != place]
        self._placed = [*others, _Patch(place, is_own, wrapper)]

    def _find_wrapper(self, place: _Place, original: Any, target: Target) -> Any:
        """The same one again around the same function: a program may have kept it."""
        made_for = place, _is_bare(original, place.holder)
        found = self._made.get(made_for)
        if found is not None and found.__wrapped__ is original:
            return found
        watch = make_watch(target)
        made = substitute(original, make_wrapper(target, watch), place, watch)
        self._made[made_for] = made
        return made


_MODULES: Final = tuple(dict.fromkeys(target.module for target in TARGETS))


def _list_gone() -> list[str]:
    """What is in modules that this SDK does not have, and whose hooks would wait for ever."""
    unseen = [name for name in _MODULES if name not in sys.modules]
    gone = {name for name in unseen if importlib.util.find_spec(name) is None}
    return [target.path for target in TARGETS if target.module in gone]


def _read_own(holder: Any) -> Mapping[str, Any]:
    """What a class or module has itself; a class attribute is not read through its descriptor."""
    return cast("Mapping[str, Any]", holder.__dict__)


def _read(place: _Place) -> Any:
    return _read_own(place.holder).get(place.name)


def _is_on_top(patch: _Patch) -> bool:
    return find_substitute(_read(patch.place)) is patch.wrapper


def _forget_gone(patches: Iterable[_Patch]) -> list[_Patch]:
    """Those that are still in place; the others rest, since a program may have kept them."""
    placed: list[_Patch] = []
    for patch in patches:
        if _is_in_place(patch):
            placed.append(patch)
        else:
            find_watch(patch.wrapper).rest()
    return placed


def _take_out(patch: _Patch) -> None:
    if not _is_on_top(patch):
        return
    if patch.is_own:
        setattr(patch.place.holder, patch.place.name, patch.wrapper.__wrapped__)
    else:
        delattr(patch.place.holder, patch.place.name)


def _is_in_place(patch: _Patch) -> bool:
    """Whether calls may still pass through the wrapper, however many others are above it.

    It is surely gone where the wrappers lead down to the SDK's function without it: what
    OpenTelemetry's `unwrap` takes off is the topmost wrapper, whosever it is. A wrapper that does
    not tell what it wraps may well wrap ours.
    """
    found = _read(patch.place)
    if found is None or find_layer(found, patch.place) is patch.wrapper:
        return found is not None
    lowest = find_lowest(found)
    return lowest is not find_lowest(patch.wrapper) and not _is_bare(lowest, patch.place.holder)


def _is_bare(function: object, holder: object) -> bool:
    """Whether a function was written in the module that it is in, which wrappers never were."""
    module = getattr(holder, "__module__", getattr(holder, "__name__", None))
    return bool(getattr(function, "__globals__", {}).get("__name__") == module)


def _find_standing(patch: _Patch) -> Standing:
    module = getattr(patch.place.holder, "__module__", None)
    path = ".".join(filter(None, (module, _name(patch.place.holder), patch.place.name)))
    return Standing(path, _is_on_top(patch), _is_in_place(patch))


def _name(holder: object) -> str:
    return str(getattr(holder, "__qualname__", getattr(holder, "__name__", holder)))
