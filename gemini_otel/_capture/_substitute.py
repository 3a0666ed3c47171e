"""A wrapped function that is pickled and copied as the function it stands for."""

import copy
import inspect
import pkgutil
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


class Substitute(_Reference, wrapt.FunctionWrapper):  # type: ignore[type-arg]  # the arguments are the SDK's
    """What is put in a function's place."""

    __bound_function_wrapper__ = _BoundSubstitute
