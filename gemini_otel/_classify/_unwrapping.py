"""Find the error that others only carry: retry, continuation and group exceptions."""

from typing import cast

from gemini_otel._classify._shapes import attribute


_DEPTH = 8


def innermost(error: BaseException) -> BaseException:
    """The error inside `tenacity.RetryError`, `ContinuationInterruptedError` or a group of one."""
    for _ in range(_DEPTH):
        carried = _carried(error)
        if carried is None:
            return error
        error = carried
    return error


def _carried(error: BaseException) -> BaseException | None:
    name = type(error).__name__
    if name == "RetryError":
        return _failed_attempt(error) or error.__cause__
    if name == "ContinuationInterruptedError":
        return error.__cause__
    if name in ("ExceptionGroup", "BaseExceptionGroup"):
        return _only_member(error)
    return None


def _failed_attempt(error: BaseException) -> BaseException | None:
    attempt = attribute(error, "last_attempt")
    # `Future.exception()` would wait, and raise if there is none; the finished one keeps it here.
    failure = attribute(attempt, "_exception")
    return failure if isinstance(failure, BaseException) else None


def _only_member(error: BaseException) -> BaseException | None:
    members = attribute(error, "exceptions")
    named = cast("tuple[object, ...]", members) if isinstance(members, tuple) else ()
    only = named[0] if len(named) == 1 else None
    return only if isinstance(only, BaseException) else None
