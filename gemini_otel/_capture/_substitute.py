"""A wrapped function that is pickled and copied as the function it stands for."""

import copy
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import wrapt


class _Reference:
    """Answers what a wrapt proxy refuses to, as a function or a bound method would.

    Class attributes, and annotations too, would hide those of the function.
    """

    __slots__ = ()

    def __reduce_ex__(self: Any, protocol: object) -> Any:
        function = self.__wrapped__
        if inspect.ismethod(function):
            return function.__reduce__()
        # By name, and through the standard library: whoever reads the pickle gets the SDK's
        # function, whether or not we are there.
        return pkgutil.resolve_name, (f"{function.__module__}:{function.__qualname__}",)

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self: Any, memo: dict[int, Any]) -> Any:
        function = self.__wrapped__
        if not inspect.ismethod(function):
            return self
        return getattr(copy.deepcopy(function.__self__, memo), function.__name__)


class _BoundSubstitute(_Reference, wrapt.BoundFunctionWrapper):  # type: ignore[type-arg]  # the arguments are the SDK's
    """What an attribute access on a class or an instance gives."""


class _Substitute(_Reference, wrapt.FunctionWrapper):  # type: ignore[type-arg]  # the arguments are the SDK's
    """What is put in a function's place."""

    __bound_function_wrapper__ = _BoundSubstitute


def substitute(function: Any, wrapper: Any, place: object, watch: object) -> Any:
    """What to put in a function's place.

    Args:
        function: What it stands for.
        wrapper: What is called in its stead.
        place: Where it is put, to know it again by.
        watch: What makes it observe, or rest.
    """
    made: Any = _Substitute(function, wrapper)
    made._self_place, made._self_watch = place, watch  # noqa: SLF001 - not names of the function
    return made


def find_watch(made: Any) -> Any:
    """What makes a substitute observe, or rest."""
    return made._self_watch  # noqa: SLF001 - set above


def find_substitute(function: Any) -> Any:
    """The substitute that this is, or that this was read from; or nothing.

    Whoever keeps a method, to wrap it or to put it back later, reads it from its class, and gets
    another object than is there.
    """
    if isinstance(function, _BoundSubstitute):
        function = function._self_parent  # noqa: SLF001 - where wrapt keeps it
    return function if isinstance(function, _Substitute) else None


def find_layer(function: Any, place: object) -> Any:
    """The substitute for a place among the wrappers of a function, as far as they tell."""

    def is_ours(layer: Any) -> bool:
        found = find_substitute(layer)
        return found is not None and found._self_place == place  # noqa: SLF001 - set above

    return find_substitute(find_lowest(function, is_ours))


def find_lowest(function: Any, is_sought: Callable[[Any], bool] | None = None) -> Any:
    """What a function wraps in the end, or the first that is sought on the way there."""
    try:
        return inspect.unwrap(function, stop=is_sought)
    except ValueError:  # wrappers that go round in a circle
        return function
