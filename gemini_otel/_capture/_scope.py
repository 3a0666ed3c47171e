"""Makes a span current around the app's call, and takes it back wherever the call ends up."""

from contextvars import Token
from typing import Any, cast

from opentelemetry import context as otel_context
from opentelemetry.context import Context


def attach(context: Context) -> object:
    """Makes a context current; returns what `detach` needs."""
    return otel_context.attach(context)


def detach(token: object) -> None:
    """Restores the context from before `attach`.

    A coroutine can be closed, and a generator finished, in another context than it was started
    in; nothing was attached there, so nothing is to be restored. OpenTelemetry's own `detach`
    would log an error in the app's name.
    """
    if isinstance(token, Token):
        try:  # noqa: SIM105 - `suppress` takes three times as long, on every call
            token.var.reset(token)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - a cast is a call
        except (ValueError, RuntimeError):
            pass
    elif token is not None:
        otel_context.detach(cast("Any", token))
