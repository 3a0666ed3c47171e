"""How programs patch methods by hand, and take their patches back."""

import functools
from collections.abc import Callable
from typing import Any

import wrapt
from opentelemetry.instrumentation.utils import unwrap

from gemini_otel._capture._targets import Target
from tests.targets import find_holder


Patch = Callable[[Target], object]


def read(target: Target) -> Any:
    """What a program gets that keeps the method it is about to replace."""
    return getattr(find_holder(target), target.name)


def put(target: Target, function: object) -> None:
    """Puts something in the method's place."""
    setattr(find_holder(target), target.name, function)


def fake(*_args: object, **_kwargs: object) -> None:
    """What stands in a method's place for a while."""


def wrap(target: Target) -> None:
    """Wraps it as the standard library advises."""
    kept = read(target)

    @functools.wraps(kept)
    def theirs(*args: Any, **kwargs: Any) -> Any:
        return kept(*args, **kwargs)

    put(target, theirs)


def wrap_unsaid(target: Target) -> None:
    """Wraps it, and does not tell what is wrapped."""
    kept = read(target)

    def theirs(*args: Any, **kwargs: Any) -> Any:
        return kept(*args, **kwargs)

    put(target, theirs)


def restore(target: Target) -> None:
    """Puts something else in its place for a while."""
    kept = read(target)
    put(target, fake)
    put(target, kept)


def _pass_on(wrapped: Any, _instance: object, args: Any, kwargs: Any) -> Any:
    return wrapped(*args, **kwargs)


def wrap_and_unwrap(target: Target) -> None:
    """As another OpenTelemetry instrumentation does that comes after us and leaves before us."""
    place: Any = wrapt.wrap_function_wrapper
    path = ".".join(filter(None, (target.owner, target.name)))
    place(target.module, path, _pass_on)
    unwrap(find_holder(target), target.name)
